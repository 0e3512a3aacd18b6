#include <cli/command.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <cli/scenario_arguments.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/stratification.hpp>
#include <equipoise/io/balance_json.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/report/balance_table.hpp>
#include <equipoise/study/allocation_balance.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace balancing {
namespace {

constexpr std::uint64_t most_replicates = 1'000'000;
constexpr std::uint64_t usual_replicates = 10'000;

struct Request {
    ScenarioFile file;
    std::uint64_t replicates = usual_replicates;
    std::vector<StratificationFactor> factors{};  ///< besides those of the allocation
    bool json = false;
};

Arguments arguments() {
    return Arguments("balance", "FILE [options]", "Simulates a trial many times and reports how alike its arms are in number, and how well allocation can be foreseen.",
                     "  equipoise balance trial.json\n"
                     "  equipoise balance trial.json --by sex --by baseline:30,40\n"
                     "  equipoise balance trial.json --set '/design/allocation={\"method\": \"simple\"}' --format json\n");
}

void declare(Arguments& arguments) {
    add_scenario(arguments);
    arguments.option("--replicates", "N", "simulated trials (10000)");
    arguments.option("--seed", "S", "of the random numbers, instead of the scenario's");
    arguments.repeatable("--by", "COVARIATE[:CUT,...]", "also report on its classes; a number needs cuts; may be repeated");
    arguments.option("--format", "table|json", "of what is written to standard output (table)");
}

/// Reads "baseline:30,40". What follows the last colon are cuts; a name with a colon in it is written with another at its end.
StratificationFactor read_factor(Arguments& arguments, const std::string& text) {
    const auto colon = text.rfind(':');
    StratificationFactor factor{.covariate = text.substr(0, colon)};
    if (factor.covariate.empty()) arguments.fault("--by must begin with the name of a covariate, but is " + io::in_quotes(text));
    std::string_view rest = colon == std::string::npos ? std::string_view{} : std::string_view(text).substr(colon + 1);
    while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(','));
        double cut = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), cut);
        if (error != std::errc{} || end != word.data() + word.size()) {
            arguments.fault("--by must hold numbers after the colon, as in baseline:30,40, but is " + io::in_quotes(text));
            break;
        }
        factor.cuts.push_back(cut);
        rest.remove_prefix(word.size());
        if (!rest.empty()) rest.remove_prefix(1);
    }
    return factor;
}

Request requested(Arguments& arguments) {
    const std::uint64_t replicates = arguments.whole("--replicates", 1, most_replicates).value_or(usual_replicates);
    const auto seed = arguments.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max());
    const std::string format = arguments.choice("--format", {"table", "json"});
    std::vector<StratificationFactor> factors;
    for (const std::string& text : arguments.values("--by")) {
        factors.push_back(read_factor(arguments, text));
        const auto same = [&](const StratificationFactor& other) { return other.covariate == factors.back().covariate; };
        if (std::count_if(factors.begin(), factors.end(), same) > 1) arguments.fault("--by may be given once for each covariate, but comes twice for " + io::in_quotes(factors.back().covariate));
    }
    arguments.finish();
    Request request{.file = read_scenario(arguments), .replicates = replicates, .factors = std::move(factors), .json = format == "json"};
    if (seed) request.file.options.seed = *seed;
    return request;
}

/// The factors come from the command line, so that is where their faults are told.
void check_factors(const Request& request) {
    const TrialShape shape = shape_of(request.file.scenario);
    std::vector<std::string> messages;
    for (const StratificationFactor& factor : request.factors) {
        for (const Fault& fault : balance_faults({factor}, shape)) {
            const bool of_cuts = fault.pointer.find("/cuts") != std::string::npos;
            messages.push_back("--by " + io::in_quotes(factor.covariate) + ": the " + (of_cuts ? "cuts " : "covariate ") + fault.message);
        }
    }
    if (!messages.empty()) throw BadCommandLine("balance", messages);
}

std::string carried_out(const Request& request) {
    check_factors(request);
    const StudyKey key(request.file.options.seed.value(), request.file.options.stream);
    const AllocationBalance balance = allocation_balance(request.file.scenario, key, request.replicates, request.factors);
    if (request.json) return balance_json(balance, request.file);
    return io::printable(request.file.scenario.name) + ": " + io::with_thousands(request.replicates) + " replicates, seed " +
           std::to_string(request.file.options.seed.value()) + "\n\n" + balance_table(balance);
}

}  // namespace
}  // namespace balancing

Exit balance(const Words& words) {
    using namespace balancing;
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const Request request = requested(options);
    write_result(with_places(request.file, [&] { return carried_out(request); }));
    return Exit::done;
}

}  // namespace equipoise::cli
