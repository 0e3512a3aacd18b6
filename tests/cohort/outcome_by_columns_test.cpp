// Oracle: a trial drawn by columns is its participants drawn one by one, bit for bit, under every kind of dropout.
#include "catch.hpp"

#include <cmath>
#include <vector>

#include <equipoise/cohort/outcome_by_columns.hpp>
#include <equipoise/cohort/simulate_trial.hpp>

#include "../study/scenarios.hpp"

namespace outcome_by_columns_test {

using namespace equipoise;

namespace {

void check(const Scenario& scenario) {
    const PreparedTrial trial = prepare(scenario);
    CHECK(OutcomeByColumns::of(trial).has_value());
    const StudyKey key(8, 2);
    TrialSimulator simulate(trial);
    std::size_t left = 0;
    for (std::uint64_t replicate = 0; replicate < 30; ++replicate) {
        const TrialData& data = simulate(key, replicate);
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const Participant alone = simulate_participant(trial, key, replicate, i, data.cell(i));
            left += alone.visits_seen < 4 ? 1U : 0U;
            for (std::size_t v = 0; v < 4; ++v) {
                const double score = data.score(0, v, i);
                if (v < alone.visits_seen) {
                    REQUIRE(score == alone.scores[v]);
                } else {
                    REQUIRE(std::isnan(score));
                }
            }
        }
    }
    CHECK((left > 0) == trial.dropout.can_happen());
}

}  // namespace

TEST_CASE("columns are participants drawn alone") {
    const std::vector<AnyDropout> models{NoDropout{},
                                         ConstantDropout{.per_visit = {.control = 0.3, .treatment = 0.1}},
                                         DropoutCompletelyAtRandom{.leaving = {.control = {0.2, 0.1, 0.2}, .treatment = {0.1, 0.3, 0.2}}},
                                         [](const ObservedHistory& past) { return past.change() > 0 ? 0.5 : 0.05; },
                                         [](const CompleteHistory& past) { return past.upcoming > 25 ? 0.4 : 0.0; }};
    for (const AnyDropout& model : models) check(back_pain_trial(true, model));
}

TEST_CASE("what cannot be drawn by columns is not") {
    Scenario tiny = back_pain_trial(true, NoDropout{});
    tiny.design.participants = 3;
    tiny.design.allocation = SimpleAllocation{};
    tiny.design.boosters.reset();
    CHECK_FALSE(OutcomeByColumns::of(prepare(tiny)).has_value());
}

}  // namespace outcome_by_columns_test
