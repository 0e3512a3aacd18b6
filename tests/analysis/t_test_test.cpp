// Reference: R's t.test on four data sets. Oracles: typed failures, invariances.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace t_test_test {

using namespace equipoise;

TEST_CASE("t-tests agree with R") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        const std::vector<Estimate> pooled = analyse(data, TTest{});
        const std::vector<Estimate> welch = analyse(data, TTest{.variance = TTestVariance::welch});
        const std::vector<Estimate> pooled_change = analyse(data, TTest{.response = TTestResponse::change});
        const std::vector<Estimate> welch_change = analyse(data, TTest{.variance = TTestVariance::welch, .response = TTestResponse::change});
        for (std::size_t visit = 0; visit < 3; ++visit) {
            INFO(set << " " << reference::visits[visit]);
            const nlohmann::json& wanted = reference::analyses(set).at("t_test").at(reference::visits[visit]);
            reference::check_estimate(pooled[visit], wanted.at("score_pooled"), 1e-10);
            reference::check_estimate(welch[visit], wanted.at("score_welch"), 1e-10);
            reference::check_estimate(pooled_change[visit], wanted.at("change_pooled"), 1e-10);
            reference::check_estimate(welch_change[visit], wanted.at("change_welch"), 1e-10);
            CHECK(pooled[visit].participants_analysed == static_cast<std::uint32_t>(pooled[visit].degrees_of_freedom) + 2);
        }
    }
}

TEST_CASE("a t-test of one visit is that of all visits") {
    const TrialData data = reference::trial("ii_monotone");
    const std::vector<Estimate> one = analyse(data, TTest{.visit = 2});
    REQUIRE(one.size() == 1);
    CHECK(one[0].p_value == analyse(data, TTest{})[1].p_value);
}

TEST_CASE("a t-test that cannot be done says why") {
    TrialData data{.arm = {Arm::control, Arm::control, Arm::treatment, Arm::treatment}, .booster = {0, 0, 0, 0}, .outcomes = {}};
    data.outcomes.push_back({"score", 2, {1, 1, 1, 1, 10, 12, missing, 7}});
    CHECK(analyse(data, TTest{})[0].status == FitStatus::not_estimable);
    CHECK(analyse(data, TTest{})[0].participants_analysed == 3);
    CHECK(std::isnan(analyse(data, TTest{})[0].p_value));
    data.outcomes[0].scores = {1, 1, 1, 1, 10.1, 10.1, 7.3, 7.3};
    CHECK(analyse(data, TTest{})[0].status == FitStatus::covariance_singular);
    CHECK(analyse(data, TTest{.variance = TTestVariance::welch})[0].status == FitStatus::covariance_singular);
    data.outcomes[0].scores = {1, 1, 1, 1, 10.1, 10.1, 7.3, 9.3};  // one arm varies
    CHECK(analyse(data, TTest{})[0].status == FitStatus::converged);
    CHECK(analyse(data, TTest{.variance = TTestVariance::welch})[0].degrees_of_freedom == Approx(1.0));
}

TEST_CASE("faults of a t-test name their place") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .has_baseline = false};
    const TTest wrong{.response = TTestResponse::change, .visit = 2, .outcome = "joy"};
    const std::vector<Fault> faults = wrong.faults(shape);
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].pointer == "/outcome");
    CHECK(faults[0].suggestion == "known: \"pain\"");
    CHECK(faults[1].pointer == "/visit");
    CHECK(faults[2].pointer == "/response");
    CHECK(TTest{.visit = 1}.faults(shape).empty());
}

}  // namespace t_test_test
