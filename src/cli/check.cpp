#include <cli/command.hpp>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <cli/scenario_arguments.hpp>
#include <cli/scenario_words.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/prepared_study.hpp>

namespace equipoise::cli {

Exit check(const Words& words) {
    Arguments options("check", "FILE [options]",
                      "Says whether a scenario can be run, what would be run, and where its numbers come from. Runs nothing.",
                      "  equipoise check trial.json\n"
                      "  equipoise check trial.json --set /design/participants=200\n");
    add_scenario(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    options.finish();
    const ScenarioFile file = read_scenario(options);
    const PreparedStudy study = with_places(file, [&] { return prepare(file.scenario, file.analyses, file.options); });
    write_result(in_words(file, study) + '\n' + provenance_in_words(file) + "\nThis scenario can be run.\n");
    return Exit::done;
}

}  // namespace equipoise::cli
