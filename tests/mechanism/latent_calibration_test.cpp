// Oracle: Pearson's selection formulae on an unbounded scale. Statistical: random scales and moments are simulated and found again.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <equipoise/mechanism/latent_calibration.hpp>
#include <equipoise/mechanism/prepared_repeated_measures.hpp>
#include <equipoise/random/uniform.hpp>

#include "quadrature.hpp"
#include "sample_moments.hpp"
#include "trial_outcome.hpp"

namespace latent_calibration_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("on an unbounded scale without a cut, latent moments are the observed ones") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.scale = {};
    outcome.baseline_minimum = -infinity;
    const LatentCalibration found = calibrate_latent(outcome);
    REQUIRE(found.faults.empty());
    CHECK_THAT(found.baseline->share(), WithinAbs(1, 1e-14));
    for (const Cell cell : all_cells) {
        const LatentOutcome& latent = found.cells[cell.index()];
        for (std::size_t v = 0; v < 4; ++v) {
            CHECK_THAT(latent.visits[v].mean, WithinAbs(outcome.mean[cell.arm][v], 1e-8));
            CHECK_THAT(latent.visits[v].sd, WithinAbs(outcome.covariance.sd[v], 1e-8));
        }
        CHECK((latent.correlation - outcome.covariance.correlation).cwiseAbs().maxCoeff() < 1e-9);
    }
}

TEST_CASE("on an unbounded scale with a cut, selection is undone exactly (Pearson 1903)") {
    const double cut = -0.4;
    const double hazard = quadrature::density(cut) / (0.5 * std::erfc(cut / std::sqrt(2.0)));
    const double variance = 1 + cut * hazard - hazard * hazard;
    Eigen::MatrixXd latent(3, 3);
    latent << 1, 0.6, 0.4, 0.6, 1, 0.75, 0.4, 0.75, 1;
    const Eigen::Vector3d mean(40, 30, 25);
    const Eigen::Vector3d sd(10, 9, 12);
    RepeatedMeasures outcome{.mean = {}, .covariance = {}, .scale = {}, .baseline_minimum = 36};
    Eigen::Matrix3d covariance;
    for (Eigen::Index i = 0; i < 3; ++i) {
        outcome.mean.control.push_back(mean(i) + sd(i) * latent(0, i) * hazard);
        for (Eigen::Index j = 0; j < 3; ++j) covariance(i, j) = sd(i) * sd(j) * (latent(i, j) - latent(0, i) * latent(0, j) * (1 - variance));
    }
    for (Eigen::Index i = 0; i < 3; ++i) outcome.covariance.sd.push_back(std::sqrt(covariance(i, i)));
    outcome.covariance.correlation = Eigen::MatrixXd::Identity(3, 3);
    for (Eigen::Index i = 0; i < 3; ++i) {
        for (Eigen::Index j = 0; j < 3; ++j) outcome.covariance.correlation(i, j) = covariance(i, j) / std::sqrt(covariance(i, i) * covariance(j, j));
    }
    outcome.mean.treatment = outcome.mean.control;
    const LatentCalibration found = calibrate_latent(outcome);
    REQUIRE(found.faults.empty());
    for (std::size_t v = 0; v < 3; ++v) {
        CHECK_THAT(found.cells[0].visits[v].mean, WithinAbs(mean(static_cast<Eigen::Index>(v)), 1e-7));
        CHECK_THAT(found.cells[0].visits[v].sd, WithinAbs(sd(static_cast<Eigen::Index>(v)), 1e-7));
    }
    CHECK((found.cells[0].correlation - latent).cwiseAbs().maxCoeff() < 1e-8);
}

TEST_CASE("without a cut, the trial's latent follow-up is the one computed before") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.baseline_minimum = 0;
    const LatentCalibration found = calibrate_latent(outcome);
    REQUIRE(found.faults.empty());
    const double treatment[3][2] = {{11.349, 10.527}, {13.182, 11.508}, {13.096, 11.385}};
    const double control[3][2] = {{19.942, 9.425}, {19.36, 10.596}, {19.369, 10.478}};
    for (std::size_t v = 1; v < 4; ++v) {
        CHECK_THAT(found.cells[2].visits[v].mean, WithinAbs(treatment[v - 1][0], 1e-3));
        CHECK_THAT(found.cells[2].visits[v].sd, WithinAbs(treatment[v - 1][1], 1e-3));
        CHECK_THAT(found.cells[0].visits[v].mean, WithinAbs(control[v - 1][0], 1e-3));
        CHECK_THAT(found.cells[0].visits[v].sd, WithinAbs(control[v - 1][1], 1e-3));
    }
}

TEST_CASE("moments of random latent outcomes are simulated as stated") {
    Stream chance(StudyKey(5), 0, {Layer::outcome});
    const auto between = [&](double low, double high) { return low + (high - low) * uniform(chance); };
    int solved = 0;
    for (int k = 0; k < 30; ++k) {
        const double steps = std::floor(between(4, 60));
        const Scale scale{0, k % 4 == 3 ? infinity : steps, k % 3 == 2 ? 0.0 : 1.0};
        RepeatedMeasures outcome{.mean = {}, .covariance = ar1(3, 1.0, between(0.1, 0.8)), .scale = scale};
        if (k % 2 == 1) outcome.baseline_minimum = std::floor(steps * between(0.1, 0.4));
        const double baseline = steps * between(0.4, 0.6);
        outcome.mean = {.control = {baseline, steps * between(0.2, 0.7), steps * between(0.2, 0.7)},
                        .treatment = {baseline, steps * between(0.2, 0.7), steps * between(0.2, 0.7)}};
        outcome.covariance.sd = {steps * between(0.06, 0.12), steps * between(0.1, 0.2), steps * between(0.1, 0.2)};
        const Design design{.participants = 100, .visits = {.weeks = {0, 1, 2}}};
        if (steps * 0.06 < 0.6) continue;  // fewer scores than an SD can be shown on
        INFO("scale to " << scale.maximum << " step " << scale.step << " minimum " << outcome.baseline_minimum << " baseline " << baseline);
        const PreparedRepeatedMeasures prepared = prepare(outcome, design);
        const SampleMoments m = sample_moments(prepared, {Arm::treatment, false}, 3, 100'000, static_cast<std::uint64_t>(k));
        for (std::size_t v = 0; v < 3; ++v) {
            CHECK_THAT(m.mean[v], WithinAbs(outcome.mean.treatment[v], 4 * m.mcse_of_mean(v)));
            CHECK_THAT(m.sd[v], WithinAbs(outcome.covariance.sd[v], 4 * m.mcse_of_sd(v)));
            for (std::size_t w = 0; w < v; ++w) {
                const double rho = outcome.covariance.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w));
                CHECK_THAT(m.correlation[v][w], WithinAbs(rho, 4 / std::sqrt(m.participants)));
            }
        }
        ++solved;
    }
    CHECK(solved >= 20);
}

TEST_CASE("boosters leave SD and correlations as they are and move the mean") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.booster_effect = {.control = {0, 0, 0, -3}, .treatment = {}};
    const LatentCalibration found = calibrate_latent(outcome);
    REQUIRE(found.faults.empty());
    CHECK(found.cells[1].visits[1].mean == found.cells[0].visits[1].mean);
    CHECK(found.cells[1].visits[3].mean < found.cells[0].visits[3].mean - 2.5);
    CHECK(found.cells[3].visits[3].mean == found.cells[2].visits[3].mean);
    const VisitMoments m = visit_moments(outcome.scale, *found.baseline, {found.cells[1].visits[3], found.cells[1].correlation(0, 3)});
    CHECK_THAT(m.mean, WithinAbs(16.5, 1e-8));
    CHECK_THAT(m.sd, WithinAbs(10.2, 1e-8));
    CHECK_THAT(m.correlation, WithinAbs(0.33, 1e-8));
}

TEST_CASE("moments that cannot be had are faults that name the visit or the pair, and say what could") {
    const auto fault_of = [](const RepeatedMeasures& outcome) {
        const LatentCalibration found = calibrate_latent(outcome);
        REQUIRE_FALSE(found.faults.empty());
        return found.faults.front();
    };
    RepeatedMeasures wide_baseline = trial::outcome();
    wide_baseline.covariance.sd[0] = 20;
    CHECK(fault_of(wide_baseline).pointer == "/mechanism/outcome/covariance/sd/0");
    CHECK(contains(fault_of(wide_baseline).message, "but is 20"));
    RepeatedMeasures wide_visit = trial::outcome();
    wide_visit.covariance.sd[2] = 45;
    CHECK(fault_of(wide_visit).pointer == "/mechanism/outcome/covariance/sd/2");
    CHECK((contains(fault_of(wide_visit).message, "between 0.866025 and 39.62") && contains(fault_of(wide_visit).message, "but is 45")));
    RepeatedMeasures floored = trial::outcome();
    floored.mean.treatment[1] = 2;
    floored.covariance.sd[1] = 5;
    floored.covariance.correlation = compound_symmetry(4, 1, 0.9).correlation;
    CHECK(fault_of(floored).pointer == "/mechanism/outcome/covariance/correlation/0/1");
    RepeatedMeasures pair = trial::outcome();
    pair.mean.treatment = {32, 3, 25, 25};
    pair.covariance.correlation = compound_symmetry(4, 1, 0.3).correlation;
    pair.covariance.correlation(1, 2) = pair.covariance.correlation(2, 1) = 0.97;
    CHECK(fault_of(pair).pointer == "/mechanism/outcome/covariance/correlation/1/2");
    CHECK((contains(fault_of(pair).message, "can have on this scale") && contains(fault_of(pair).message, "0.97")));
    RepeatedMeasures booster = trial::outcome();
    booster.booster_effect.treatment = {0, 0, 0, -13};
    CHECK(fault_of(booster).pointer == "/mechanism/outcome/booster_effect/treatment/3");
}

TEST_CASE("a latent matrix that is not positive definite is a fault that names a pair") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.covariance.correlation << 1, 0.3, 0.3, 0.3, 0.3, 1, 0.55, 0.55, 0.3, 0.55, 1, -0.33, 0.3, 0.55, -0.33, 1;
    REQUIRE(cholesky(outcome.covariance.correlation));
    const LatentCalibration found = calibrate_latent(outcome);
    REQUIRE(found.faults.size() >= 1);
    CHECK(contains(found.faults.front().pointer, "/mechanism/outcome/covariance/correlation/"));
    CHECK(contains(found.faults.front().message, "positive definite"));
}

}  // namespace latent_calibration_test
