// Statistical: a million simulated participants have the stated moments whatever the shape of the residuals, and by arm. Oracle: shapes and faults.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/true_value.hpp>

#include "sample_moments.hpp"
#include "trial_outcome.hpp"

namespace outcome_shapes_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The trial's moments, of everyone and on a scale without bounds.
RepeatedMeasures unbounded(ResidualShape shape) {
    RepeatedMeasures outcome = trial::outcome();
    outcome.scale = {};
    outcome.baseline_minimum = -infinity;
    outcome.residuals = shape;
    return outcome;
}

/// Monte Carlo SE of a correlation of variables that may be heavy-tailed: sqrt(E x^2 y^2) / sqrt(n), and that by Cauchy-Schwarz.
double mcse_of_correlation(const SampleMoments& m, std::size_t v, std::size_t w) { return std::sqrt(std::sqrt(m.fourth[v] * m.fourth[w]) / m.participants); }

void check_moments(const RepeatedMeasures& stated, std::uint64_t participants) {
    const PreparedRepeatedMeasures prepared = prepare(stated, trial::design());
    for (const Arm arm : both_arms) {
        const SampleMoments m = sample_moments(prepared, {arm, false}, 4, participants, arm == Arm::control ? 21 : 22);
        for (std::size_t v = 0; v < 4; ++v) {
            INFO((arm == Arm::control ? "control, visit " : "treatment, visit ") << v);
            CHECK_THAT(prepared.mean_score({arm, false}, v), WithinAbs(stated.mean[arm][v], 1e-8));
            CHECK_THAT(prepared.sd_score({arm, false}, v), WithinAbs(stated.sd(arm)[v], 1e-8));
            CHECK_THAT(m.mean[v], WithinAbs(stated.mean[arm][v], 4 * m.mcse_of_mean(v)));
            CHECK_THAT(m.sd[v], WithinAbs(stated.sd(arm)[v], 4 * m.mcse_of_sd(v)));
            CHECK(4 * m.mcse_of_sd(v) < 0.02 * m.sd[v]);
            for (std::size_t w = 0; w < v; ++w) {
                const double rho = stated.covariance.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w));
                CHECK_THAT(m.correlation[v][w], WithinAbs(rho, 4 * mcse_of_correlation(m, v, w)));
            }
        }
    }
}

bool blames(const std::vector<Fault>& found, const std::string& pointer) {
    return std::any_of(found.begin(), found.end(), [&](const Fault& fault) { return fault.pointer == "/mechanism/outcome" + pointer; });
}

}  // namespace

TEST_CASE("SDs by arm: a million participants of the trial have them") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.treatment_sd = {9, 8.0, 12.0, 11.5};
    check_moments(outcome, 1'000'000);
}

TEST_CASE("SDs by arm that are the same are as once for both, to the bit") {
    RepeatedMeasures by_arm = trial::outcome();
    by_arm.treatment_sd = by_arm.covariance.sd;
    const PreparedRepeatedMeasures a = prepare(by_arm, trial::design());
    const PreparedRepeatedMeasures b = prepare(trial::outcome(), trial::design());
    for (std::uint64_t i = 0; i < 1000; ++i) {
        Stream one(StudyKey(1), 0, {Layer::outcome}, i);
        Stream same = one;
        REQUIRE(a({Arm::treatment, true}, one) == b({Arm::treatment, true}, same));
    }
}

TEST_CASE("skewed residuals: a million participants have the stated moments") { check_moments(unbounded(SinhArcsinh{0.4, 0.9}), 1'000'000); }

TEST_CASE("heavy-tailed residuals, SDs by arm") {
    RepeatedMeasures outcome = unbounded(SinhArcsinh{0, 0.7});
    outcome.treatment_sd = {9, 8.0, 12.0, 11.5};
    check_moments(outcome, 1'000'000);
}

TEST_CASE("responders and non-responders: a million participants have the stated moments") {
    check_moments(unbounded(ResponderMixture{.share = {0.3, 0.6}, .difference = -12, .from_visit = 2}), 1'000'000);
}

TEST_CASE("responders differ by the stated difference and are as many as stated") {
    const ResponderMixture mixture{.share = {0.3, 0.6}, .difference = -12, .from_visit = 1};
    const PreparedRepeatedMeasures prepared = prepare(unbounded(mixture), trial::design());
    const double participants = 200'000;
    PerArm<double> responders{};
    PerArm<double> within{};
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        Stream chance(StudyKey(4), 0, {Layer::outcome}, i);
        const OutcomeNormals normals = prepared.normals(chance);
        for (const Arm arm : both_arms) {
            const bool responds = normals.back() < mixture.share[arm];
            const double centre = unbounded(mixture).mean[arm][2] + mixture.difference * ((responds ? 1 : 0) - mixture.share[arm]);
            const double rest = prepared.latent_value({arm, false}, 2, normals) - centre;
            responders[arm] += responds ? 1 : 0;
            within[arm] += rest * rest;
        }
    }
    for (const Arm arm : both_arms) {
        const double p = mixture.share[arm];
        const double variance = 10.3 * 10.3 - 144 * p * (1 - p);
        CHECK_THAT(responders[arm] / participants, WithinAbs(p, 4 * std::sqrt(p * (1 - p) / participants)));
        CHECK_THAT(within[arm] / participants, WithinAbs(variance, 4 * variance * std::sqrt(2 / participants)));
    }
}

TEST_CASE("the class is drawn after the normals, so that they are those of the normal shape") {
    const PreparedRepeatedMeasures normal = prepare(unbounded(NormalResiduals{}), trial::design());
    const PreparedRepeatedMeasures mixed = prepare(unbounded(ResponderMixture{{0.3, 0.6}, -12, 2}), trial::design());
    for (std::uint64_t i = 0; i < 100; ++i) {
        Stream one(StudyKey(1), 0, {Layer::outcome}, i);
        Stream same = one;
        OutcomeNormals a = normal.normals(one);
        const OutcomeNormals b = mixed.normals(same);
        CHECK(a.back() == 0);
        CHECK(b.back() == uniform(one));
        a.back() = b.back();
        CHECK(a == b);
        CHECK(mixed.latent_value({Arm::treatment, false}, 0, b) == normal.latent_value({Arm::treatment, false}, 0, a));
    }
}

TEST_CASE("a mixture with a difference of nought, and sinh-arcsinh without skewness or tails, are normal") {
    const PreparedRepeatedMeasures normal = prepare(unbounded(NormalResiduals{}), trial::design());
    for (const ResidualShape& shape : {ResidualShape{ResponderMixture{{0.3, 0.6}, 0, 1}}, ResidualShape{SinhArcsinh{}}}) {
        const PreparedRepeatedMeasures other = prepare(unbounded(shape), trial::design());
        for (std::uint64_t i = 0; i < 100; ++i) {
            Stream one(StudyKey(1), 0, {Layer::outcome}, i);
            Stream same = one;
            const Trajectory a = normal({Arm::treatment, true}, one);
            const Trajectory b = other({Arm::treatment, true}, same);
            for (std::size_t v = 0; v < 4; ++v) CHECK_THAT(b[v], WithinAbs(a[v], 1e-8));
        }
    }
}

TEST_CASE("skewed scores on the trial's scale: all are eligible, and true means are simulated") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.residuals = SinhArcsinh{0.5, 1};
    outcome.moments = Moments::latent;
    const PreparedOutcome prepared = AnyOutcome(outcome).prepare(trial::design());
    const PreparedRepeatedMeasures& known = *prepared.repeated_measures();
    CHECK_FALSE(known.has_closed_form());
    CHECK(std::isnan(known.mean_score({Arm::control, false}, 1)));
    CHECK_FALSE(prepared.mean_score({Arm::control, false}, 1));
    CHECK_FALSE(prepared.sd_score({Arm::control, false}, 1));
    const double cut = known.baseline_cut();  // the lowest eligible score is 20, recorded from 19
    Stream again(StudyKey(3), 0, {Layer::outcome}, 0);
    OutcomeNormals at_cut = known.normals(again);
    at_cut[0] = cut;
    CHECK_THAT(known.latent_value({Arm::control, false}, 0, at_cut), WithinAbs(19, 1e-9));
    double eligible = 0;
    const PreparedRepeatedMeasures everyone = known.eligible_from(-infinity);
    double lowest = infinity;
    const double participants = 100'000;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        Stream chance(StudyKey(3), 0, {Layer::outcome}, i);
        Stream screening(StudyKey(4), 0, {Layer::outcome}, i);
        lowest = std::min(lowest, known.normals(chance)[0]);
        eligible += everyone({Arm::control, false}, screening)[0] >= 20 ? 1 : 0;
    }
    CHECK(lowest >= cut);
    CHECK_THAT(lowest, WithinAbs(cut, 0.001));
    const double share = known.eligible_share();
    CHECK_THAT(eligible / participants, WithinAbs(share, 4 * std::sqrt(share * (1 - share) / participants)));
    CHECK(everyone.eligible_share() == 1);
    CHECK(everyone.baseline_cut() == -infinity);
    CHECK_FALSE(everyone.has_closed_form());
    const std::vector<McEstimate> truth = true_values(prepared, trial::design(), StudyKey(1));
    CHECK(truth[3].mcse > 0);
    CHECK(truth[3].value < -4);
}

TEST_CASE("therapists' share comes off before the shape, which keeps the rest's SD and correlations") {
    const PerArm<double> icc{0.05, 0.05};
    const RepeatedMeasures outcome = unbounded(SinhArcsinh{0.4, 0.9});
    const PreparedRepeatedMeasures prepared = prepare(outcome, trial::design(), icc);
    const auto without_therapists = [&](Cell cell, Stream& chance) { return prepared(cell, chance); };
    const SampleMoments m = sample_moments(without_therapists, {Arm::control, false}, 4, 300'000, 31);
    for (std::size_t v = 1; v < 4; ++v) {
        const double left = std::sqrt(0.95) * outcome.covariance.sd[v];
        CHECK_THAT(m.sd[v], WithinAbs(left, 4 * m.mcse_of_sd(v)));
        const double rho = outcome.covariance.correlation(0, static_cast<Eigen::Index>(v)) / std::sqrt(0.95);
        CHECK_THAT(m.correlation[v][0], WithinAbs(rho, 4 * mcse_of_correlation(m, v, 0)));
    }
}

TEST_CASE("each mistake in SDs by arm or in a shape is told at its place") {
    using Change = std::function<void(RepeatedMeasures&)>;
    const std::vector<std::pair<std::string, Change>> mistakes{
        {"/covariance/sd/treatment", [](RepeatedMeasures& o) { o.treatment_sd = {9, 9}; }},
        {"/covariance/sd/treatment/2", [](RepeatedMeasures& o) { o.treatment_sd = {9, 9, -1, 9}; }},
        {"/covariance/sd/control/1", [](RepeatedMeasures& o) { o.treatment_sd = o.covariance.sd; o.covariance.sd[1] = 0; }},
        {"/covariance/sd/treatment/0", [](RepeatedMeasures& o) { o.treatment_sd = {8, 9, 9, 9}; }},
        {"/residuals/skewness", [](RepeatedMeasures& o) { o.residuals = SinhArcsinh{3.5, 1}; }},
        {"/residuals/tail", [](RepeatedMeasures& o) { o.residuals = SinhArcsinh{0, 0.1}; }},
        {"/residuals/share/control", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{-0.1, 0.5}, 5, 1}; }},
        {"/residuals/share/treatment", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.1, infinity}, 5, 1}; }},
        {"/residuals/difference", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.1, 0.5}, infinity, 1}; }},
        {"/residuals/difference", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.1, 0.5}, 25, 1}; }},
        {"/residuals/from_visit", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.1, 0.5}, 5, 0}; }},
        {"/residuals/from_visit", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.1, 0.5}, 5, 4}; }},
        {"/moments", [](RepeatedMeasures& o) { o.scale.minimum = 0; o.residuals = SinhArcsinh{}; }},
        {"/moments", [](RepeatedMeasures& o) { o.scale.step = 2; o.residuals = SinhArcsinh{}; }},
        {"/moments", [](RepeatedMeasures& o) { o.baseline_minimum = 20; o.residuals = SinhArcsinh{}; }},
        {"/covariance/correlation", [](RepeatedMeasures& o) { o.residuals = ResponderMixture{{0.5, 0.5}, 17, 1}; o.covariance.correlation(1, 3) = o.covariance.correlation(3, 1) = 0.2; }},
        {"/covariance/correlation/0/1", [](RepeatedMeasures& o) {
             o.residuals = SinhArcsinh{2, 0.5};
             o.covariance.correlation = Eigen::MatrixXd::Identity(4, 4);
             o.covariance.correlation(0, 1) = o.covariance.correlation(1, 0) = -0.8;
         }}};
    for (const auto& [pointer, change] : mistakes) {
        RepeatedMeasures outcome = unbounded(NormalResiduals{});
        change(outcome);
        INFO(pointer);
        try {
            prepare(outcome, trial::design());
            FAIL("prepared");
        } catch (const InvalidScenario& invalid) {
            CHECK(blames(invalid.faults(), pointer));
        }
    }
}

}  // namespace outcome_shapes_test
