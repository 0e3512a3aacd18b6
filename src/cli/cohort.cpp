#include <cli/command.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cli/arguments.hpp>
#include <cli/cohort_files.hpp>
#include <cli/creation_time.hpp>
#include <cli/output.hpp>
#include <cli/scenario_arguments.hpp>
#include <equipoise/cohort/cohort_digest.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/io/cohort_csv.hpp>
#include <equipoise/io/dataset_json.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/random/address.hpp>

namespace equipoise::cli {

namespace simulating {
namespace {

constexpr std::uint64_t most_replicates = 1'000'000'000;

/// Which simulated trials are wanted, and as what.
struct Request {
    ScenarioFile file;
    std::uint64_t first = 1;  ///< replicate, from 1
    std::uint64_t count = 1;
    bool digest = false;
    bool dataset_json = false;
    std::string folder;   ///< for the files; empty: standard output
    std::string created;  ///< what the files say of when they were written
};

Arguments arguments() {
    return Arguments("cohort", "FILE [options]",
                     "Simulates one trial and writes it as data: to standard output one CSV line for each participant and visit,\n"
                     "or with --out a folder of files.",
                     "  equipoise cohort trial.json --replicate 7 > trial_7.csv\n"
                     "  equipoise cohort trial.json --replicate 7 --out trial_7\n"
                     "  equipoise cohort trial.json --replicate 7 --out trial_7 --format dataset-json\n"
                     "  equipoise cohort trial.json --replicate 1 --replicates 100 --digest\n");
}

void declare(Arguments& arguments) {
    add_simulation(arguments,
                   "write participants.csv, visits.csv and, if the trial has adverse events, adverse_events.csv to this folder, "
                   "or adsl.json, adqs.json and adae.json; those of an earlier trial are replaced");
    arguments.option("--replicate", "K", "which one, from 1, as rep_id in replicates.csv (1)");
    arguments.option("--format", "csv|dataset-json", "CSV, or CDISC Dataset-JSON 1.1 in the manner of ADaM, which needs --out (csv)");
    arguments.flag("--digest", "write only a fingerprint of every simulated value, seen or not: 16 hexadecimal digits");
    arguments.option("--replicates", "N", "with --digest: of N trials, from K on (1)");
}

/// What does not go together, and a folder that looks like a file.
void check_together(Arguments& arguments, const SimulationArguments& simulation, bool dataset_json) {
    const bool digest = arguments.given("--digest");
    if (arguments.given("--replicates") && !digest) arguments.fault("--replicates needs --digest: as data, one trial is written at a time");
    if (digest && arguments.given("--out")) arguments.fault("--out does not go with --digest, which goes to standard output");
    if (digest && arguments.given("--format")) arguments.fault("--format does not go with --digest, which is no data");
    if (dataset_json && !digest && !arguments.given("--out")) arguments.fault("--format dataset-json needs --out DIR: it is three files");
    for (const std::string_view ending : {".csv", ".json"}) {
        if (simulation.folder.ends_with(ending)) {
            arguments.fault("--out must be a folder, but \"" + simulation.folder +
                            "\" looks like a file; one CSV file is what goes to standard output");
        }
    }
}

Request requested(Arguments& arguments) {
    const SimulationArguments simulation = read_simulation(arguments);
    const std::uint64_t first = arguments.whole("--replicate", 1, most_replicates).value_or(1);
    const std::uint64_t count = arguments.whole("--replicates", 1, most_replicates).value_or(1);
    const bool dataset_json = arguments.choice("--format", {"csv", "dataset-json"}) == "dataset-json";
    check_together(arguments, simulation, dataset_json);
    arguments.finish();
    return {.file = read_scenario(arguments, simulation),
            .first = first,
            .count = count,
            .digest = arguments.given("--digest"),
            .dataset_json = dataset_json,
            .folder = simulation.folder,
            .created = dataset_json ? creation_time() : ""};
}

/// A column that has the name of another could not be told from it.
void check_columns(const TrialData& data) {
    std::vector<Fault> faults;
    for (const std::string& name : ambiguous_columns(data)) {
        const bool primary = !data.outcomes.empty() && name == data.outcomes.front().name;
        faults.push_back({primary ? "/mechanism/outcome/name" : "/mechanism",
                          primary ? "must differ from the other columns of the data, but is \"" + name + '"'
                                  : "has an outcome or covariate with the name of another column of the data, \"" + name + '"',
                          ""});
    }
    if (!faults.empty()) throw InvalidScenario(std::move(faults));
}

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const std::string text(digits.data(), end.ptr);
    return std::string(digits.size() - text.size(), '0') + text;
}

/// Replicates count from 0 within.
void write_digest(const Request& request, const PreparedTrial& trial, const StudyKey& key) {
    write_result(hexadecimal(cohort_digest(trial, key, request.first - 1, request.count)) + '\n');
}

void write_data(const Request& request, const Design& design, const TrialData& data) {
    const StudyOptions& options = request.file.options;
    if (request.dataset_json) {
        write_dataset_json_files(request.folder, data, design,
                                 {.study = request.file.scenario.name,
                                  .seed = options.seed.value(),
                                  .stream = options.stream,
                                  .replicate = request.first,
                                  .created = request.created});
        return;
    }
    with_places(request.file, [&] { check_columns(data); });
    if (!request.folder.empty()) return write_csv_files(request.folder, data, design);
    std::ostringstream text;
    write_visits_csv(text, data, design);
    write_result(std::move(text).str());
}

}  // namespace
}  // namespace simulating

Exit cohort(const Words& words) {
    using namespace simulating;
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const Request request = requested(options);
    const PreparedTrial trial = with_places(request.file, [&] { return prepare(request.file.scenario); });
    const StudyKey key(request.file.options.seed.value(), request.file.options.stream);
    if (request.digest) {
        write_digest(request, trial, key);
    } else {
        TrialSimulator simulate(trial);
        write_data(request, trial.design, simulate(key, request.first - 1));
    }
    return Exit::done;
}

}  // namespace equipoise::cli
