// Oracle: a participant recomputed from the raw streams.

#include "catch.hpp"

#include <vector>

#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace participant_test {

using namespace equipoise;

namespace {

Scenario unbounded(AnyDropout dropout) {
    return {.name = "unbounded",
            .design = {.participants = 200, .visits = {.weeks = {0, 1, 2}}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {30, 20, 10}, .treatment = {30, 18, 7}}, .covariance = compound_symmetry(3, 2.0, 0.0)},
                          .dropout = std::move(dropout)}};
}

}  // namespace

TEST_CASE("uncorrelated outcomes are the mean and SD times the normals of the visits' columns") {
    const PreparedTrial trial = prepare(unbounded(NoDropout{}));
    const StudyKey key(9);
    for (std::uint64_t number = 0; number < 10; ++number) {
        const Participant control = simulate_participant(trial, key, 4, number, {Arm::control, false});
        const Participant treated = simulate_participant(trial, key, 4, number, {Arm::treatment, false});
        const std::vector<double> control_mean{30, 20, 10};
        const std::vector<double> treatment_mean{30, 18, 7};
        for (std::size_t v = 0; v < 3; ++v) {
            const double z = normal_quantile(column_uniform(Stream(key, 4, {Layer::outcome, static_cast<std::uint32_t>(v)}), static_cast<std::uint32_t>(number)));
            CHECK(control.scores[v] == Approx(control_mean[v] + 2 * z).epsilon(1e-13));
            CHECK(treated.scores[v] == Approx(treatment_mean[v] + 2 * z).epsilon(1e-13));
        }
        CHECK(control.scores[0] == treated.scores[0]);
        CHECK(control.visits_seen == 3);
    }
}

TEST_CASE("a participant leaves where their word of the column exceeds the probability of staying so far") {
    const PreparedTrial trial = prepare(unbounded(DropoutCompletelyAtRandom{.leaving = {.control = {0.4, 0.5}, .treatment = {0.1, 0.9}}}));
    const StudyKey key(9);
    std::vector<std::size_t> seen_counts(4, 0);
    for (std::uint64_t number = 0; number < 200; ++number) {
        const double u = WordUniform(Stream(key, 4, {Layer::dropout}).word(static_cast<std::uint32_t>(number))).value();
        const std::size_t expected_control = u > 0.6 ? 1 : (u > 0.6 * 0.5 ? 2 : 3);
        const std::size_t expected_treated = u > 0.9 ? 1 : (u > 0.9 * 0.1 ? 2 : 3);
        CHECK(simulate_participant(trial, key, 4, number, {Arm::control, false}).visits_seen == expected_control);
        CHECK(simulate_participant(trial, key, 4, number, {Arm::treatment, false}).visits_seen == expected_treated);
        ++seen_counts[expected_control];
    }
    CHECK(seen_counts[1] > 0);
    CHECK(seen_counts[2] > 0);
    CHECK(seen_counts[3] > 0);
}

TEST_CASE("a mechanism at random is shown what was seen, one not at random also the score about to be missed") {
    struct Seen {
        double operator()(const ObservedHistory& past) const { return past.last() > 30 ? 1.0 : 0.0; }
    };
    struct Upcoming {
        double operator()(const CompleteHistory& past) const { return past.upcoming > 20 ? 1.0 : 0.0; }
    };
    const PreparedTrial at_random = prepare(unbounded(Seen{}));
    const PreparedTrial not_at_random = prepare(unbounded(Upcoming{}));
    const StudyKey key(1);
    for (std::uint64_t number = 0; number < 100; ++number) {
        const Participant a = simulate_participant(at_random, key, 0, number, {Arm::control, false});
        CHECK(a.visits_seen == (a.scores[0] > 30 ? 1U : 3U));
        const Participant b = simulate_participant(not_at_random, key, 0, number, {Arm::control, false});
        CHECK(b.visits_seen == (b.scores[1] > 20 ? 1U : 3U));
        CHECK(a.scores == b.scores);
    }
}

}  // namespace participant_test
