// Oracle: the stated difference. Statistical: closed form against simulation of both potential outcomes, also on other bounds.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <equipoise/mechanism/true_value.hpp>

#include "trial_outcome.hpp"

namespace true_value_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

TEST_CASE("as observed: the effect is the stated difference, boosters at their share") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.booster_effect = {.control = {0, 0, 0, -1}, .treatment = {0, 0, 0, -3}};
    Design design = trial::design();
    design.boosters->share = 0.25;
    const PreparedOutcome prepared = AnyOutcome(outcome).prepare(design);
    const std::vector<McEstimate> truth = true_values(prepared, design, StudyKey(1));
    REQUIRE(truth.size() == 4);
    CHECK(truth[0].value == 0);
    CHECK_THAT(truth[1].value, WithinAbs(-7.9, 1e-8));
    CHECK_THAT(truth[2].value, WithinAbs(-5.6, 1e-8));
    CHECK_THAT(truth[3].value, WithinAbs(-5.7 - 0.25 * 2, 1e-8));
    for (const McEstimate& at : truth) CHECK(at.mcse == 0);
    CHECK(true_value(prepared, design, 2, StudyKey(1)).value == truth[2].value);
}

TEST_CASE("closed form and simulation agree, whatever the bounds") {
    const std::vector<Scale> scales{{0, 100, 2}, {0, 50, 2}, {10, 40, 5}, {5, 100, 0}, {}};
    for (std::size_t k = 0; k < scales.size(); ++k) {
        RepeatedMeasures outcome = trial::outcome();
        outcome.moments = Moments::latent;
        outcome.scale = scales[k];
        outcome.booster_effect.treatment = {0, 0, 0, -4};
        const Design design = trial::design();
        const PreparedOutcome prepared = AnyOutcome(outcome).prepare(design);
        const std::vector<McEstimate> exact = true_values(prepared, design, StudyKey(1));
        const std::vector<McEstimate> simulated = detail::simulated_effects(prepared, design, StudyKey(20 + k), 300'000);
        CHECK(simulated[0].value == 0);
        for (std::size_t v = 1; v < 4; ++v) {
            CHECK(simulated[v].mcse < 0.02);
            if (bounded_below(scales[k])) CHECK(simulated[v].mcse > 1e-4);
            CHECK_THAT(simulated[v].value, WithinAbs(exact[v].value, 4 * simulated[v].mcse + 1e-9));  // without bounds it has no error
        }
    }
}

TEST_CASE("the trial's true values equal the difference in 4 million simulated participants", "[slow]") {
    RepeatedMeasures outcome = trial::outcome();
    for (const Moments moments : {Moments::as_observed, Moments::latent}) {
        outcome.moments = moments;
        const PreparedOutcome prepared = AnyOutcome(outcome).prepare(trial::design());
        const std::vector<McEstimate> exact = true_values(prepared, trial::design(), StudyKey(1));
        const std::vector<McEstimate> simulated = detail::simulated_effects(prepared, trial::design(), StudyKey(2), 4'000'000);
        for (std::size_t v = 1; v < 4; ++v) CHECK_THAT(simulated[v].value, WithinAbs(exact[v].value, 4 * simulated[v].mcse));
    }
}

TEST_CASE("a user's own outcome has its effect simulated, with its Monte Carlo error") {
    const AnyOutcome outcome = [](Cell cell, Stream& chance) {
        Trajectory scores{};
        scores[0] = standard_normal(chance);
        scores[1] = 2 * standard_normal(chance) * (cell.arm == Arm::treatment ? 1.5 : 1.0) - (cell.arm == Arm::treatment ? 3 : 0);
        scores[2] = scores[0] - (cell.booster ? 1 : 0) * (cell.arm == Arm::treatment ? 2 : 1);
        return scores;
    };
    Design design = trial::design();
    design.visits.weeks = {0, 1, 2};
    const std::vector<McEstimate> truth = true_values(outcome.prepare(design), design, StudyKey(5));
    REQUIRE(truth.size() == 3);
    CHECK(truth[0].value == 0);
    CHECK(truth[0].mcse == 0);
    CHECK_THAT(truth[1].mcse, WithinAbs(1.0 / std::sqrt(static_cast<double>(true_value_participants)), 1e-5));
    CHECK_THAT(truth[1].value, WithinAbs(-3, 4 * truth[1].mcse));
    CHECK_THAT(truth[2].value, WithinAbs(-0.5, 4 * truth[2].mcse));
}

TEST_CASE("an outcome model that gives no number is found out") {
    const AnyOutcome outcome = [](Cell, Stream&) {
        Trajectory scores{};
        scores[1] = std::numeric_limits<double>::quiet_NaN();
        return scores;
    };
    CHECK_THROWS_AS(true_values(outcome.prepare(trial::design()), trial::design(), StudyKey(1)), std::domain_error);
}

}  // namespace true_value_test
