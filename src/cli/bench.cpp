#include <cli/command.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <cli/arguments.hpp>
#include <cli/measure_throughput.hpp>
#include <cli/output.hpp>
#include <cli/scenario_arguments.hpp>
#include <cli/van_dillen_2021.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/io/throughput_json.hpp>
#include <equipoise/report/throughput_table.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace benching {
namespace {

constexpr std::uint64_t usual_seconds = 3;

struct Request {
    ScenarioFile file;
    ThroughputRequest measuring;
    bool json = false;
};

Arguments arguments() {
    return Arguments("bench", "[FILE] [options]",
                     "Times the replicates of a scenario on this machine, stage by stage, in units of B: the time of the random numbers of a trial of 149 by Boost.",
                     "  equipoise bench\n"
                     "  equipoise bench trial.json\n"
                     "  equipoise bench trial.json --seconds 10 --format json\n"
                     "  equipoise bench trial.json --set '/analyses=[{\"method\": \"ancova\"}]'\n");
}

void declare(Arguments& arguments) {
    arguments.optional_file("FILE", "the scenario, a JSON file (the trial of van Dillen et al. 2021)");
    arguments.repeatable("--set", "/pointer=json", "replace or add a value of the scenario; may be repeated");
    arguments.option("--seconds", "S", "how long it may take, about (3)");
    arguments.option("--threads", "T", "processor threads to compare with one (as many as there are)");
    arguments.option("--format", "table|json", "of what is written to standard output (table)");
}

/// The scenario that was named, or ours.
ScenarioFile scenario(const Arguments& arguments) {
    if (arguments.given("FILE")) return read_scenario(arguments);
    std::vector<Override> overrides;
    for (const std::string& argument : arguments.values("--set")) overrides.push_back(parse_override(argument));
    return parse_scenario(van_dillen_2021(), "van_dillen_2021.json", overrides);
}

Request requested(Arguments& arguments) {
    const std::uint64_t seconds = arguments.whole("--seconds", 1, 3'600).value_or(usual_seconds);
    const auto threads = arguments.whole("--threads", 1, 1024);
    const std::string format = arguments.choice("--format", {"table", "json"});
    arguments.finish();
    Request request{.file = scenario(arguments),
                    .measuring = {.seconds = static_cast<double>(seconds), .threads = static_cast<int>(threads.value_or(0))},
                    .json = format == "json"};
    if (!threads) request.measuring.threads = request.file.options.threads;
    return request;
}

std::string in_words(const ScenarioFile& file, const Throughput& throughput) {
    return io::printable(file.scenario.name) + ": " + io::with_thousands(throughput.participants) + " participants, " +
           std::to_string(throughput.visits) + " visits" +
           (throughput.path == "participants" ? "" : ", " + throughput.path + " sampling") + "\n\n" + throughput_table(throughput);
}

}  // namespace
}  // namespace benching

Exit bench(const Words& words) {
    using namespace benching;
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const Request request = requested(options);
    const Throughput throughput = with_places(request.file, [&] { return measure_throughput(request.file, request.measuring); });
    write_result(request.json ? throughput_json(throughput, request.file) : in_words(request.file, throughput));
    return Exit::done;
}

}  // namespace equipoise::cli
