// Statistical (seeded; tolerances are multiples of the Monte Carlo error): power and type I error where theory gives them.

#include "catch.hpp"

#include <cmath>
#include <string>

#include <equipoise/equipoise.hpp>

#include "scenarios.hpp"

namespace power_test {

using namespace equipoise;

namespace {

Scenario two_samples() {
    return {.name = "two samples",
            .design = {.participants = 149, .visits = {.weeks = {0, 6}}, .allocation = FixedArmSizes{.control = 75, .treatment = 74}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {30, 30}, .treatment = {30, 24}}, .covariance = compound_symmetry(2, 12.0, 0.5)}}};
}

}  // namespace

// The noncentral t distribution gives 0.8580528 for 75 and 74 participants, a difference of 6 and an SD of 12.
TEST_CASE("the power of a two-sample t-test is that of the noncentral t distribution") {
    const StudyResults results = run_study(two_samples(), {TTest{}}, {.replicates = 40'000, .seed = 1});
    const McProportion power = *results.operating_characteristics.front().rejection_rate;
    CHECK(std::abs(power.value - 0.8580528) < 3 * power.mcse);
}

TEST_CASE("the power of a two-sample t-test at a million replicates", "[slow]") {
    const StudyResults results = run_study(two_samples(), {TTest{}}, {.replicates = 1'000'000, .seed = 2});
    const OperatingCharacteristics& row = results.operating_characteristics.front();
    CHECK(std::abs(row.rejection_rate->value - 0.8580528) < 3 * row.rejection_rate->mcse);
    CHECK(std::abs(row.bias.estimate->value) < 3 * row.bias.estimate->mcse);
    CHECK_FALSE(row.bias_eliminated_coverage.estimate);
}

TEST_CASE("every analysis keeps its level where there is no effect", "[slow]") {
    const std::vector<AnyAnalysis> analyses{TTest{}, TTest{.variance = TTestVariance::welch}, TTest{.response = TTestResponse::change}, Ancova{}, Mmrm{},
                                            Mmrm{.covariates = {{.name = "baseline"}}}};
    const StudyResults results = run_study(back_pain_trial(false, three_per_cent()), analyses, {.replicates = 100'000, .seed = 3});
    for (const OperatingCharacteristics& row : results.operating_characteristics) {
        INFO(row.row.analysis << " at " << row.row.visit_label);
        CHECK(std::abs(row.true_value->value) < 1e-9);
        CHECK(std::abs(row.rejection_rate->value - 0.05) < 3 * std::sqrt(0.05 * 0.95 / 100'000));
        CHECK(std::abs(row.bias.estimate->value) < 4 * row.bias.estimate->mcse);
    }
}

}  // namespace power_test
