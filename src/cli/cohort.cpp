#include <cli/command.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <cli/scenario_arguments.hpp>
#include <equipoise/cohort/cohort_digest.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/io/cohort_csv.hpp>

namespace equipoise::cli {

namespace {

constexpr std::uint64_t most_replicates = 1'000'000'000;

/// Which simulated trials are wanted.
struct Request {
    ScenarioFile file;
    std::uint64_t first = 1;  ///< replicate, from 1
    std::uint64_t count = 1;
    bool digest = false;
    std::string path;  ///< of the CSV file; empty: stdout
};

Arguments arguments() {
    return Arguments("cohort", "FILE [options]", "Simulates one trial and writes it as data: one line for each participant and visit.",
                     "  equipoise cohort trial.json --replicate 7 > trial_7.csv\n"
                     "  equipoise cohort trial.json --replicate 1 --replicates 100 --digest\n");
}

void declare(Arguments& arguments) {
    add_scenario(arguments);
    arguments.option("--replicate", "K", "which one, from 1, as rep_id in replicates.csv (1)");
    arguments.option("--seed", "S", "of the random numbers, instead of the scenario's");
    arguments.option("--out", "FILE.csv", "write to this file, not to standard output");
    arguments.flag("--digest", "write only a fingerprint of every simulated value, seen or not: 16 hexadecimal digits");
    arguments.option("--replicates", "N", "with --digest: of N trials, from K on (1)");
}

Request requested(Arguments& arguments) {
    const std::uint64_t first = arguments.whole("--replicate", 1, most_replicates).value_or(1);
    const std::uint64_t count = arguments.whole("--replicates", 1, most_replicates).value_or(1);
    const auto seed = arguments.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max());
    const bool digest = arguments.given("--digest");
    if (arguments.given("--replicates") && !digest) arguments.fault("--replicates needs --digest: as data, one trial is written at a time");
    if (arguments.given("--out") && arguments.text("--out").empty()) arguments.fault("--out must be a file, but is empty");
    arguments.finish();
    Request request{.file = read_scenario(arguments), .first = first, .count = count, .digest = digest, .path = arguments.text("--out")};
    if (seed) request.file.options.seed = *seed;
    return request;
}

/// An outcome that has the name of another column could not be told from it.
void check_columns(const Request& request) {
    const std::string& name = request.file.scenario.mechanism.outcome.name();
    for (const std::string_view column : {"participant", "arm", "booster", "visit", "week"}) {
        if (name == column) throw InvalidScenario({{"/mechanism/outcome/name", "must differ from the other columns of the data, but is \"" + name + '"', ""}});
    }
}

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const std::string text(digits.data(), end.ptr);
    return std::string(digits.size() - text.size(), '0') + text;
}

/// Replicates count from 0 within.
std::string simulated(const Request& request) {
    const PreparedTrial trial = prepare(request.file.scenario);
    const StudyKey key(request.file.options.seed.value(), request.file.options.stream);
    if (request.digest) return hexadecimal(cohort_digest(trial, key, request.first - 1, request.count)) + '\n';
    TrialSimulator simulate(trial);
    std::ostringstream text;
    write_cohort_csv(text, simulate(key, request.first - 1), trial.design);
    return std::move(text).str();
}

}  // namespace

Exit cohort(const Words& words) {
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const Request request = requested(options);
    const std::string text = with_places(request.file, [&] {
        if (!request.digest) check_columns(request);
        return simulated(request);
    });
    if (request.path.empty()) {
        write_result(text);
        return Exit::done;
    }
    OutputFile file(request.path);
    file.stream() << text;
    file.close();
    return Exit::done;
}

}  // namespace equipoise::cli
