// Statistical: a million simulated participants have the stated moments. Oracle: the baseline is the same whatever the cell.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/mechanism/prepared_repeated_measures.hpp>

#include "sample_moments.hpp"
#include "trial_outcome.hpp"

namespace prepared_repeated_measures_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

static_assert(OutcomeModel<PreparedRepeatedMeasures>);

TEST_CASE("as observed: a million participants of the trial have its means, SDs and correlations") {
    const RepeatedMeasures outcome = trial::outcome();
    const PreparedRepeatedMeasures prepared = prepare(outcome, trial::design());
    CHECK_THAT(prepared.eligible_share(), WithinAbs(0.686, 0.001));
    for (const Arm arm : both_arms) {
        const SampleMoments m = sample_moments(prepared, {arm, false}, 4, 1'000'000, arm == Arm::control ? 11 : 12);
        for (std::size_t v = 0; v < 4; ++v) {
            CHECK_THAT(prepared.mean_score({arm, false}, v), WithinAbs(outcome.mean[arm][v], 1e-8));
            CHECK_THAT(prepared.sd_score({arm, false}, v), WithinAbs(outcome.covariance.sd[v], 1e-8));
            CHECK_THAT(m.mean[v], WithinAbs(outcome.mean[arm][v], 4 * m.mcse_of_mean(v)));
            CHECK_THAT(m.sd[v], WithinAbs(outcome.covariance.sd[v], 4 * m.mcse_of_sd(v)));
            CHECK(4 * m.mcse_of_mean(v) < 0.05);
            CHECK(4 * m.mcse_of_sd(v) < 0.005 * m.sd[v]);
            for (std::size_t w = 0; w < v; ++w) {
                const double rho = outcome.covariance.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w));
                CHECK_THAT(m.correlation[v][w], WithinAbs(rho, 4 / std::sqrt(m.participants)));
            }
        }
    }
}

TEST_CASE("latent: what the scale and the cut make of the means and SDs is known") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.moments = Moments::latent;
    outcome.booster_effect.treatment = {0, 0, 0, -4};
    const PreparedRepeatedMeasures prepared = prepare(outcome, trial::design());
    for (const Cell cell : {Cell{Arm::control, false}, Cell{Arm::treatment, true}}) {
        const SampleMoments m = sample_moments(prepared, cell, 4, 500'000, 13);
        for (std::size_t v = 0; v < 4; ++v) {
            CHECK_THAT(m.mean[v], WithinAbs(prepared.mean_score(cell, v), 4 * m.mcse_of_mean(v)));
            CHECK_THAT(m.sd[v], WithinAbs(prepared.sd_score(cell, v), 4 * m.mcse_of_sd(v)));
        }
    }
    CHECK(prepared.latent({Arm::treatment, true}).visits[3].mean == outcome.mean.treatment[3] - 4);
    CHECK(prepared.mean_score({Arm::treatment, false}, 0) > 33);
}

TEST_CASE("a booster effect put in is recovered") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.booster_effect = {.control = {0, 0, 0, -3}, .treatment = {0, 0, 0, -1.5}};
    const PreparedRepeatedMeasures prepared = prepare(outcome, trial::design());
    for (const Arm arm : both_arms) {
        const double stated = outcome.mean[arm][3] + outcome.booster_effect[arm][3];
        const SampleMoments m = sample_moments(prepared, {arm, true}, 4, 500'000, 14);
        CHECK_THAT(m.mean[3], WithinAbs(stated, 4 * m.mcse_of_mean(3)));
        CHECK_THAT(m.sd[3], WithinAbs(outcome.covariance.sd[3], 4 * m.mcse_of_sd(3)));
        CHECK_THAT(m.correlation[3][2], WithinAbs(0.70, 4 / std::sqrt(m.participants)));
        CHECK_THAT(m.mean[2], WithinAbs(outcome.mean[arm][2], 4 * m.mcse_of_mean(2)));
    }
}

TEST_CASE("one stream gives one baseline in every cell, and the same later scores where boosters change nothing") {
    const PreparedRepeatedMeasures prepared = prepare(trial::outcome(), trial::design());
    for (std::uint64_t i = 0; i < 1000; ++i) {
        Stream first(StudyKey(1), 7, {Layer::outcome}, i);
        const Trajectory control = prepared({Arm::control, false}, first);
        for (const Cell cell : all_cells) {
            Stream chance(StudyKey(1), 7, {Layer::outcome}, i);
            const Trajectory other = prepared(cell, chance);
            REQUIRE(other[0] == control[0]);
            REQUIRE(other[0] >= 20);
            if (cell.arm == Arm::control) REQUIRE(other == control);
            for (std::size_t v = 4; v < max_visits; ++v) REQUIRE(other[v] == 0);
        }
    }
}

TEST_CASE("on an unbounded scale, scores are the Cholesky combination of the stream's normals") {
    RepeatedMeasures outcome = trial::outcome();
    outcome.scale = {};
    outcome.baseline_minimum = -std::numeric_limits<double>::infinity();
    outcome.moments = Moments::latent;
    const PreparedRepeatedMeasures prepared = prepare(outcome, trial::design());
    const Eigen::MatrixXd factor = cholesky(outcome.covariance.correlation).value();
    for (std::uint64_t i = 0; i < 100; ++i) {
        Stream chance(StudyKey(2), 0, {Layer::outcome}, i);
        Stream again = chance;
        const Trajectory scores = prepared({Arm::treatment, false}, chance);
        Eigen::VectorXd normals(4);
        for (Eigen::Index v = 0; v < 4; ++v) normals(v) = standard_normal(again);
        for (std::size_t v = 0; v < 4; ++v) {
            const double z = factor.row(static_cast<Eigen::Index>(v)).dot(normals);
            REQUIRE_THAT(scores[v], WithinAbs(outcome.mean.treatment[v] + outcome.covariance.sd[v] * z, 1e-12));
        }
    }
}

}  // namespace prepared_repeated_measures_test
