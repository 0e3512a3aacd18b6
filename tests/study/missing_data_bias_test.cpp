// Statistical (seeded; tolerances are 4 Monte Carlo errors): under dropout completely at random, carrying scores forward is as biased as theory says,
// reference-based imputation estimates what it assumes, and complete cases and imputation at random are without bias.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/study/run_study.hpp>

namespace missing_data_bias_test {
using namespace equipoise;

constexpr double leaving = 0.2;                                // before each visit, in both arms
constexpr std::array<double, 4> control{30, 27, 25, 24};
constexpr std::array<double, 4> treatment{30, 24, 20, 18};

Scenario scenario() {
    return {.name = "dropout completely at random",
            .design = {.participants = 300, .visits = {.weeks = {0, 4, 8, 12}}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {control.begin(), control.end()}, .treatment = {treatment.begin(), treatment.end()}},
                                                      .covariance = compound_symmetry(4, 10.0, 0.5)},
                          .dropout = ConstantDropout{.per_visit = {.control = leaving, .treatment = leaving}}}};
}

/// The probability that the last visit seen is v.
double last_seen(std::size_t v) { return std::pow(1 - leaving, static_cast<double>(v)) * (v < 3 ? leaving : 1); }

/// What the last visit shows if the effect of who was last seen at v is effect[v].
double mixture(const std::array<double, 4>& effect) {
    double sum = 0;
    for (std::size_t v = 0; v < 4; ++v) sum += last_seen(v) * effect[v];
    return sum;
}

/// The effect at the last visit that a strategy imputes to who was last seen at v. Among them the effect is that at v so long as they are seen.
/// With compound symmetry of correlation r a deviation carries on by r / (1 + (k - 1) r) of each of k scores, the baseline among them.
std::array<double, 4> imputed(ImputationStrategy strategy) {
    const auto effect = [](std::size_t v) { return treatment[v] - control[v]; };
    std::array<double, 4> found{};
    found[3] = effect(3);
    for (std::size_t v = 1; v < 3; ++v) {
        if (strategy == ImputationStrategy::missing_at_random) found[v] = effect(3);
        if (strategy == ImputationStrategy::copy_increments_in_reference) found[v] = effect(v);
        if (strategy != ImputationStrategy::copy_reference) continue;
        const double carried = 0.5 / (1 + 0.5 * static_cast<double>(v));
        for (std::size_t seen = 1; seen <= v; ++seen) found[v] += carried * effect(seen);
    }
    if (strategy == ImputationStrategy::missing_at_random) found[0] = effect(3);
    return found;
}

struct Row {
    AnyAnalysis analysis;
    double limit;  ///< of the expected estimate
};

std::vector<Row> rows() {
    std::array<double, 4> effects{};
    for (std::size_t v = 0; v < 4; ++v) effects[v] = treatment[v] - control[v];
    const std::array<double, 4> none_but_seen{0, 0, 0, effects[3]};
    std::vector<Row> found{{TTest{.name = "LOCF", .visit = 3, .missing = MissingRule::last_observation_carried_forward}, mixture(effects)},
                           {TTest{.name = "BOCF", .visit = 3, .missing = MissingRule::baseline_carried_forward}, mixture(none_but_seen)},
                           {TTest{.name = "change, LOCF", .response = TTestResponse::change, .visit = 3, .missing = MissingRule::last_observation_carried_forward}, mixture(effects)},
                           {Ancova{.name = "complete cases", .visit = 3, .missing = MissingRule::complete_cases}, effects[3]}};
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const double limit = mixture(imputed(strategy));
        found.push_back({MultipleImputation{.name = "MI " + std::string{to_string(strategy)}, .visit = 3, .strategy = strategy, .imputations = 5}, limit});
        found.push_back({ConditionalMeanImputation{.name = "CMI " + std::string{to_string(strategy)}, .visit = 3, .strategy = strategy}, limit});
    }
    return found;
}

TEST_CASE("what the rules and strategies estimate", "[slow]") {
    std::vector<AnyAnalysis> analyses;
    for (const Row& row : rows()) analyses.push_back(row.analysis);
    const StudyResults results = run_study(scenario(), analyses, {.replicates = 2'000, .seed = 7});
    REQUIRE(results.operating_characteristics.size() == rows().size());
    const double truth = treatment[3] - control[3];
    for (std::size_t k = 0; k < rows().size(); ++k) {
        const OperatingCharacteristics& row = results.operating_characteristics[k];
        INFO(row.row.analysis << ": limit " << rows()[k].limit << ", found " << truth + row.bias.estimate->value << " +- " << row.bias.estimate->mcse);
        CHECK(row.true_value->value == Approx(truth));
        CHECK(std::abs(row.bias.estimate->value - (rows()[k].limit - truth)) < 4 * row.bias.estimate->mcse);
    }
}

}  // namespace missing_data_bias_test
