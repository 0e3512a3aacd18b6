// Oracle: moments of the target by closed forms and by the trial's own preparation. Statistical: participants of the target.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <equipoise/mechanism/prepared_target_population.hpp>

#include "trial_outcome.hpp"

namespace target_population_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr Cell control{Arm::control, false};

std::vector<CovariateModel> covariates() {
    return {{.name = "education", .distribution = Categories{{"school", "college", "degree"}, {0.2, 0.3, 0.5}}, .correlation = {-0.2, -0.2, -0.2, -0.2},
             .effect_modification = {{0, 3, 3, 3}, {0, 0, 0, 0}, {0, -2, -2, -2}}},
            {.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}, .correlation = {0.3, 0.2, 0.2, 0.2}, .effect_modification = {{0, 0.1, 0.1, 0.1}}},
            {.name = "income", .distribution = Lognormal{40, 25}}};
}

}  // namespace

TEST_CASE("the same outcome among others: latent variables stay, moments are those of the eligible") {
    RepeatedMeasures stated = trial::outcome();
    const PreparedRepeatedMeasures outcome = prepare(stated, trial::design());
    const PreparedRepeatedMeasures again = outcome.eligible_from(20);
    CHECK(again.mean_score(control, 2) == outcome.mean_score(control, 2));
    CHECK(again.baseline_cut() == outcome.baseline_cut());
    const PreparedRepeatedMeasures everyone = outcome.eligible_from(-std::numeric_limits<double>::infinity());
    CHECK(everyone.eligible_share() == 1);
    CHECK(everyone.mean_score(control, 0) < outcome.mean_score(control, 0) - 3);
    CHECK(everyone.mean_score(control, 1) < outcome.mean_score(control, 1) - 1);
    stated.moments = Moments::latent;
    stated.scale = {};
    const PreparedRepeatedMeasures halves = prepare(stated, trial::design()).eligible_from(32);
    const double h = std::sqrt(2 / std::acos(-1.0));  // the mean of the upper half of a standard normal
    CHECK_THAT(halves.mean_score(control, 0), WithinAbs(32 + 9 * h, 1e-9));
    CHECK_THAT(halves.mean_score(control, 1), WithinAbs(20 + 9.3 * 0.42 * h, 1e-9));
    CHECK_THAT(halves.sd_score(control, 1), WithinAbs(9.3 * std::sqrt(1 - 0.42 * 0.42 * h * h), 1e-9));
    CHECK_THAT(halves.eligible_share(), WithinAbs(0.5, 1e-12));
}

TEST_CASE("participants of the target have its distributions, and the effect is modified about the trial's means") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedCovariates of_trial = prepare(covariates(), outcome, trial::design());
    const TargetPopulation target{.name = "all with back pain", .covariates = {{.name = "education", .distribution = Categories{{"school", "college", "degree"}, {0.5, 0.3, 0.2}}},
                                                                             {.name = "income", .distribution = Lognormal{30, 20}}}};
    REQUIRE(faults(target, covariates(), trial::outcome()).empty());
    const PreparedTargetPopulation prepared = prepare(target, of_trial, outcome);
    CHECK(prepared.name == "all with back pain");
    CHECK_THAT(prepared.covariates.mean(0), WithinAbs(0.3 + 2 * 0.2, 1e-9));
    CHECK_THAT(prepared.covariates.mean(2), WithinAbs(30, 1e-6));
    CHECK(prepared.covariates.mean(1) < 42);  // correlated with the baseline, which is lower without a minimum
    CHECK(prepared.covariates[1].weights == of_trial[1].weights);

    const StudyKey key(11);
    double added = 0;
    double square = 0;
    double age = 0;
    const double n = 300'000;
    for (std::uint64_t i = 0; i < 300'000; ++i) {
        Stream chance(key, 0, {Layer::outcome}, i);
        const OutcomeNormals z = prepared.outcome.repeated_measures()->normals(chance);
        const CovariateValues values = prepared.covariates(z, key, 0, i);
        const double effect = prepared.covariates.effect_modification(1, values);
        added += effect;
        square += effect * effect;
        age += values[1];
    }
    const double expected = 0.5 * 3 - 0.2 * 2 - (0.2 * 3 - 0.5 * 2) + 0.1 * (prepared.covariates.mean(1) - 42.5);
    CHECK_THAT(added / n, WithinAbs(expected, 4 * std::sqrt((square / n - added / n * added / n) / n)));
    CHECK_THAT(age / n, WithinAbs(prepared.covariates.mean(1), 4 * 11.7 / std::sqrt(n)));
}

TEST_CASE("the trial's own eligibility and distributions are the trial again") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedCovariates of_trial = prepare(covariates(), outcome, trial::design());
    const PreparedTargetPopulation same = prepare(TargetPopulation{.baseline_minimum = 20}, of_trial, outcome);
    const StudyKey key(2);
    for (std::uint64_t i = 0; i < 1000; ++i) {
        Stream one(key, 0, {Layer::outcome}, i);
        Stream other(key, 0, {Layer::outcome}, i);
        const OutcomeNormals z = outcome.repeated_measures()->normals(one);
        REQUIRE(z == same.outcome.repeated_measures()->normals(other));
        REQUIRE(of_trial(z, key, 0, i) == same.covariates(z, key, 0, i));
    }
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK_THAT(same.covariates.mean(k), WithinAbs(of_trial.mean(k), 1e-7 * of_trial.sd(k)));
        CHECK_THAT(same.covariates.sd(k), WithinAbs(of_trial.sd(k), 1e-7 * of_trial.sd(k)));
    }
}

TEST_CASE("what is wrong with a target population") {
    const auto faults_of = [](const TargetPopulation& target) { return faults(target, covariates(), trial::outcome()); };
    CHECK(faults_of({.name = ""}).at(0).pointer == "/mechanism/target_population/name");
    CHECK(faults_of({.baseline_minimum = 101}).at(0).pointer == "/mechanism/target_population/baseline_minimum");
    CHECK(faults_of({.covariates = {{.name = "agee", .distribution = TruncatedNormal{}}}}).at(0).pointer == "/mechanism/target_population/covariates/0/name");
    CHECK(faults_of({.covariates = {{.name = "age", .distribution = TruncatedNormal{1, -1}}}}).at(0).pointer == "/mechanism/target_population/covariates/0/sd");
    CHECK(faults_of({.covariates = {{.name = "age", .distribution = Categories{{"a", "b"}, {0.5, 0.5}}}}}).at(0).pointer == "/mechanism/target_population/covariates/0/distribution");
    CHECK(faults_of({.covariates = {{.name = "age", .distribution = ShiftedGamma{}, .correlation = {0, 0, 0, 0}}}}).at(0).pointer == "/mechanism/target_population/covariates/0");
    CHECK(faults_of({.covariates = {{.name = "age", .distribution = ShiftedGamma{}}, {.name = "age", .distribution = ShiftedGamma{}}}}).at(0).pointer == "/mechanism/target_population/covariates/1/name");
    const auto flat = [](Cell, Stream&) { return Trajectory{}; };
    CHECK(faults(TargetPopulation{.baseline_minimum = 20}, {}, AnyOutcome(flat)).size() == 1);
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    CHECK_THROWS_AS(prepare(TargetPopulation{.baseline_minimum = 100}, PreparedCovariates{}, outcome), InvalidScenario);
}

}  // namespace target_population_test
