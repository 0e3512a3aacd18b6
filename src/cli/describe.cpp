#include <cli/command.hpp>

#include <cstdint>
#include <limits>
#include <string>

#include <unistd.h>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <cli/progress_line.hpp>
#include <cli/scenario_arguments.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/io/summary_json.hpp>
#include <equipoise/report/summary_table.hpp>
#include <equipoise/study/cohort_summary.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace describing {
namespace {

constexpr std::uint64_t usual_replicates = 1'000;

struct Request {
    ScenarioFile file;
    bool json = false;
};

Arguments arguments() {
    return Arguments("describe", "FILE [options]",
                     "Simulates a trial many times and says what it looks like: baseline, flow, outcomes, delivery, adverse events, therapists.",
                     "  equipoise describe trial.json\n"
                     "  equipoise describe trial.json --replicates 10000 --format json\n"
                     "  equipoise describe trial.json --set /design/participants=200\n");
}

void declare(Arguments& arguments) {
    add_scenario(arguments);
    arguments.option("--replicates", "N", "simulated trials (1000)");
    arguments.option("--seed", "S", "of the random numbers, instead of the scenario's");
    arguments.option("--threads", "T", "processor threads; they change no result (as many as there are)");
    arguments.option("--format", "table|json", "of what is written to standard output (table)");
}

Request requested(Arguments& arguments) {
    const SimulationArguments simulation{.seed = arguments.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max())};
    const auto replicates = arguments.whole("--replicates", 1, 1'000'000'000);
    const auto threads = arguments.whole("--threads", 1, 1024);
    const std::string format = arguments.choice("--format", {"table", "json"});
    arguments.finish();
    Request request{.file = read_scenario(arguments, simulation), .json = format == "json"};
    request.file.options.replicates = replicates.value_or(usual_replicates);
    if (threads) request.file.options.threads = static_cast<int>(*threads);
    return request;
}

/// Simulates the trials, telling on stderr how far it is.
CohortSummary summary_aloud(const ScenarioFile& file) {
    ProgressLine line(isatty(STDERR_FILENO) == 1, ProgressLine::Clock::now());
    StudyOptions options = file.options;
    options.progress = [&line](Progress progress) { say(line.update(progress, ProgressLine::Clock::now())); };
    try {
        return with_places(file, [&] { return cohort_summary(file.scenario, options); });
    } catch (...) {
        say(line.abandon());
        throw;
    }
}

std::string in_words(const ScenarioFile& file, const CohortSummary& summary) {
    return io::printable(file.scenario.name) + ": " + io::with_thousands(summary.replicates) + " replicates, seed " + std::to_string(summary.seed) +
           "\n\n" + summary_table(summary);
}

}  // namespace
}  // namespace describing

Exit describe(const Words& words) {
    using namespace describing;
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const Request request = requested(options);
    const CohortSummary summary = summary_aloud(request.file);
    write_result(request.json ? summary_json(summary, request.file) : in_words(request.file, summary));
    return Exit::done;
}

}  // namespace equipoise::cli
