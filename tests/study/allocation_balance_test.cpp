// Oracle: what blocks, certain coins and fixed sizes guarantee; binomial moments of complete randomisation (4 standard errors); sums by hand.

#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/study/allocation_balance.hpp>

#include "scenarios.hpp"

namespace allocation_balance_test {

using namespace equipoise;

namespace {

const StudyKey key(4);

Scenario trial_with(Allocation allocation) {
    Scenario scenario = back_pain_trial(false, NoDropout{});
    scenario.design.allocation = std::move(allocation);
    scenario.design.boosters.reset();
    return scenario;
}

const std::vector<StratificationFactor> severity{{.covariate = "baseline", .cuts = {26, 36}}};

void check_near(const McEstimate& found, double expected) {
    INFO(found.value << " +- " << found.mcse << " against " << expected);
    CHECK(found.mcse > 0);
    CHECK(std::abs(found.value - expected) < 4 * found.mcse);
}

}  // namespace

TEST_CASE("the sums of a class are those of its differences") {
    ImbalanceSums sums;
    CHECK_FALSE(sums.anybody());
    for (const double difference : {-3.0, 1.0, 1.0, 5.0}) sums.add(10, difference);
    const Imbalance row = sums.summary("sex", "female");
    CHECK(sums.anybody());
    CHECK(row.factor == "sex");
    CHECK(row.level == "female");
    CHECK(row.participants == 10);
    CHECK(row.mean_absolute.value == 2.5);
    CHECK(row.mean_absolute.mcse == Approx(std::sqrt((0.25 + 2.25 + 2.25 + 6.25) / 3 / 4)));
    CHECK(row.sd.value == Approx(std::sqrt(32.0 / 3)));
    CHECK(row.sd.mcse == Approx(std::sqrt((128.0 - 64.0) / 4) / (2 * std::sqrt(8.0))));  // m2 = 8, m4 = 128
    CHECK(row.percentile_95 == 5);
    CHECK(row.largest == 5);
}

TEST_CASE("95 % of replicates do not exceed the percentile") {
    ImbalanceSums sums;
    for (int k = 1; k <= 100; ++k) sums.add(1, k % 2 == 0 ? k : -k);
    CHECK(sums.summary("", "").percentile_95 == 95);
    CHECK(sums.summary("", "").largest == 100);
}

TEST_CASE("complete randomisation leaves binomial differences and no clue") {
    const AllocationBalance balance = allocation_balance(trial_with(SimpleAllocation{}), key, 2'000, severity);
    CHECK(balance.replicates == 2'000);
    REQUIRE(balance.rows.size() == 4);
    check_near(balance.rows[0].sd, std::sqrt(149.0));
    double mean_absolute = 0;  // of |2 B - 149|, B binomial(149, 1/2)
    double probability = std::ldexp(1.0, -149);
    for (int b = 0; b <= 149; ++b) {
        mean_absolute += probability * std::abs(2 * b - 149);
        probability *= static_cast<double>(149 - b) / (b + 1);
    }
    check_near(balance.rows[0].mean_absolute, mean_absolute);
    check_near(balance.right_guesses, 0.5);
    REQUIRE(balance.right_guesses_in_stratum);
    check_near(*balance.right_guesses_in_stratum, 0.5);
    double participants = 0;
    for (std::size_t k = 1; k < 4; ++k) {
        CHECK(balance.rows[k].factor == "baseline");
        check_near(balance.rows[k].sd, std::sqrt(balance.rows[k].participants));
        participants += balance.rows[k].participants;
    }
    CHECK(participants == Approx(149));
    CHECK(balance.rows[1].level == "below 26");
    CHECK(balance.rows[2].level == "26 to below 36");
    CHECK(balance.rows[3].level == "36 or more");
}

TEST_CASE("unequal arms are measured against their shares") {
    const AllocationBalance balance = allocation_balance(trial_with(SimpleAllocation{.ratio = {.control = 1, .treatment = 2}}), key, 2'000);
    // d = (n_T / s - n_C / (1 - s)) / 2 has variance n / (4 s (1 - s)).
    check_near(balance.rows[0].sd, std::sqrt(149.0 / (4 * 2.0 / 9)));
    CHECK_FALSE(balance.right_guesses_in_stratum);
    const AllocationBalance fixed = allocation_balance(trial_with(FixedArmSizes{.control = 50, .treatment = 99}), key, 10);
    CHECK(fixed.rows[0].largest == 0);
}

TEST_CASE("stratified blocks keep every class within half a block for each stratum, at the price of being foreseen") {
    const Allocation allocation = PermutedBlocks{.sizes = {4}, .strata = severity};
    const AllocationBalance balance = allocation_balance(trial_with(allocation), key, 500);
    REQUIRE(balance.rows.size() == 4);
    CHECK(balance.rows[0].largest <= 6);
    for (std::size_t k = 1; k < 4; ++k) CHECK(balance.rows[k].largest <= 2);
    REQUIRE(balance.right_guesses_in_stratum);
    CHECK(balance.right_guesses_in_stratum->value > 0.69);  // whole blocks: 17/24 = 0.708
    CHECK(balance.right_guesses_in_stratum->value < 0.72);
    CHECK(balance.right_guesses.value < balance.right_guesses_in_stratum->value - 0.05);
}

TEST_CASE("certain minimisation keeps every class of its only factor within one") {
    const Allocation allocation = Minimisation{.factors = {{.covariate = "baseline", .cuts = {26, 36}}}, .probability = 1};
    const AllocationBalance balance = allocation_balance(trial_with(allocation), key, 200);
    REQUIRE(balance.rows.size() == 4);
    for (std::size_t k = 1; k < 4; ++k) CHECK(balance.rows[k].largest == 1);
    REQUIRE(balance.right_guesses_in_stratum);
    CHECK(balance.right_guesses_in_stratum->value == Approx(0.75).margin(0.01));  // a coin, then a certainty
}

TEST_CASE("a factor that the trial does not have is refused") {
    const Scenario scenario = trial_with(SimpleAllocation{});
    CHECK_THROWS_AS(allocation_balance(scenario, key, 1, {{.covariate = "shoe size", .cuts = {40}}}), InvalidScenario);
    CHECK_THROWS_AS(allocation_balance(scenario, key, 1, {{.covariate = "baseline"}}), InvalidScenario);
    CHECK_THROWS_AS(allocation_balance(scenario, key, 1, {severity[0], severity[0]}), InvalidScenario);
}

}  // namespace allocation_balance_test
