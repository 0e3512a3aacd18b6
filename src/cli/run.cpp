#include <cli/command.hpp>

#include <optional>
#include <string>

#include <unistd.h>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <cli/progress_line.hpp>
#include <cli/scenario_arguments.hpp>
#include <cli/study_files.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/report/comparisons_table.hpp>
#include <equipoise/io/results_json.hpp>
#include <equipoise/report/table.hpp>
#include <equipoise/study/run_study.hpp>

namespace equipoise::cli {

namespace running {
namespace {

/// What `run` was asked to do.
struct Request {
    ScenarioFile file;
    bool json = false;
    std::string folder;  ///< empty: none
};

Arguments arguments() {
    return Arguments("run", "FILE [options]", "Simulates a trial many times and reports power, bias and the other operating characteristics.",
                     "  equipoise run trial.json\n"
                     "  equipoise run trial.json --replicates 100000 --threads 8 --out results\n"
                     "  equipoise run trial.json --set /design/participants=200 --format json > results.json\n");
}

void declare(Arguments& arguments) {
    add_simulation(arguments, "also write results.json, results.txt and replicates.csv to this folder");
    arguments.option("--replicates", "N", "simulated trials, instead of the scenario's");
    arguments.option("--threads", "T", "processor threads; they change no result (as many as there are)");
    arguments.option("--format", "table|json", "of what is written to standard output (table)");
}

Request requested(Arguments& arguments) {
    const SimulationArguments simulation = read_simulation(arguments);
    const auto replicates = arguments.whole("--replicates", 1, 1'000'000'000);
    const auto threads = arguments.whole("--threads", 1, 1024);
    const std::string format = arguments.choice("--format", {"table", "json"});
    arguments.finish();
    Request request{.file = read_scenario(arguments, simulation), .json = format == "json", .folder = simulation.folder};
    StudyOptions& options = request.file.options;
    if (replicates) options.replicates = *replicates;
    if (threads) options.threads = static_cast<int>(*threads);
    return request;
}

/// Runs the study, telling on stderr how far it is.
StudyResults run_aloud(const PreparedStudy& study, StudyOptions options) {
    ProgressLine line(isatty(STDERR_FILENO) == 1, ProgressLine::Clock::now());
    options.progress = [&line](Progress progress) { say(line.update(progress, ProgressLine::Clock::now())); };
    options.progress({.done = 0, .total = options.replicates});
    try {
        return run_study(study, options);
    } catch (...) {
        say(line.abandon());
        throw;
    }
}

/// The table and, for the file, the paired differences below it: too many for a screen.
std::string full_table(const StudyResults& results) {
    const std::string comparisons = comparisons_table(results);
    return results_table(results) + (comparisons.empty() ? "" : '\n' + comparisons);
}

void carry_out(Request request) {
    const ScenarioFile& file = request.file;
    StudyOptions options = file.options;
    const PreparedStudy study = with_places(file, [&] { return prepare(file.scenario, file.analyses, options); });
    std::optional<StudyFiles> files;
    if (!request.folder.empty()) {
        files.emplace(request.folder, file.scenario.name, std::string(file.scenario.mechanism.dropout.mechanism()));
        options.each_replicate = [&files](const ReplicateReport& report) { files->add(report); };
    }
    StudyResults results = run_aloud(study, options);
    results.scenario = file.scenario.name;
    const std::string json = results_json(results, {.path = file.path, .sha256 = file.sha256});
    if (files) files->finish(json, full_table(results));
    write_result(request.json ? json : results_table(results));
}

}  // namespace
}  // namespace running

Exit run(const Words& words) {
    using namespace running;
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    carry_out(requested(options));
    return Exit::done;
}

}  // namespace equipoise::cli
