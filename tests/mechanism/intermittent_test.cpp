// Statistical: the stated shares leave and miss visits, whatever either depends on. Oracle: log odds are as defined; nothing stated moves.
#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/observation.hpp>
#include <equipoise/mechanism/dropout_calibration.hpp>

#include "trial_outcome.hpp"

namespace intermittent_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

const PerArm<std::vector<double>> leaving{.control = {0.03, 0.06, 0.10}, .treatment = {0.10, 0.02, 0.08}};
const PerArm<std::vector<double>> missing_shares{.control = {0.05, 0.10, 0.20}, .treatment = {0.15, 0, 0.10}};

/// The trial's outcome, with an adverse event in a third, whose onset is before visit 1, 2 or 3, and which worsens later scores by 4 points.
HistorySource with_adverse_events(const PreparedOutcome& outcome, const StudyKey& key) {
    return [outcome, key](Arm arm, std::uint64_t participant) -> SimulatedHistory {
        Stream chance(key, 0, {Layer::outcome}, participant);
        SimulatedHistory history{outcome({arm, expected_booster(trial::design(), participant)}, chance), 4};
        Stream events(key, 0, {Layer::adverse_event}, participant);
        if (uniform(events) < 0.34) history.adverse_event_visit = 1 + uniform_index(events, 3);
        for (std::size_t v = history.adverse_event_visit; v < 4; ++v) history.scores[v] += 4;
        return history;
    };
}

struct Shares {
    std::array<double, 4> present{};  ///< those asked whether they leave
    std::array<double, 4> left{};
    std::array<double, 4> missed{};
};

Shares simulated_shares(const PreparedMissingness& ready, const HistorySource& histories, Arm arm, std::uint64_t participants) {
    Shares shares;
    for (std::uint64_t i = 0; i < participants; ++i) {
        const SimulatedHistory one = histories(arm, i);
        const Cell cell{arm, expected_booster(trial::design(), i)};
        Stream leave(StudyKey(78), 0, {Layer::dropout}, i);
        const Observation seen = observe(ready.dropout, ready.intermittent ? &*ready.intermittent : nullptr, cell, std::span(one.scores).first(4), one.adverse_event_visit,
                                         uniform(leave), Stream(StudyKey(78), 0, {Layer::intermittent}, i));
        for (std::size_t v = 1; v <= seen.visits_seen && v < 4; ++v) {
            shares.present[v] += 1;
            (v == seen.visits_seen ? shares.left[v] : shares.missed[v]) += v == seen.visits_seen || !seen.at(v) ? 1 : 0;
        }
    }
    return shares;
}

void check_share(double count, double of, double stated) {
    const double mcse = std::sqrt(stated * (1 - stated) * (1 / of + 1 / static_cast<double>(calibration_participants)));
    CHECK_THAT(count / of, WithinAbs(stated, 4 * mcse));
    CHECK(4 * mcse < 0.004);
}

void check_shares(const AnyDropout& dropout, const IntermittentMissing& intermittent) {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedMissingness ready = prepare(dropout, intermittent, outcome, trial::design(), with_adverse_events(outcome, calibration_key));
    REQUIRE(ready.intermittent);
    for (const Arm arm : both_arms) {
        const Shares shares = simulated_shares(ready, with_adverse_events(outcome, StudyKey(78)), arm, 300'000);
        for (std::size_t v = 1; v < 4; ++v) {
            INFO((arm == Arm::control ? "control, visit " : "treatment, visit ") << v);
            if (dropout.mechanism() != "none") check_share(shares.left[v], shares.present[v], leaving[arm][v - 1]);
            check_share(shares.missed[v], shares.present[v] - shares.left[v], missing_shares[arm][v - 1]);
        }
    }
}

}  // namespace

TEST_CASE("completely random gaps need no cohort") {
    const IntermittentMissing intermittent{.missing = missing_shares};
    CHECK(mechanism(intermittent) == "mcar");
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const HistorySource none = [](Arm, std::uint64_t) -> SimulatedHistory { throw std::logic_error("asked for a cohort"); };
    const PreparedMissingness ready = prepare(NoDropout{}, intermittent, outcome, trial::design(), none);
    REQUIRE(ready.intermittent);
    const std::array<double, 3> scores{30, std::numeric_limits<double>::quiet_NaN(), 10};
    for (const Arm arm : both_arms) {
        for (std::size_t v = 1; v < 4; ++v) {
            CHECK_THAT((*ready.intermittent)({{{arm, false}, std::span(scores).first(v), true}, 5}), WithinAbs(missing_shares[arm][v - 1], 1e-15));
        }
    }
    CHECK(ready.intermittent->can_happen());
    CHECK_FALSE(prepare(NoDropout{}, IntermittentMissing{.missing = {{0, 0, 0}, {0, 0, 0}}}, outcome, trial::design(), none).intermittent->can_happen());
    CHECK_FALSE(prepare(NoDropout{}, std::nullopt, outcome, trial::design(), none).intermittent);
}

TEST_CASE("gaps at random among dropout at random, both by adverse events too: the stated shares") {
    const IntermittentMissing intermittent{.missing = missing_shares, .last_score = {0.8, -0.4}, .change = {0, 0.5}, .adverse_event = {1, 0.5}};
    CHECK(mechanism(intermittent) == "mar");
    check_shares(LogisticDropout{.leaving = leaving, .last_score = {1, 0.5}, .change = {-0.3, 0}, .adverse_event = {0.7, 1.5}}, intermittent);
}

TEST_CASE("both not at random: the stated shares") {
    const IntermittentMissing intermittent{.missing = missing_shares, .missed_score = {1, 0.5}};
    CHECK(mechanism(intermittent) == "mnar");
    check_shares(LogisticDropout{.leaving = leaving, .missed_score = {1, 1}}, intermittent);
}

TEST_CASE("completely random gaps move whom logistic dropout sees, and the shares still leave") {
    check_shares(LogisticDropout{.leaving = leaving, .last_score = {1.5, 1.5}}, IntermittentMissing{.missing = missing_shares});
}

TEST_CASE("gaps are calibrated among those whom a user's rule leaves") {
    check_shares(NoDropout{}, IntermittentMissing{.missing = missing_shares, .last_score = {1, 1}});
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const AnyDropout rule = [](const ObservedHistory& past) { return past.last() > 25 ? 0.5 : (past.adverse_event ? 0.3 : 0.05); };
    const IntermittentMissing intermittent{.missing = missing_shares, .last_score = {1, 1}, .adverse_event = {1, 1}};
    const PreparedMissingness ready = prepare(rule, intermittent, outcome, trial::design(), with_adverse_events(outcome, calibration_key));
    for (const Arm arm : both_arms) {
        const Shares shares = simulated_shares(ready, with_adverse_events(outcome, StudyKey(78)), arm, 300'000);
        for (std::size_t v = 1; v < 4; ++v) {
            const double stayed = shares.present[v] - shares.left[v];
            const double p = missing_shares[arm][v - 1];
            const double in_cohort = stayed / 300'000 * static_cast<double>(calibration_participants);
            CHECK_THAT(shares.missed[v] / stayed, WithinAbs(p, 4 * std::sqrt(p * (1 - p) * (1 / stayed + 1 / in_cohort))));
        }
    }
}

TEST_CASE("log odds are per SD of the visit before, of the last score seen, and an adverse event adds its own") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const IntermittentMissing intermittent{
        .missing = {{0.1, 0.1, 0.1}, {0.1, 0.1, 0.1}}, .last_score = {0.5, 0.5}, .change = {0.3, 0.3}, .adverse_event = {0.9, 0.9}, .missed_score = {0.7, 0.7}};
    const auto ready = prepare(NoDropout{}, intermittent, outcome, trial::design(), outcome_histories(outcome, trial::design()), calibration_key, 1U << 12U);
    const auto log_odds = [&](double baseline, double last, double missed, bool event, bool gap) {
        const std::array<double, 3> scores{baseline, gap ? last : 90, gap ? std::numeric_limits<double>::quiet_NaN() : last};
        const double p = (*ready.intermittent)({{{Arm::control, false}, scores, event}, missed});
        return std::log(p / (1 - p));
    };
    const double at = log_odds(30, 20, 18, false, false);
    CHECK_THAT(log_odds(30, 20 + 10.3, 18, false, false) - at, WithinAbs(0.8, 1e-8));
    CHECK_THAT(log_odds(30 + 10.3, 20, 18, false, false) - at, WithinAbs(-0.3, 1e-8));
    CHECK_THAT(log_odds(30, 20, 18 + 10.2, false, false) - at, WithinAbs(0.7, 1e-8));
    CHECK_THAT(log_odds(30, 20, 18, true, false) - at, WithinAbs(0.9, 1e-8));
    CHECK_THAT(log_odds(30, 20, 18, false, true), WithinAbs(at, 1e-12));
}

TEST_CASE("the default cohort is the one of dropout alone, to the bit") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const LogisticDropout dropout{.leaving = leaving, .last_score = {1, 0.5}, .missed_score = {0.2, 0}};
    const auto alone = std::get<DropoutLogits>(prepare(dropout, outcome, trial::design(), calibration_key, 1U << 12U).kind());
    const auto whole = prepare(dropout, std::nullopt, outcome, trial::design(), outcome_histories(outcome, trial::design()), calibration_key, 1U << 12U);
    const auto logits = std::get<DropoutLogits>(whole.dropout.kind());
    for (const Arm arm : both_arms) {
        for (std::size_t v = 1; v < 4; ++v) {
            CHECK(alone.before[arm][v].intercept == logits.before[arm][v].intercept);
            CHECK(alone.before[arm][v].last == logits.before[arm][v].last);
        }
    }
}

TEST_CASE("what is wrong with intermittent missingness is told at its place") {
    const auto blamed = [](const IntermittentMissing& intermittent) {
        std::vector<std::string> pointers;
        for (const Fault& fault : faults(intermittent, trial::design())) pointers.push_back(fault.pointer);
        return pointers;
    };
    IntermittentMissing intermittent{.missing = missing_shares};
    CHECK(blamed(intermittent).empty());
    intermittent.missing.control[1] = 1;
    intermittent.missing.treatment = {0.1, 0.99};
    intermittent.change.treatment = std::numeric_limits<double>::infinity();
    intermittent.adverse_event.control = std::numeric_limits<double>::quiet_NaN();
    CHECK(blamed(intermittent) == std::vector<std::string>{"/mechanism/intermittent/missing/control/1", "/mechanism/intermittent/missing/treatment",
                                                           "/mechanism/intermittent/missing/treatment/1", "/mechanism/intermittent/log_odds_per_sd/change",
                                                           "/mechanism/intermittent/log_odds_adverse_event"});
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    CHECK_THROWS_AS(prepare(NoDropout{}, intermittent, outcome, trial::design(), outcome_histories(outcome, trial::design())), InvalidScenario);
}

TEST_CASE("a share of gaps that no intercept can give is a fault") {
    const AnyOutcome own = [](Cell, Stream& chance) {
        Trajectory scores{};
        scores[0] = uniform(chance) < 0.5 ? 1 : 0;
        return scores;
    };
    const PreparedOutcome outcome = own.prepare(trial::design());
    const IntermittentMissing intermittent{.missing = {.control = {0.25, 0, 0}, .treatment = {0, 0, 0}}, .last_score = {5000, 0}};
    try {
        prepare(NoDropout{}, intermittent, outcome, trial::design(), outcome_histories(outcome, trial::design()), calibration_key, 1U << 10U);
        FAIL("calibrated");
    } catch (const InvalidScenario& invalid) {
        REQUIRE(invalid.faults().size() == 1);
        CHECK(invalid.faults().front().pointer == "/mechanism/intermittent/missing/control/0");
    }
}

}  // namespace intermittent_test
