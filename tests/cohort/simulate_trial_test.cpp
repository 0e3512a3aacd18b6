// Oracle: a trial is its participants; replicates can be drawn in any order; one layer can be changed without moving another.

#include "catch.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <equipoise/cohort/simulate_trial.hpp>

#include "../study/scenarios.hpp"

namespace simulate_trial_test {

using namespace equipoise;

namespace {

bool same_scores(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (!(a[k] == b[k] || (std::isnan(a[k]) && std::isnan(b[k])))) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("trial data hold what was seen of each participant, in order of enrolment") {
    const PreparedTrial trial = prepare(back_pain_trial(true, DropoutCompletelyAtRandom{.leaving = {.control = {0.2, 0.2, 0.2}, .treatment = {0.1, 0.3, 0.2}}}));
    const StudyKey key(8);
    TrialSimulator simulate(trial);
    const TrialData& data = simulate(key, 3);
    REQUIRE(data.participants() == 149);
    REQUIRE(data.outcomes.size() == 1);
    CHECK(data.outcomes[0].name == "MODQ");
    CHECK(data.outcomes[0].weeks[2 * 149 + 5] == 33);
    for (std::size_t i = 0; i < 149; ++i) {
        const Participant participant = simulate_participant(trial, key, 3, i, data.cell(i));
        for (std::size_t v = 0; v < 4; ++v) {
            if (v < participant.visits_seen) {
                REQUIRE(data.score(0, v, i) == participant.scores[v]);
            } else {
                REQUIRE(std::isnan(data.score(0, v, i)));
            }
        }
    }
}

TEST_CASE("every replicate can be drawn alone and in any order") {
    const PreparedTrial trial = prepare(back_pain_trial(true, three_per_cent()));
    const StudyKey key(8);
    TrialSimulator one(trial);
    TrialSimulator other(trial);
    other(key, 0);
    other(key, 77);
    const TrialData& alone = one(key, 5);
    const TrialData& later = other(key, 5);
    CHECK(alone.arm == later.arm);
    CHECK(alone.booster == later.booster);
    CHECK(same_scores(alone.outcomes[0].scores, later.outcomes[0].scores));
}

TEST_CASE("another dropout model leaves allocation and outcomes as they were") {
    const std::vector<AnyDropout> models{NoDropout{}, three_per_cent(), ConstantDropout{.per_visit = {.control = 0.3, .treatment = 0.1}},
                                         [](const ObservedHistory& past) { return past.last() > 20 ? 0.5 : 0.0; }};
    const PreparedTrial reference = prepare(back_pain_trial(true, NoDropout{}));
    TrialSimulator complete(reference);
    const StudyKey key(8);
    for (const AnyDropout& model : models) {
        const PreparedTrial trial = prepare(back_pain_trial(true, model));
        TrialSimulator simulate(trial);
        const TrialData& all = complete(key, 2);
        const TrialData& seen = simulate(key, 2);
        CHECK(all.arm == seen.arm);
        for (std::size_t k = 0; k < all.outcomes[0].scores.size(); ++k) {
            const double score = seen.outcomes[0].scores[k];
            REQUIRE((std::isnan(score) || score == all.outcomes[0].scores[k]));
        }
        for (std::size_t i = 0; i < 149; ++i) {
            REQUIRE(simulate_participant(trial, key, 2, i, all.cell(i)).scores == simulate_participant(reference, key, 2, i, all.cell(i)).scores);
        }
    }
}

TEST_CASE("a bigger trial begins with the participants of a smaller one") {
    Scenario small = back_pain_trial(true, NoDropout{});
    Scenario big = small;
    small.design.participants = 40;
    small.design.allocation = PermutedBlocks{.sizes = {8}};
    big.design.allocation = PermutedBlocks{.sizes = {8}};
    const PreparedTrial few = prepare(small);
    const PreparedTrial many = prepare(big);
    TrialSimulator simulate_few(few);
    TrialSimulator simulate_many(many);
    const StudyKey key(8);
    const TrialData& a = simulate_few(key, 1);
    const TrialData& b = simulate_many(key, 1);
    for (std::size_t i = 0; i < 40; ++i) {
        REQUIRE(a.cell(i) == b.cell(i));
        for (std::size_t v = 0; v < 4; ++v) REQUIRE(a.score(0, v, i) == b.score(0, v, i));
    }
}

TEST_CASE("what is not read is not drawn, and nothing else changes") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.design.visits.window_weeks = {0, 1, 2, 2};
    for (const char* name : {"read", "not read"}) {
        scenario.mechanism.secondary_outcomes.push_back(
            {.name = name,
             .kind = NumericScore{.mean = {.control = {4, 3, 3, 3}, .treatment = {4, 2, 2, 2}}, .covariance = ar1(4, 1.8, 0.5), .scale = {0, 10, 1}},
             .correlation_with_primary = {0.6, 0.5, 0.5, 0.5}});
    }
    const PreparedTrial trial = prepare(scenario);
    const StudyKey key(8);
    TrialSimulator simulate(trial);
    TrialSimulator simulate_some(trial, {.everything = false, .outcomes = {1}});
    for (const std::uint64_t replicate : {5U, 6U}) {
        const TrialData& all = simulate(key, replicate);
        const TrialData& some = simulate_some(key, replicate);
        CHECK(some.arm == all.arm);
        CHECK(same_scores(some.outcomes[0].scores, all.outcomes[0].scores));
        CHECK(same_scores(some.outcomes[1].scores, all.outcomes[1].scores));
        CHECK(std::isnan(some.score(2, 0, 0)));
        CHECK_FALSE(std::isnan(all.score(2, 0, 0)));
        CHECK(some.outcomes[0].weeks[2 * 149 + 5] == 33);
        CHECK(all.outcomes[0].weeks[2 * 149 + 5] != 33);
    }
}

TEST_CASE("covariates that nobody reads, no mechanism either, are not drawn, and nothing else changes") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.design.allocation = PermutedBlocks{.sizes = {4}, .strata = {{.covariate = "a factor", .cuts = {45}}}};
    for (const char* name : {"read", "idle", "a factor", "modifying"}) {
        scenario.mechanism.covariates.push_back({.name = name, .distribution = TruncatedNormal{.mean = 45, .sd = 10}, .correlation = {0.2, 0.2, 0.2, 0.2}});
    }
    scenario.mechanism.covariates.back().effect_modification = {{0, 0.1, 0.1, 0.1}};
    const PreparedTrial trial = prepare(scenario);
    const StudyKey key(8);
    TrialSimulator simulate(trial);
    TrialSimulator simulate_some(trial, {.everything = false, .covariates = {0}});
    const TrialData& all = simulate(key, 5);
    const TrialData& some = simulate_some(key, 5);
    CHECK(some.arm == all.arm);
    CHECK(same_scores(some.outcomes[0].scores, all.outcomes[0].scores));
    for (const std::size_t k : {0U, 2U, 3U}) CHECK(some.covariates[k].values == all.covariates[k].values);
    for (const double value : some.covariates[1].values) REQUIRE(std::isnan(value));
    for (const double value : all.covariates[1].values) REQUIRE_FALSE(std::isnan(value));
}

TEST_CASE("a trial of whose participants only the outcome is looked at is drawn by columns, and is the same") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.mechanism.covariates = {{.name = "age", .distribution = TruncatedNormal{.mean = 45, .sd = 10}, .correlation = {0.2, 0.2, 0.2, 0.2}}};
    const PreparedTrial trial = prepare(scenario);
    TrialSimulator simulate(trial);
    TrialSimulator simulate_some(trial, {.everything = false});
    const TrialData& all = simulate(StudyKey(3), 1);
    const TrialData& some = simulate_some(StudyKey(3), 1);
    CHECK(some.arm == all.arm);
    CHECK(some.booster == all.booster);
    CHECK(same_scores(some.outcomes[0].scores, all.outcomes[0].scores));
    CHECK(std::isnan(some.covariates[0].values[0]));
}

TEST_CASE("a scenario with faults is not prepared") {
    Scenario scenario = back_pain_trial(true, NoDropout{});
    scenario.design.participants = 150;
    CHECK_THROWS_AS(prepare(scenario), InvalidScenario);
}

}  // namespace simulate_trial_test
