// Oracle: each analysis gets the statistics of its own outcome, the same as if that were reduced alone, and several analyses agree with each by itself.
#include "catch.hpp"

#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/data/outcome_reductions.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace outcome_reductions_test {

using namespace equipoise;

namespace {

/// Two outcomes at three visits, the second without a baseline and now and then unseen, and a covariate.
TrialData two_outcomes() {
    constexpr std::size_t participants = 60;
    TrialData data;
    Stream chance(StudyKey(8), 0, {Layer::outcome});
    data.outcomes = {{.name = "disability", .visits = 3, .scores = {}}, {.name = "pain", .visits = 3, .scores = {}}};
    data.covariates = {{.name = "age", .values = {}}};
    for (OutcomeColumns& outcome : data.outcomes) outcome.scores.resize(3 * participants);
    for (std::size_t i = 0; i < participants; ++i) {
        data.arm.push_back(i % 2 == 0 ? Arm::control : Arm::treatment);
        data.booster.push_back(0);
        data.covariates[0].values.push_back(40 + 10 * standard_normal(chance));
        const double person = standard_normal(chance);
        for (std::size_t v = 0; v < 3; ++v) {
            data.outcomes[0].scores[v * participants + i] = 30 + 8 * person + 5 * standard_normal(chance);
            data.outcomes[1].scores[v * participants + i] = v == 0 || (i + v) % 11 == 0 ? missing : 4 + person + standard_normal(chance);
        }
    }
    return data;
}

}  // namespace

TEST_CASE("plans are united by outcome, and each analysis knows its own") {
    StatisticsPlans plans;
    plans.add({.outcome = 1, .covariates = {"age"}});
    plans.add({.outcome = 0, .covariates = {"baseline"}});
    plans.add({.outcome = 1, .covariates = {"site", "age"}});
    REQUIRE(plans.by_outcome.size() == 2);
    CHECK(plans.by_outcome[0] == StatisticsPlan{.outcome = 1, .covariates = {"age", "site"}});
    CHECK(plans.by_outcome[1] == StatisticsPlan{.outcome = 0, .covariates = {"baseline"}});
    CHECK(plans.of_analysis == std::vector<std::size_t>{0, 1, 0});
}

TEST_CASE("analyses of several outcomes answer as each does alone") {
    const TrialData data = two_outcomes();
    const TrialShape shape = shape_of(data);
    const std::vector<AnyAnalysis> analyses{Ancova{.name = "disability"},
                                            TTest{.name = "pain", .outcome = "pain"},
                                            Mmrm{.name = "pain, age", .covariates = {{.name = "age"}}, .outcome = "pain"},
                                            Mmrm{.name = "disability, mmrm", .covariates = {{.name = "baseline"}}}};
    StatisticsPlans plans;
    for (const AnyAnalysis& analysis : analyses) plans.add(analysis.needs(shape));
    REQUIRE(plans.by_outcome.size() == 2);
    OutcomeReductions reduce(plans, shape);
    reduce(data);
    for (std::size_t k = 0; k < analyses.size(); ++k) {
        INFO(analyses[k].name());
        PreparedAnalysis prepared = analyses[k].prepare(shape, 0.05);
        const std::span<const Estimate> together = prepared(data, reduce.statistics(k), Stream(StudyKey(0), 0, {Layer::analysis}));
        const std::vector<Estimate> alone = analyse(data, analyses[k]);
        REQUIRE(together.size() == alone.size());
        for (std::size_t r = 0; r < alone.size(); ++r) {
            REQUIRE(alone[r].effect == alone[r].effect);
            CHECK(together[r].effect == Approx(alone[r].effect).epsilon(1e-9));
            CHECK(together[r].standard_error == Approx(alone[r].standard_error).epsilon(1e-9));
        }
    }
    const std::vector<Estimate> disability = analyse(data, TTest{});
    const std::vector<Estimate> pain = analyse(data, TTest{.outcome = "pain"});
    CHECK(disability[0].effect != pain[0].effect);
}

TEST_CASE("an outcome that is not measured at baseline cannot be adjusted for it") {
    const TrialShape shape = shape_of(two_outcomes());
    CHECK(shape.without_baseline == std::vector<std::string>{"pain"});
    CHECK(AnyAnalysis(Ancova{}).faults(shape).empty());
    const std::vector<Fault> faults = AnyAnalysis(Ancova{.outcome = "pain"}).faults(shape);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/covariates/0/name");
    CHECK(faults[0].message == "the covariate \"baseline\" needs a baseline, but the outcome is not measured there");
}

}  // namespace outcome_reductions_test
