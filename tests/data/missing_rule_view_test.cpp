// Oracle: what each rule makes of participants with every pattern of missing scores, written out by hand; and a rule of one analysis is of no account to another.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/data/missing_rule_view.hpp>
#include <equipoise/data/outcome_reductions.hpp>

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace missing_rule_view_test {
using namespace equipoise;

constexpr double none = missing;

/// Five participants at four visits, visit by visit; a second outcome without a baseline.
TrialData five() {
    TrialData data{.arm = std::vector<Arm>(5, Arm::control), .booster = std::vector<std::uint8_t>(5, 0), .outcomes = {}};
    data.outcomes.push_back({"first", 4, {10, 20, 30, 40, none,   //
                                          11, none, 31, none, none,  //
                                          12, 22, none, none, 52,    //
                                          13, none, 33, none, none}});
    data.outcomes.push_back({"second", 4, {none, none, none, none, none,  //
                                           1, none, 3, none, 5,           //
                                           2, none, none, 4, 6,           //
                                           3, none, 5, none, 7}});
    return data;
}

void check(const std::vector<double>& found, const std::vector<double>& wanted) {
    REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        INFO(i);
        if (std::isnan(wanted[i])) CHECK(std::isnan(found[i]));
        else CHECK(found[i] == wanted[i]);
    }
}

TEST_CASE("the rules for missing scores") {
    const TrialData data = five();
    const TrialShape shape = shape_of(data);
    MissingRuleView observed(MissingRule::observed, shape);
    CHECK(&observed(data) == &data);

    MissingRuleView complete(MissingRule::complete_cases, shape);
    check(complete(data).outcomes[0].scores, {10, none, none, none, none, 11, none, none, none, none, 12, none, none, none, none, 13, none, none, none, none});
    check(complete(data).outcomes[1].scores, {none, none, none, none, none, 1, none, none, none, 5, 2, none, none, none, 6, 3, none, none, none, 7});

    MissingRuleView last(MissingRule::last_observation_carried_forward, shape);
    check(last(data).outcomes[0].scores, {10, 20, 30, 40, none, 11, 20, 31, 40, none, 12, 22, 31, 40, 52, 13, 22, 33, 40, 52});
    check(last(data).outcomes[1].scores, {none, none, none, none, none, 1, none, 3, none, 5, 2, none, 3, 4, 6, 3, none, 5, 4, 7});

    MissingRuleView baseline(MissingRule::baseline_carried_forward, shape);
    check(baseline(data).outcomes[0].scores, {10, 20, 30, 40, none, 11, 20, 31, 40, none, 12, 22, 30, 40, 52, 13, 20, 33, 40, none});
}

TEST_CASE("an analysis under a rule is that of the data as the rule has them") {
    const TrialData data = made::trial(31, {.leaving = 0.1, .skipping = 0.05});
    const TrialShape shape = shape_of(data);
    std::vector<AnyAnalysis> analyses{TTest{.name = "observed"}, Ancova{.name = "observed too"}};
    for (const MissingRule rule : all_missing_rules) {
        const std::string name{to_string(rule)};
        analyses.emplace_back(TTest{.name = "t " + name, .response = TTestResponse::change, .missing = rule});
        analyses.emplace_back(Ancova{.name = "ancova " + name, .missing = rule});
    }
    analyses.emplace_back(Mmrm{.name = "mmrm", .missing = MissingRule::complete_cases});
    StatisticsPlans plans;
    for (const AnyAnalysis& analysis : analyses) plans.add(analysis.needs(shape));
    CHECK(plans.by_outcome.size() == 4);  // a reduction for each rule
    OutcomeReductions reduce(plans, shape);
    reduce(data);
    for (std::size_t k = 0; k < analyses.size(); ++k) {
        INFO(analyses[k].name());
        PreparedAnalysis prepared = analyses[k].prepare(shape, 0.05);
        const auto found = prepared(reduce.data(k), reduce.statistics(k), Stream(StudyKey(0), 0, {Layer::analysis}));
        MissingRuleView view(analyses[k].needs(shape).missing, shape);
        Reduction alone(analyses[k].needs(shape), shape);
        PreparedAnalysis again = analyses[k].prepare(shape, 0.05);
        const TrialData changed = view(data);
        const auto wanted = again(changed, alone(changed), Stream(StudyKey(0), 0, {Layer::analysis}));
        const std::vector<Estimate> whole = analyse(data, analyses[k]);
        for (std::size_t r = 0; r < wanted.size(); ++r) {
            REQUIRE(wanted[r].status == FitStatus::converged);
            reference::check_relative(found[r].effect, wanted[r].effect, 1e-12);
            reference::check_relative(found[r].standard_error, wanted[r].standard_error, 1e-12);
            reference::check_relative(whole[r].effect, wanted[r].effect, 1e-12);
            CHECK(found[r].participants_analysed == wanted[r].participants_analysed);
        }
    }
}

TEST_CASE("an MMRM of complete cases is an ANCOVA of them at each visit") {
    const TrialData data = made::trial(32, {.leaving = 0.1, .skipping = 0.05});
    const std::vector<Estimate> mmrm = analyse(data, Mmrm{.covariates = {{.name = "baseline"}}, .missing = MissingRule::complete_cases});
    const std::vector<Estimate> ancova = analyse(data, Ancova{.missing = MissingRule::complete_cases});
    const std::vector<Estimate> observed = analyse(data, Ancova{});
    for (std::size_t v = 0; v < 3; ++v) {
        CHECK(mmrm[v].effect == Approx(ancova[v].effect).epsilon(1e-9));
        CHECK(mmrm[v].participants_analysed == ancova[v].participants_analysed);
        CHECK(ancova[v].participants_analysed < observed[v].participants_analysed);
    }
}

TEST_CASE("no baseline can be carried forward where there is none") {
    const TrialShape shape = shape_of(five());
    CHECK(AnyAnalysis(TTest{.missing = MissingRule::baseline_carried_forward}).faults(shape).empty());
    const std::vector<Fault> faults = AnyAnalysis(TTest{.outcome = "second", .missing = MissingRule::baseline_carried_forward}).faults(shape);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/missing");
    CHECK(faults[0].message == "\"baseline_carried_forward\" needs a baseline, but the outcome is not measured there");
}

}  // namespace missing_rule_view_test
