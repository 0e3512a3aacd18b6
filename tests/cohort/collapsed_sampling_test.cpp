// Oracle: which scenarios can be drawn as sufficient statistics, and of each of the others the place that stands in the way.

#include "catch.hpp"

#include <functional>
#include <string>
#include <vector>

#include <equipoise/cohort/collapsed_sampling.hpp>
#include <equipoise/cohort/scenario_faults.hpp>

#include "study/scenarios.hpp"

namespace collapsed_sampling_test {

using namespace equipoise;

namespace {

RepeatedMeasures normal_outcome() { return *unbounded_trial().mechanism.outcome.repeated_measures(); }

struct Case {
    std::string pointer;
    std::function<void(Scenario&)> change;
};

}  // namespace

TEST_CASE("a normal outcome and completely random dropout need no participants") {
    CHECK(participants_needed(unbounded_trial()).empty());
    const std::vector<AnyDropout> dropouts{ConstantDropout{.per_visit = {0.1, 0.2}}, three_per_cent(),
                                           LogisticDropout{.leaving = {.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}}}};
    for (const AnyDropout& dropout : dropouts) {
        Scenario scenario = unbounded_trial();
        scenario.mechanism.dropout = dropout;
        CHECK(participants_needed(scenario).empty());
    }
    const std::vector<Allocation> allocations{PermutedBlocks{.sizes = {4, 8}}, SimpleAllocation{}, BiasedCoin{}};
    for (const Allocation& allocation : allocations) {
        Scenario scenario = unbounded_trial();
        scenario.design.allocation = allocation;
        CHECK(participants_needed(scenario).empty());
    }
}

TEST_CASE("covariates and secondary outcomes that nobody looks at are no hindrance, nor are times") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.covariates = {{.name = "age", .distribution = TruncatedNormal{.mean = 45, .sd = 10}}};
    scenario.mechanism.secondary_outcomes = {{.name = "pain", .kind = NumericScore{.mean = {.control = {4, 3, 3, 3}, .treatment = {4, 2, 2, 2}}, .covariance = ar1(4, 1.8, 0.5)}}};
    scenario.design.recruitment = Recruitment{.per_month = 5};
    scenario.design.visits.window_weeks = {0, 1, 2, 2};
    REQUIRE(faults(scenario).empty());
    CHECK(participants_needed(scenario).empty());
}

TEST_CASE("whatever makes participants needed is named at its place") {
    const std::vector<Case> cases{
        {"/mechanism/outcome", [](Scenario& s) { s.mechanism.outcome = AnyOutcome("own", [](Cell, Stream&) { return Trajectory{}; }); }},
        {"/mechanism/outcome/scale",
         [](Scenario& s) {
             RepeatedMeasures outcome = normal_outcome();
             outcome.scale.minimum = 0;
             s.mechanism.outcome = outcome;
         }},
        {"/mechanism/outcome/scale",
         [](Scenario& s) {
             RepeatedMeasures outcome = normal_outcome();
             outcome.scale.step = 2;
             s.mechanism.outcome = outcome;
         }},
        {"/mechanism/outcome/baseline_minimum",
         [](Scenario& s) {
             RepeatedMeasures outcome = normal_outcome();
             outcome.baseline_minimum = 20;
             s.mechanism.outcome = outcome;
         }},
        {"/mechanism/outcome/residuals",
         [](Scenario& s) {
             RepeatedMeasures outcome = normal_outcome();
             outcome.residuals = SinhArcsinh{.skewness = 0.3};
             s.mechanism.outcome = outcome;
         }},
        {"/mechanism/dropout/mechanism",
         [](Scenario& s) {
             s.mechanism.dropout = LogisticDropout{.leaving = {.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}}, .last_score = {.control = 1}};
         }},
        {"/mechanism/dropout/mechanism", [](Scenario& s) { s.mechanism.dropout = [](const ObservedHistory&) { return 0.1; }; }},
        {"/mechanism/intermittent",
         [](Scenario& s) { s.mechanism.intermittent = IntermittentMissing{.missing = {.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}}}; }},
        {"/mechanism/covariates/0/effect_modification",
         [](Scenario& s) {
             s.mechanism.covariates = {{.name = "age", .distribution = TruncatedNormal{.mean = 45, .sd = 10}, .effect_modification = {{0, 0.1, 0.1, 0.1}}}};
         }},
        {"/mechanism/never_starting", [](Scenario& s) { s.mechanism.never_starting = NeverStarting{.share = {0.1, 0.1}}; }},
        {"/mechanism/reporting", [](Scenario& s) { s.mechanism.reporting = Reporting{.shift = {0, -2}}; }},
        {"/mechanism/therapists", [](Scenario& s) { s.mechanism.therapists.emplace(); }},
        {"/mechanism/attendance", [](Scenario& s) { s.mechanism.attendance.emplace(); }},
        {"/mechanism/boosters", [](Scenario& s) { s.mechanism.boosters.emplace(); }},
        {"/mechanism/adverse_events", [](Scenario& s) { s.mechanism.adverse_events.emplace_back(); }},
        {"/mechanism/discontinuation", [](Scenario& s) { s.mechanism.discontinuation.emplace(); }},
        {"/design/allocation", [](Scenario& s) { s.design.allocation = PermutedBlocks{.strata = {{.covariate = "sex"}}}; }},
        {"/design/allocation", [](Scenario& s) { s.design.allocation = Minimisation{.factors = {{.covariate = "sex"}}}; }}};
    for (const Case& one : cases) {
        Scenario scenario = unbounded_trial();
        one.change(scenario);
        const std::vector<Fault> found = participants_needed(scenario);
        INFO(one.pointer);
        REQUIRE(found.size() == 1);
        CHECK(found.front().pointer == one.pointer);
        CHECK(found.front().message.find("collapsed sampling") != std::string::npos);
    }
}

TEST_CASE("every reason is told at once") {
    Scenario scenario = back_pain_trial(true, [](const ObservedHistory&) { return 0.1; });
    scenario.mechanism.reporting = Reporting{.shift = {0, -2}};
    CHECK(participants_needed(scenario).size() == 4);
}

}  // namespace collapsed_sampling_test
