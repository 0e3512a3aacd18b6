// Oracle: Pearson's selection formulae on an unbounded scale; solving leads back to the moments on random scales.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

#include "quadrature.hpp"

namespace latent_visit_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("selection of a bivariate normal on the baseline (Pearson 1903)") {
    const double cut = 0.4;
    const double hazard = quadrature::density(cut) / (0.5 * std::erfc(cut / std::sqrt(2.0)));
    const double variance = 1 + cut * hazard - hazard * hazard;
    const EligibleBaseline baseline = eligible_baseline({}, {50, 10}, 54);
    for (const double rho : {-0.8, 0.0, 0.3, 0.9}) {
        const VisitMoments m = visit_moments({}, baseline, {{20, 5}, rho});
        const double sd = 5 * std::sqrt(1 - rho * rho * (1 - variance));
        CHECK_THAT(m.mean, WithinAbs(20 + 5 * rho * hazard, 1e-9));
        CHECK_THAT(m.sd, WithinAbs(sd, 1e-9));
        CHECK_THAT(m.correlation, WithinAbs(5 * rho * std::sqrt(variance) / sd, 1e-9));
        const SolvedVisit solved = latent_visit({}, baseline, m);
        REQUIRE(solved.latent);
        CHECK_THAT(solved.latent->normal.mean, WithinAbs(20, 1e-8));
        CHECK_THAT(solved.latent->normal.sd, WithinAbs(5, 1e-8));
        CHECK_THAT(solved.latent->correlation, WithinAbs(rho, 1e-9));
    }
}

TEST_CASE("the moments of a latent visit lead back to moments that are the same") {
    Stream chance(StudyKey(4), 0, {Layer::outcome});
    for (int k = 0; k < 60; ++k) {
        const double steps = std::floor(4 + 50 * uniform(chance));
        const Scale scale{0, k % 4 == 3 ? infinity : steps, k % 3 == 2 ? 0.0 : 1.0};
        const LatentNormal first{steps * (0.3 + 0.4 * uniform(chance)), steps * (0.1 + 0.2 * uniform(chance))};
        const double threshold = k % 2 == 0 ? -infinity : eligibility(scale, std::floor(first.mean)).latent;
        const EligibleBaseline baseline = eligible_baseline(scale, first, threshold);
        const LatentVisit made{{steps * (0.05 + 0.8 * uniform(chance)), steps * (0.08 + 0.3 * uniform(chance))}, 1.8 * uniform(chance) - 0.9};
        const VisitMoments stated = visit_moments(scale, baseline, made);
        INFO("scale to " << scale.maximum << " cut " << threshold << " baseline " << first.mean << " " << first.sd << " visit " << made.normal.mean << " "
                         << made.normal.sd << " " << made.correlation);
        const SolvedVisit solved = latent_visit(scale, baseline, stated);
        REQUIRE(solved.latent);
        const VisitMoments found = visit_moments(scale, baseline, *solved.latent);
        CHECK_THAT(found.mean, WithinAbs(stated.mean, 1e-8 * stated.sd));
        CHECK_THAT(found.sd, WithinAbs(stated.sd, 1e-8 * stated.sd));
        CHECK_THAT(found.correlation, WithinAbs(stated.correlation, 1e-8));
    }
}

TEST_CASE("what cannot be had is said, with the nearest correlation that can") {
    const Scale modq{0, 100, 2};
    const EligibleBaseline baseline = eligible_baseline(modq, {25.28, 12.96}, 19);
    const SolvedVisit floored = latent_visit(modq, baseline, {3, 5, 0.95});
    REQUIRE_FALSE(floored.latent);
    CHECK(floored.attainable_correlation > 0.5);
    CHECK(floored.attainable_correlation < 0.95);
    CHECK(latent_visit(modq, baseline, {3, 5, 0.98 * floored.attainable_correlation}).latent);
    const SolvedVisit impossible = latent_visit(modq, baseline, {3, 30, 0.3});
    REQUIRE_FALSE(impossible.latent);
    CHECK(std::isnan(impossible.attainable_correlation));
}

}  // namespace latent_visit_test
