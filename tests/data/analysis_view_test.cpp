// Oracle: what each strategy and analysis set makes of hand-made data.

#include "catch.hpp"

#include <cmath>
#include <vector>

#include <equipoise/data/analysis_view.hpp>

namespace analysis_view_test {

using namespace equipoise;

namespace {

/// Three participants at four visits: one who stops before visit 2, one who never stops, one who never starts.
TrialData trial() {
    return {.arm = {Arm::control, Arm::treatment, Arm::treatment},
            .booster = {0, 0, 0},
            .outcomes = {{.name = "score", .visits = 4, .scores = {30, 31, 32, 20, 21, missing, 22, 19, missing, missing, 18, missing}},
                         {.name = "pain", .visits = 4, .scores = {3, 4, 5, 2, 3, missing, 1, 3, missing, missing, 2, missing}}},
            .started = {1, 1, 0},
            .treated_visits = {2, 4, 4},
            .discontinuation = {DiscontinuationReason::administrative, DiscontinuationReason::none, DiscontinuationReason::none}};
}

std::vector<double> scores(const TrialData& data, std::size_t outcome, std::size_t participant) {
    std::vector<double> found;
    for (std::size_t v = 0; v < 4; ++v) {
        const double score = data.score(outcome, v, participant);
        found.push_back(score == score ? score : -1);  // -1 stands for missing
    }
    return found;
}

TrialData seen_by(Estimand estimand, AnalysisSet set) {
    AnalysisView view(Design{.participants = 3, .visits = {.weeks = {0, 1, 2, 3}}, .estimand = estimand, .analysis_set = set});
    const TrialData data = trial();
    return view(data);
}

using Scores = std::vector<double>;

}  // namespace

TEST_CASE("treatment policy takes outcomes as they are") {
    const TrialData all = seen_by({}, AnalysisSet::all_randomised);
    CHECK(scores(all, 0, 0) == Scores{30, 20, 22, -1});
    CHECK(scores(all, 0, 2) == Scores{32, -1, -1, -1});
}

TEST_CASE("nothing is copied where nothing changes") {
    AnalysisView view(Design{.participants = 3, .visits = {.weeks = {0, 1, 2, 3}}, .analysis_set = AnalysisSet::all_randomised});
    const TrialData data = trial();
    CHECK(&view(data) == &data);
}

TEST_CASE("modified intention to treat is without those who never started") {
    const TrialData treated = seen_by({}, AnalysisSet::modified_itt);
    CHECK(scores(treated, 0, 2) == Scores{-1, -1, -1, -1});
    CHECK(scores(treated, 1, 2) == Scores{-1, -1, -1, -1});
    CHECK(scores(treated, 0, 0) == Scores{30, 20, 22, -1});
}

TEST_CASE("strategies treat what follows discontinuation") {
    const auto with = [](Strategy strategy, std::optional<double> score = {}) { return seen_by({.strategy = strategy, .composite_score = score}, AnalysisSet::all_randomised); };
    CHECK(scores(with(Strategy::hypothetical), 0, 0) == Scores{30, 20, -1, -1});
    CHECK(scores(with(Strategy::hypothetical), 1, 0) == Scores{3, 2, -1, -1});
    CHECK(scores(with(Strategy::composite), 0, 0) == Scores{30, 20, 30, 30});
    CHECK(scores(with(Strategy::composite, 100), 0, 0) == Scores{30, 20, 100, 100});
    CHECK(scores(with(Strategy::composite), 1, 0) == Scores{3, 2, 1, -1});
    CHECK(scores(with(Strategy::while_on_treatment), 0, 0) == Scores{30, 20, 20, 20});
    CHECK(scores(with(Strategy::while_on_treatment), 1, 0) == Scores{3, 2, 1, -1});
    for (const Strategy strategy : all_strategies) CHECK(scores(with(strategy), 0, 1) == Scores{31, 21, 19, 18});
}

}  // namespace analysis_view_test
