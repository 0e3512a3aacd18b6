// Oracle: closed forms of the normal, moments recomputed from the solution, and quadrature over the baseline and both latent variables.
#include "catch.hpp"

#include <cmath>

#include <equipoise/mechanism/numeric_score_latent.hpp>

#include "mechanism/quadrature.hpp"
#include "mechanism/trial_outcome.hpp"

namespace numeric_score_latent_test {

using namespace equipoise;

namespace {

const Scale pain{.minimum = 0, .maximum = 10, .step = 1};
constexpr Cell control{Arm::control, false};

PrimaryLatent latent_of(const RepeatedMeasures& outcome, PerArm<double> therapist_share = {}) {
    Design design = trial::design();
    design.visits.weeks.resize(outcome.covariance.sd.size());
    if (outcome.covariance.sd.size() < 4) design.boosters.reset();
    return primary_latent(AnyOutcome(outcome).prepare(design, therapist_share), control, outcome.covariance.sd.size());
}

/// E[f(primary score) g(secondary score)] given the latent baseline, brute force.
double correlation_by_quadrature(const PrimaryLatent& primary, std::size_t visit, double loading, const LatentNormal& latent) {
    const LatentVisit& other = primary.visits[visit];
    const double a = loading * primary.with_baseline(visit);
    const double partial = loading * primary.residual[visit] - a * other.correlation;  // covariance given the baseline
    const double rest_other = std::sqrt(1 - other.correlation * other.correlation);
    double weight = 0, mx = 0, my = 0, mxx = 0, myy = 0, mxy = 0;
    for (double z = primary.cut() + 0.01; z < 6; z += 0.02) {
        for (double e = -6 + 0.01; e < 6; e += 0.02) {
            const double p = quadrature::density(z) * quadrature::density(e);
            const double x = record(primary.scale, other.normal.mean + other.normal.sd * (other.correlation * z + rest_other * e));
            const double mean = a * z + partial / rest_other * e;  // of S given both
            const double sd = std::sqrt(1 - a * a - partial * partial / (rest_other * rest_other));
            double y = 0;
            double yy = 0;
            double below = 0;
            for (int score = 0; score <= 10; ++score) {
                const double upper = score == 10 ? 1.0 : std::erfc(-((score + 0.5 - latent.mean) / latent.sd - mean) / sd / std::sqrt(2.0)) / 2;
                y += score * (upper - below);
                yy += score * score * (upper - below);
                below = upper;
            }
            weight += p;
            mx += p * x;
            my += p * y;
            mxx += p * x * x;
            myy += p * yy;
            mxy += p * x * y;
        }
    }
    mx /= weight;
    my /= weight;
    return (mxy / weight - mx * my) / std::sqrt((mxx / weight - mx * mx) * (myy / weight - my * my));
}

}  // namespace

TEST_CASE("the latent mean and SD give the score its own, whatever it shares with the baseline") {
    const PrimaryLatent primary = latent_of(trial::outcome());
    for (const double correlation : {-0.8, 0.0, 0.3, 0.9}) {
        const ScoreMoments stated{2.8, 1.7};
        const auto latent = latent_normal(pain, primary.baseline, correlation, stated);
        REQUIRE(latent);
        const VisitMoments found = visit_moments(pain, primary.baseline, {*latent, correlation});
        CHECK(found.mean == Approx(2.8).epsilon(1e-10));
        CHECK(found.sd == Approx(1.7).epsilon(1e-10));
    }
    CHECK_FALSE(latent_normal(pain, primary.baseline, 0.3, {2.8, 6.0}));
}

TEST_CASE("without bounds, steps and selection a loading is the correlation, over what therapists leave") {
    const RepeatedMeasures normal{.mean = {.control = {50, 45, 44}, .treatment = {50, 40, 41}}, .covariance = compound_symmetry(3, 10.0, 0.5)};
    for (const double share : {0.0, 0.2}) {
        const PrimaryLatent primary = latent_of(normal, {.control = share, .treatment = share});
        CHECK(numeric_loading({}, primary, 0, {4, 2}, 0.63).loading.value() == Approx(0.63).epsilon(1e-9));
        CHECK(numeric_loading({}, primary, 2, {4, 2}, 0.49).loading.value() == Approx(0.49 / std::sqrt(1 - share)).epsilon(1e-9));
        CHECK(numeric_loading({}, primary, 2, {4, 2}, 0).loading.value() == 0);
    }
}

TEST_CASE("the correlation with the primary score is the integral over everything latent") {
    const double share = GENERATE(0.0, 0.1);
    const PrimaryLatent primary = latent_of(trial::outcome(), {.control = share, .treatment = share});
    const ScoreMoments stated{2.8, 1.7};
    const SolvedLoading solved = numeric_loading(pain, primary, 1, stated, 0.49);
    REQUIRE(solved.loading);
    const LatentNormal latent = latent_normal(pain, primary.baseline, *solved.loading * primary.with_baseline(1), stated).value();
    CHECK(correlation_with_primary(pain, primary, 1, *solved.loading, latent, stated) == Approx(0.49).epsilon(1e-9));
    CHECK(std::abs(correlation_by_quadrature(primary, 1, *solved.loading, latent) - 0.49) < 1e-4);  // the primary score's steps are cut by the grid
}

TEST_CASE("a correlation beyond reach comes with the bounds of what can be had") {
    const PrimaryLatent primary = latent_of(trial::outcome());
    const SolvedLoading solved = numeric_loading(pain, primary, 1, {2.8, 1.7}, 0.97);
    CHECK_FALSE(solved.loading);
    CHECK(solved.lowest < -0.85);
    CHECK(solved.highest > 0.9);
    CHECK(solved.highest < 0.97);
    CHECK(numeric_loading(pain, primary, 1, {2.8, 1.7}, solved.highest - 1e-6).loading.value() == Approx(strongest_loading).epsilon(1e-4));
    CHECK(numeric_loading(pain, primary, 1, {2.8, 1.7}, solved.lowest + 1e-6).loading.value() == Approx(-strongest_loading).epsilon(1e-4));
}

}  // namespace numeric_score_latent_test
