// Oracle: every way in which an outcome can be wrong is told, at its place, all at once.
#include "catch.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/prepared_repeated_measures.hpp>

#include "trial_outcome.hpp"

namespace repeated_measures_faults_test {

using namespace equipoise;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

bool blames(const std::vector<Fault>& found, const std::string& pointer) {
    return std::any_of(found.begin(), found.end(), [&](const Fault& fault) { return fault.pointer == "/mechanism/outcome" + pointer; });
}

}  // namespace

TEST_CASE("the trial's outcome has no fault") {
    CHECK(faults(trial::outcome(), trial::design()).empty());
}

TEST_CASE("each mistake in an outcome is told at its place") {
    using Change = std::function<void(RepeatedMeasures&)>;
    const std::vector<std::pair<std::string, Change>> mistakes{
        {"/name", [](RepeatedMeasures& o) { o.name.clear(); }},
        {"/mean/control", [](RepeatedMeasures& o) { o.mean.control.pop_back(); }},
        {"/mean/treatment/2", [](RepeatedMeasures& o) { o.mean.treatment[2] = no_number; }},
        {"/mean/treatment/0", [](RepeatedMeasures& o) { o.mean.treatment[0] = 31; }},
        {"/mean/control/1", [](RepeatedMeasures& o) { o.mean.control[1] = 101; }},
        {"/mean/control/1", [](RepeatedMeasures& o) { o.mean.control[1] = 0; }},
        {"/mean/control/0", [](RepeatedMeasures& o) { o.mean.control[0] = o.mean.treatment[0] = 19; }},
        {"/covariance/sd", [](RepeatedMeasures& o) { o.covariance.sd.push_back(1); }},
        {"/covariance/sd/1", [](RepeatedMeasures& o) { o.covariance.sd[1] = -9; }},
        {"/covariance/sd/3", [](RepeatedMeasures& o) { o.covariance.sd[3] = infinity; }},
        {"/covariance/correlation", [](RepeatedMeasures& o) { o.covariance.correlation = Eigen::MatrixXd::Identity(3, 3); }},
        {"/covariance/correlation/1/1", [](RepeatedMeasures& o) { o.covariance.correlation(1, 1) = 0.9; }},
        {"/covariance/correlation/2/1", [](RepeatedMeasures& o) { o.covariance.correlation(2, 1) = o.covariance.correlation(1, 2) = 1.2; }},
        {"/covariance/correlation/3/0", [](RepeatedMeasures& o) { o.covariance.correlation(3, 0) = 0.5; }},
        {"/covariance/correlation/3/0", [](RepeatedMeasures& o) { o.covariance.correlation(3, 0) = no_number; }},
        {"/covariance/correlation", [](RepeatedMeasures& o) { o.covariance.correlation(2, 0) = o.covariance.correlation(0, 2) = -0.9; }},
        {"/scale", [](RepeatedMeasures& o) { std::swap(o.scale.minimum, o.scale.maximum); }},
        {"/scale", [](RepeatedMeasures& o) { o.scale.minimum = no_number; }},
        {"/scale/step", [](RepeatedMeasures& o) { o.scale.step = -1; }},
        {"/scale/step", [](RepeatedMeasures& o) { o.scale.step = 3; }},
        {"/scale/step", [](RepeatedMeasures& o) { o.scale.step = 1e-6; }},
        {"/baseline_minimum", [](RepeatedMeasures& o) { o.baseline_minimum = 101; }},
        {"/baseline_minimum", [](RepeatedMeasures& o) { o.baseline_minimum = no_number; }},
        {"/booster_effect/control", [](RepeatedMeasures& o) { o.booster_effect.control = {0, 0, -1}; }},
        {"/booster_effect/treatment/2", [](RepeatedMeasures& o) { o.booster_effect.treatment = {0, 0, -1, -1}; }},
        {"/booster_effect/treatment/3", [](RepeatedMeasures& o) { o.booster_effect.treatment = {0, 0, 0, no_number}; }},
        {"/booster_effect/treatment/3", [](RepeatedMeasures& o) { o.booster_effect.treatment = {0, 0, 0, -14}; }},
    };
    for (const auto& [pointer, change] : mistakes) {
        RepeatedMeasures outcome = trial::outcome();
        change(outcome);
        INFO(pointer);
        CHECK(blames(faults(outcome, trial::design()), pointer));
        CHECK_THROWS_AS(prepare(outcome, trial::design()), InvalidScenario);
    }
}

TEST_CASE("boosters without a booster plan") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.booster_effect.control = {0, 0, 0, -1};
    Design design = trial::design();
    CHECK(faults(outcome, design).empty());
    design.boosters.reset();
    CHECK(blames(faults(outcome, design), "/booster_effect/control/3"));
    outcome.booster_effect.control = {0, 0, 0, 0};
    CHECK(faults(outcome, design).empty());
}

TEST_CASE("all mistakes are told at once") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.covariance.sd[0] = 0;
    outcome.scale.step = 3;
    outcome.mean.control.pop_back();
    const std::vector<Fault> found = faults(outcome, trial::design());
    CHECK(found.size() == 3);
    CHECK(blames(found, "/covariance/sd/0"));
    CHECK(blames(found, "/scale/step"));
    CHECK(blames(found, "/mean/control"));
}

TEST_CASE("hardly anyone eligible is a fault") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.moments = Moments::latent;
    outcome.baseline_minimum = 62;
    try {
        prepare(outcome, trial::design());
        FAIL("prepared");
    } catch (const InvalidScenario& invalid) {
        CHECK(blames(invalid.faults(), "/baseline_minimum"));
    }
}

}  // namespace repeated_measures_faults_test
