// Statistical: the stated shares leave, under MCAR, MAR and MNAR and with the eligibility cut. Oracle: the log odds are as defined.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/mechanism/dropout_calibration.hpp>
#include <equipoise/random/uniform.hpp>

#include "trial_outcome.hpp"

namespace dropout_calibration_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

/// Share leaving before each post-baseline visit, of those still in.
std::vector<double> shares_leaving(const PreparedOutcome& outcome, const PreparedDropout& dropout, Arm arm, std::uint64_t participants) {
    std::array<double, 4> present{};
    std::array<double, 4> left{};
    for (std::uint64_t i = 0; i < participants; ++i) {
        Stream chance(StudyKey(77), 0, {Layer::outcome}, i);
        Stream leaving(StudyKey(77), 0, {Layer::dropout}, i);
        const Cell cell{arm, i % 2 == 1};
        const Trajectory scores = outcome(cell, chance);
        for (std::size_t v = 1; v < 4; ++v) {
            present[v] += 1;
            const CompleteHistory past{{cell, std::span(scores).first(v)}, scores[v]};
            if (uniform(leaving) < dropout(past)) {
                left[v] += 1;
                break;
            }
        }
    }
    return {left[1] / present[1], left[2] / present[2], left[3] / present[3]};
}

const PerArm<std::vector<double>> stated{.control = {0.03, 0.06, 0.10}, .treatment = {0.10, 0.02, 0.08}};

void check_shares(const RepeatedMeasures& outcome, const AnyDropout& dropout) {
    const PreparedOutcome prepared = AnyOutcome(outcome).prepare(trial::design());
    const PreparedDropout calibrated = prepare(dropout, prepared, trial::design());
    CHECK(calibrated.can_happen());
    for (const Arm arm : both_arms) {
        const std::uint64_t participants = 1'000'000;
        const std::vector<double> shares = shares_leaving(prepared, calibrated, arm, participants);
        double remaining = 1;
        for (std::size_t v = 0; v < 3; ++v) {
            const double p = stated[arm][v];
            const double mcse = std::sqrt(p * (1 - p) * (1 / (remaining * static_cast<double>(participants)) + 1 / static_cast<double>(calibration_participants)));
            CHECK(4 * mcse < 0.002);
            CHECK_THAT(shares[v], WithinAbs(p, 4 * mcse));
            remaining *= 1 - p;
        }
    }
}

}  // namespace

TEST_CASE("MCAR: the stated shares leave") { check_shares(trial::outcome(), DropoutCompletelyAtRandom{.leaving = stated}); }

TEST_CASE("MAR: the stated shares leave") {
    check_shares(trial::outcome(), LogisticDropout{.leaving = stated, .last_score = {0.8, 0.4}, .change = {0.5, -0.6}});
}

TEST_CASE("MNAR: the stated shares leave, and boosters do not change that") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.booster_effect.treatment = {0, 0, 0, -4};
    check_shares(outcome, LogisticDropout{.leaving = stated, .last_score = {0.2, 0}, .missed_score = {1.0, 1.5}});
}

TEST_CASE("calibrated intercepts do not depend on the cohort beyond its Monte Carlo error") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const LogisticDropout dropout{.leaving = stated, .missed_score = {1.0, 1.0}};
    const std::uint64_t participants = 1U << 16U;
    const auto a = std::get<DropoutLogits>(prepare(dropout, outcome, trial::design(), StudyKey(1), participants).kind());
    const auto b = std::get<DropoutLogits>(prepare(dropout, outcome, trial::design(), StudyKey(2), participants).kind());
    const auto again = std::get<DropoutLogits>(prepare(dropout, outcome, trial::design(), StudyKey(1), participants).kind());
    for (const Arm arm : both_arms) {
        for (std::size_t v = 1; v < 4; ++v) {
            CHECK(a.before[arm][v].intercept == again.before[arm][v].intercept);
            CHECK(a.before[arm][v].intercept != b.before[arm][v].intercept);
            CHECK_THAT(a.before[arm][v].intercept, WithinAbs(b.before[arm][v].intercept, 4 * std::sqrt(2.0 / participants)));  // sd(logit) is about 1
            CHECK_THAT(a.before[arm][v].missed, WithinAbs(1.0 / trial::outcome().covariance.sd[v], 1e-9));
        }
    }
}

TEST_CASE("log odds are per SD of the predictor's visit, and change is from baseline") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const LogisticDropout dropout{.leaving = stated, .last_score = {0.5, 0.5}, .change = {0.3, 0.3}, .missed_score = {0.7, 0.7}};
    const PreparedDropout prepared = prepare(dropout, outcome, trial::design(), calibration_key, 1U << 12U);
    const auto log_odds = [&](double baseline, double last, double missed) {
        const std::array<double, 2> scores{baseline, last};
        const double p = prepared({{{Arm::control, false}, scores}, missed});
        return std::log(p / (1 - p));
    };
    const double at = log_odds(30, 20, 18);
    CHECK_THAT(log_odds(30, 20 + 9.3, 18) - at, WithinAbs(0.8, 1e-8));
    CHECK_THAT(log_odds(30 + 9.3, 20, 18) - at, WithinAbs(-0.3, 1e-8));
    CHECK_THAT(log_odds(30, 20, 18 + 10.3) - at, WithinAbs(0.7, 1e-8));
}

TEST_CASE("without slopes logistic dropout is completely random, to the digit") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedDropout prepared = prepare(LogisticDropout{.leaving = stated}, outcome, trial::design(), calibration_key, 1U << 10U);
    const std::array<double, 3> scores{30, 20, 10};
    for (std::size_t v = 1; v < 4; ++v) {
        CHECK_THAT(prepared({{{Arm::treatment, false}, std::span(scores).first(v)}, 5}), WithinAbs(stated.treatment[v - 1], 1e-8));
    }
}

TEST_CASE("a stated share of nought is nought") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const LogisticDropout dropout{.leaving = {.control = {0, 0.1, 0}, .treatment = {0, 0, 0}}, .last_score = {2, 2}};
    const PreparedDropout prepared = prepare(dropout, outcome, trial::design(), calibration_key, 1U << 10U);
    const std::array<double, 2> scores{30, 100};
    CHECK(prepared({{{Arm::treatment, false}, scores}, 100}) == 0);
    CHECK(prepared({{{Arm::control, false}, std::span(scores).first(1)}, 100}) == 0);
    CHECK(prepared({{{Arm::control, false}, scores}, 100}) > 0);
    CHECK_FALSE(prepare(NoDropout{}, outcome, trial::design()).can_happen());
    CHECK_FALSE(prepare(ConstantDropout{}, outcome, trial::design()).can_happen());
}

TEST_CASE("completely random rates are used as they are") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedDropout by_visit = prepare(DropoutCompletelyAtRandom{stated}, outcome, trial::design());
    const PreparedDropout constant = prepare(ConstantDropout{{0.05, 0.2}}, outcome, trial::design());
    const std::array<double, 3> scores{30, 20, 10};
    for (std::size_t v = 1; v < 4; ++v) {
        for (const Arm arm : both_arms) {
            const CompleteHistory past{{{arm, true}, std::span(scores).first(v)}, 12};
            CHECK(by_visit(past) == stated[arm][v - 1]);
            CHECK(constant(past) == (arm == Arm::control ? 0.05 : 0.2));
        }
    }
    CHECK_THROWS_AS(prepare(ConstantDropout{{2, 0}}, outcome, trial::design()), InvalidScenario);
}

TEST_CASE("a user's rule is asked, and must answer with a probability") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedDropout observed = prepare(AnyDropout([](const ObservedHistory& past) { return past.last() / 100; }), outcome, trial::design());
    const PreparedDropout complete = prepare(AnyDropout([](const CompleteHistory& past) { return past.upcoming / 100; }), outcome, trial::design());
    const std::array<double, 2> scores{30, 120};
    CHECK(observed({{{}, std::span(scores).first(1)}, 50}) == 0.3);
    CHECK(complete({{{}, std::span(scores).first(1)}, 50}) == 0.5);
    CHECK_THROWS_AS(complete({{{}, scores}, -1}), std::domain_error);
    try {
        observed({{{}, scores}, 50});
        FAIL("1.2 was taken for a probability");
    } catch (const std::domain_error& error) {
        CHECK(std::string(error.what()).find("visit 2") != std::string::npos);
        CHECK(std::string(error.what()).find("1.2") != std::string::npos);
    }
}

TEST_CASE("a user's own outcome can be calibrated, its SDs taken from the cohort") {
    const AnyOutcome own = [](Cell cell, Stream& chance) {
        Trajectory scores{};
        for (std::size_t v = 0; v < 4; ++v) scores[v] = 4 * standard_normal(chance) - (cell.arm == Arm::treatment && v > 0 ? 3 : 0);
        return scores;
    };
    const PreparedOutcome outcome = own.prepare(trial::design());
    const LogisticDropout dropout{.leaving = {.control = stated.control, .treatment = stated.control}, .last_score = {1, 1}};
    const std::uint64_t participants = 1U << 16U;
    const auto logits = std::get<DropoutLogits>(prepare(dropout, outcome, trial::design(), calibration_key, participants).kind());
    CHECK_THAT(logits.before.control[2].last, WithinAbs(0.25, 4 * 0.25 / std::sqrt(4.0 * participants)));
    const double shift = 3 * logits.before.control[2].last;  // the same participants, 3 points lower
    CHECK_THAT(logits.before.treatment[2].intercept - logits.before.control[2].intercept, WithinAbs(shift, 1e-6));
}

TEST_CASE("shares that no intercept can give are a fault") {
    const AnyOutcome own = [](Cell, Stream& chance) {
        Trajectory scores{};
        scores[0] = uniform(chance) < 0.5 ? 1 : 0;
        return scores;
    };
    const PreparedOutcome outcome = own.prepare(trial::design());
    const LogisticDropout dropout{.leaving = {.control = {0.25, 0, 0}, .treatment = {0, 0, 0}}, .last_score = {5000, 0}};
    try {
        prepare(dropout, outcome, trial::design(), calibration_key, 1U << 10U);
        FAIL("calibrated");
    } catch (const InvalidScenario& invalid) {
        REQUIRE(invalid.faults().size() == 1);
        CHECK(invalid.faults().front().pointer == "/mechanism/dropout/leaving/control/0");
    }
}

}  // namespace dropout_calibration_test
