// Oracle: with nobody excluded a pair's covariance is one Mehler series; on an unbounded scale selection has a closed form.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <equipoise/mechanism/latent_pair.hpp>

#include "quadrature.hpp"

namespace latent_pair_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

PairCovariance pair_covariance(const Scale& scale, const EligibleBaseline& baseline, const LatentVisit& v, const LatentVisit& w, std::size_t terms) {
    const std::vector<detail::Node> nodes = detail::eligible_nodes(baseline.cut(), 1.0);
    return PairCovariance(conditional_scores(scale, v, visit_moments(scale, baseline, v).mean, nodes, terms),
                          conditional_scores(scale, w, visit_moments(scale, baseline, w).mean, nodes, terms), nodes, baseline.share());
}

}  // namespace

TEST_CASE("with nobody excluded, a pair of visits does not know of the baseline") {
    const Scale scale{0, 100, 2};
    const EligibleBaseline baseline = eligible_baseline(scale, {30, 10}, -infinity);
    const LatentVisit v{{11, 10}, 0.5};
    const LatentVisit w{{18, 12}, 0.7};
    const PairCovariance covariance = pair_covariance(scale, baseline, v, w, 200);
    for (const double r : {-0.8, -0.2, 0.0, 0.4, 0.85}) {
        const double rho = v.correlation * w.correlation + r * std::sqrt((1 - 0.25) * (1 - 0.49));
        const ScoreCoefficients cv = score_coefficients(scale, v.normal, -infinity, 0, 300);
        const ScoreCoefficients cw = score_coefficients(scale, w.normal, -infinity, 0, 300);
        const double direct = cross_moment(cv.score, cw.score, rho, 12).value - cv.score[0] * cw.score[0];
        CHECK_THAT(covariance(r).value, WithinAbs(direct, 1e-8));
    }
}

TEST_CASE("selection of a trivariate normal on the baseline (Pearson 1903)") {
    const double cut = -0.3;
    const double hazard = quadrature::density(cut) / (0.5 * std::erfc(cut / std::sqrt(2.0)));
    const double lost = 1 - (1 + cut * hazard - hazard * hazard);
    const EligibleBaseline baseline = eligible_baseline({}, {50, 10}, 47);
    const LatentVisit v{{20, 5}, 0.6};
    const LatentVisit w{{30, 8}, -0.4};
    const PairCovariance covariance = pair_covariance({}, baseline, v, w, 40);
    for (const double r : {-0.9, 0.0, 0.5}) {
        const double rho = -0.24 + r * 0.8 * std::sqrt(0.84);
        CHECK_THAT(covariance(r).value, WithinAbs(40 * (rho + 0.24 * lost), 1e-9));
        CHECK_THAT(covariance(r).slope, WithinAbs(40 * 0.8 * std::sqrt(0.84), 1e-8));
        const auto found = covariance.partial_correlation(covariance(r).value, 0.0, 1e-11);
        REQUIRE(found);
        CHECK_THAT(*found, WithinAbs(r, 1e-10));
    }
    CHECK_FALSE(covariance.partial_correlation(60, 0.0, 1e-11));
}

}  // namespace latent_pair_test
