// Oracle: which studies can be drawn as sufficient statistics, the places of all that stands in the way, and what each way of sampling then does.

#include "catch.hpp"

#include <string>
#include <vector>

#include <equipoise/equipoise.hpp>

#include "scenarios.hpp"

namespace sampling_faults_test {

using namespace equipoise;

namespace {

std::vector<std::string> places(const std::vector<Fault>& faults) {
    std::vector<std::string> found;
    for (const Fault& fault : faults) found.push_back(fault.pointer);
    return found;
}

std::string path_of(const Scenario& scenario, const std::vector<AnyAnalysis>& analyses, Sampling sampling) {
    return run_study(scenario, analyses, {.replicates = 3, .seed = 1, .sampling = sampling}).path;
}

}  // namespace

TEST_CASE("analyses of sums and cross-products need no participants") {
    const std::vector<AnyAnalysis> analyses{TTest{}, TTest{.variance = TTestVariance::welch, .response = TTestResponse::change}, Ancova{}, Mmrm{}, Clda{}, Lmm{},
                                            EffectSize{}, BoosterFactorial{},
                                            AnyAnalysis("own", 1, [](const SufficientStatistics& statistics) { return Estimate{.effect = statistics.count(0)}; })};
    CHECK(participants_needed(unbounded_trial(), with_unique_names(analyses)).empty());
}

TEST_CASE("what an analysis needs participants for is named at its place") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.covariates = {{.name = "sex", .distribution = Categories{.levels = {"f", "m"}, .proportions = {0.5, 0.5}}}};
    scenario.mechanism.secondary_outcomes = {{.name = "pain", .kind = NumericScore{.mean = {.control = {4, 3, 3, 3}, .treatment = {4, 2, 2, 2}}, .covariance = ar1(4, 1.8, 0.5)}}};
    const std::vector<AnyAnalysis> analyses{TTest{},
                                            Wilcoxon{},
                                            Ancova{.name = "a", .strata = {"sex"}},
                                            Ancova{.name = "b", .covariates = {{.name = "sex"}}},
                                            TTest{.name = "c", .outcome = "pain"},
                                            TTest{.name = "d", .missing = MissingRule::complete_cases},
                                            AnyAnalysis("own", 1, [](const TrialData&) { return Estimate{}; })};
    CHECK(places(participants_needed(scenario, analyses)) == std::vector<std::string>{"/analyses/1/method", "/analyses/2/method", "/analyses/3/covariates",
                                                                                      "/analyses/4/outcome", "/analyses/5/missing", "/analyses/6/method"});
}

TEST_CASE("collapsed sampling is refused with every reason, and automatic sampling takes what can be") {
    CHECK(path_of(unbounded_trial(), {TTest{}}, Sampling::participants) == "participants");
    CHECK(path_of(unbounded_trial(), {TTest{}}, Sampling::collapsed) == "collapsed");
    CHECK(path_of(unbounded_trial(), {TTest{}}, Sampling::automatic) == "collapsed");
    CHECK(path_of(unbounded_trial(), {TTest{}, Wilcoxon{}}, Sampling::automatic) == "participants");
    CHECK(path_of(back_pain_trial(true, NoDropout{}), {TTest{}}, Sampling::automatic) == "participants");
    try {
        run_study(back_pain_trial(true, NoDropout{}), {TTest{}, Wilcoxon{}}, {.replicates = 3, .seed = 1, .sampling = Sampling::collapsed});
        FAIL("it was run");
    } catch (const InvalidScenario& refused) {
        CHECK(places(refused.faults()) == std::vector<std::string>{"/mechanism/outcome/scale", "/mechanism/outcome/baseline_minimum", "/analyses/1/method"});
        for (const Fault& fault : refused.faults()) CHECK_FALSE(fault.suggestion.empty());
    }
}

TEST_CASE("automatic sampling that falls back to participants gives the same results as participants") {
    const std::vector<AnyAnalysis> analyses{TTest{}, Wilcoxon{}};
    const auto mean = [&](Sampling sampling) {
        return run_study(unbounded_trial(), analyses, {.replicates = 20, .seed = 1, .sampling = sampling}).operating_characteristics.front().mean_estimate.estimate->value;
    };
    CHECK(mean(Sampling::automatic) == mean(Sampling::participants));
}

}  // namespace sampling_faults_test
