// Oracle: who was seen when, recomputed from the uniform numbers.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <equipoise/cohort/observation.hpp>
#include <equipoise/mechanism/dropout_calibration.hpp>
#include <equipoise/random/uniform.hpp>

#include "../mechanism/trial_outcome.hpp"

namespace observation_test {

using namespace equipoise;

namespace {

const StudyKey key(5);
constexpr std::size_t no_event = 4;

double leaving(std::uint64_t i) {
    Stream chance(key, 3, {Layer::dropout}, i);
    return uniform(chance);
}
Stream missing_visits(std::uint64_t i) { return Stream(key, 3, {Layer::intermittent}, i); }

PreparedOutcome outcome() { return AnyOutcome(trial::outcome()).prepare(trial::design()); }

PreparedMissingness prepared(const AnyDropout& dropout, const std::optional<IntermittentMissing>& intermittent) {
    const PreparedOutcome trial_outcome = outcome();
    return prepare(dropout, intermittent, trial_outcome, trial::design(), outcome_histories(trial_outcome, trial::design()), calibration_key, 1U << 10U);
}

const std::array<double, 4> scores{32, 20, 18, 16};

}  // namespace

TEST_CASE("one whose uniform number exceeds the probability of staying so far is seen until then") {
    const PreparedMissingness ready = prepared(DropoutCompletelyAtRandom{.leaving = {.control = {0.4, 0.5, 0.1}, .treatment = {0.1, 0.9, 0.2}}}, std::nullopt);
    std::array<int, 5> counts{};
    for (std::uint64_t i = 0; i < 200; ++i) {
        const double u = leaving(i);
        const std::size_t visits = u > 0.6 ? 1 : u > 0.6 * 0.5 ? 2 : u > 0.6 * 0.5 * 0.9 ? 3 : 4;
        const Observation seen = observe(ready.dropout, nullptr, {Arm::control, false}, scores, no_event, leaving(i), missing_visits(i));
        CHECK(seen.visits_seen == visits);
        CHECK(seen.seen == (1U << visits) - 1U);
        ++counts[visits];
    }
    for (std::size_t visits = 1; visits <= 4; ++visits) CHECK(counts[visits] > 0);
}

TEST_CASE("one who stays misses a visit where the stream's uniform falls below the probability, one number for each visit") {
    const IntermittentMissing gaps{.missing = {.control = {0.3, 0.4, 0.5}, .treatment = {0, 0, 0.5}}};
    const PreparedMissingness ready = prepared(DropoutCompletelyAtRandom{.leaving = {.control = {0.2, 0.2, 0.2}, .treatment = {0, 0, 0}}}, gaps);
    std::array<int, 16> patterns{};
    for (std::uint64_t i = 0; i < 500; ++i) {
        double staying = 0.8;
        Stream miss = missing_visits(i);
        Observation expected{1, 1};
        for (std::size_t v = 1; v < 4 && !(leaving(i) > staying); ++v, staying *= 0.8) {
            ++expected.visits_seen;
            if (!(uniform(miss) < gaps.missing.control[v - 1])) expected.seen |= 1U << v;
        }
        const Observation seen = observe(ready.dropout, &*ready.intermittent, {Arm::control, false}, scores, no_event, leaving(i), missing_visits(i));
        CHECK(seen == expected);
        ++patterns[seen.seen];
        const Observation treated = observe(ready.dropout, &*ready.intermittent, {Arm::treatment, false}, scores, no_event, leaving(i), missing_visits(i));
        CHECK(treated.visits_seen == 4);
        CHECK((treated.seen & 7U) == 7U);
    }
    for (std::size_t pattern = 0; pattern < 16; ++pattern) CHECK((patterns[pattern] > 0) == (pattern % 2 == 1));
}

TEST_CASE("gaps do not move who leaves completely at random, and without gaps everything is as without the mechanism") {
    const DropoutCompletelyAtRandom dropout{.leaving = {.control = {0.2, 0.2, 0.2}, .treatment = {0.1, 0.1, 0.1}}};
    const PreparedMissingness gaps = prepared(dropout, IntermittentMissing{.missing = {{0.3, 0.3, 0.3}, {0.3, 0.3, 0.3}}});
    const PreparedMissingness no_gaps = prepared(dropout, IntermittentMissing{.missing = {{0, 0, 0}, {0, 0, 0}}});
    for (std::uint64_t i = 0; i < 200; ++i) {
        for (const Arm arm : both_arms) {
            const Observation plain = observe(gaps.dropout, nullptr, {arm, false}, scores, no_event, leaving(i), missing_visits(i));
            CHECK(observe(gaps.dropout, &*gaps.intermittent, {arm, false}, scores, no_event, leaving(i), missing_visits(i)).visits_seen == plain.visits_seen);
            CHECK(observe(no_gaps.dropout, &*no_gaps.intermittent, {arm, false}, scores, no_event, leaving(i), missing_visits(i)) == plain);
        }
    }
}

TEST_CASE("a rule is shown gaps, and adverse events from the visit after their onset") {
    std::vector<std::vector<double>> shown;
    std::vector<bool> events;
    const AnyDropout rule = [&](const ObservedHistory& past) {
        shown.emplace_back(past.scores.begin(), past.scores.end());
        events.push_back(past.adverse_event);
        return 0.0;
    };
    PreparedIntermittent::Logits logits{};
    logits.control[2].intercept = 700;  // everyone misses visit 2
    const PreparedIntermittent gaps(logits);
    const Observation seen = observe(prepare(rule, outcome(), trial::design()), &gaps, {Arm::control, false}, scores, 2, leaving(0), missing_visits(0));
    CHECK(seen == Observation{4, 0b1011U});
    REQUIRE(shown.size() == 3);
    CHECK(shown[1] == std::vector<double>{32, 20});
    CHECK((shown[2][0] == 32 && shown[2][1] == 20 && std::isnan(shown[2][2])));
    CHECK(events == std::vector<bool>{false, true, true});
}

TEST_CASE("everyone is seen at every visit where nobody leaves or misses") {
    CHECK(observe(prepared(NoDropout{}, std::nullopt).dropout, nullptr, {}, scores, no_event, leaving(1), missing_visits(1)) == Observation{4, 15U});
}

}  // namespace observation_test
