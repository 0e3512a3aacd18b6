// Oracle: Mehler series against two-dimensional quadrature; derivatives against finite differences.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <equipoise/mechanism/score_moments.hpp>

#include "quadrature.hpp"

namespace score_moments_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// E[1{X0 >= threshold} S0 Sv], the inner mean over Sv given X0 from one-dimensional moments.
double product_by_quadrature(const Scale& scale, LatentNormal first, double threshold, LatentNormal later, double rho) {
    const Recorder recorder(scale);
    return quadrature::integral(quadrature::pieces(scale, first.mean, first.sd, threshold), [&](double z) {
        const double latent = first.mean + first.sd * z;
        if (latent < threshold) return 0.0;
        const double centre = later.mean + later.sd * rho * z;
        const double rest = later.sd * std::sqrt(1 - rho * rho);
        const double inner = quadrature::integral(quadrature::pieces(scale, centre, rest, -infinity), [&](double w) {
            return recorder(centre + rest * w) * quadrature::density(w);
        });
        return recorder(latent) * inner * quadrature::density(z);
    });
}

double product_by_series(const Scale& scale, LatentNormal first, double threshold, LatentNormal later, double rho) {
    const std::size_t terms = series_terms(rho) + 2;
    const ScoreCoefficients f = score_coefficients(scale, first, threshold, 0, terms);
    const ScoreCoefficients g = score_coefficients(scale, later, -infinity, 0, terms);
    return cross_moment(f.score, g.score, rho, later.sd).value;
}

}  // namespace

TEST_CASE("the mean product of two scores among those eligible") {
    const LatentNormal first{25.3, 13};
    const LatentNormal later{11.3, 10.5};
    for (const double rho : {-0.7, 0.0, 0.3, 0.55, 0.9}) {
        for (const Scale& scale : {Scale{0, 100, 2}, Scale{0, 100, 0}, Scale{0, 60, 20}}) {
            const double threshold = scale.step > 2 ? 10 : 19;
            CHECK_THAT(product_by_series(scale, first, threshold, later, rho),
                       WithinAbs(product_by_quadrature(scale, first, threshold, later, rho), 1e-8));
        }
    }
}

TEST_CASE("derivatives of a cross moment are its slopes") {
    const Scale scale{0, 100, 2};
    const ScoreCoefficients f = score_coefficients(scale, {25.3, 13}, 19, 30, 200);
    const auto value = [&](double mean, double sd, double rho) {
        return cross_moment(f.score, score_coefficients(scale, {mean, sd}, -infinity, 10, 100).square, rho, sd);
    };
    const double h = 1e-5;
    const CrossMoment at = value(11, 10, 0.6);
    CHECK_THAT(at.by_mean, WithinAbs((value(11 + h, 10, 0.6).value - value(11 - h, 10, 0.6).value) / (2 * h), 1e-5));
    CHECK_THAT(at.by_sd, WithinAbs((value(11, 10 + h, 0.6).value - value(11, 10 - h, 0.6).value) / (2 * h), 1e-5));
    CHECK_THAT(at.by_correlation, WithinAbs((value(11, 10, 0.6 + h).value - value(11, 10, 0.6 - h).value) / (2 * h), 1e-4));
}

TEST_CASE("mean and SD of a truncated normal have their textbook values") {
    const double t = 0.5;  // standardised cut
    const double hazard = quadrature::density(t) / (0.5 * std::erfc(t / std::sqrt(2.0)));
    const ScoreMoments m = score_moments({}, {50, 10}, 55);
    CHECK_THAT(m.mean, WithinAbs(50 + 10 * hazard, 1e-10));
    CHECK_THAT(m.sd, WithinAbs(10 * std::sqrt(1 + t * hazard - hazard * hazard), 1e-10));
}

TEST_CASE("latent moments of the trial's follow-up visits show as its observed ones") {
    const Scale modq{0, 100, 2};
    const ScoreMoments treatment = score_moments(modq, {11.349, 10.527});
    CHECK_THAT(treatment.mean, WithinAbs(12.1, 1e-3));
    CHECK_THAT(treatment.sd, WithinAbs(9.3, 1e-3));
    const ScoreMoments control = score_moments(modq, {19.942, 9.425});
    CHECK_THAT(control.mean, WithinAbs(20.0, 1e-3));
    CHECK_THAT(control.sd, WithinAbs(9.3, 1e-3));
}

TEST_CASE("series are long enough for their correlation") {
    CHECK(series_terms(0) == 24);
    CHECK(std::pow(0.5, static_cast<double>(series_terms(0.5))) <= 1e-14);
    CHECK(series_terms(-0.5) == series_terms(0.5));
    CHECK(series_terms(0.99999) == max_terms);
}

}  // namespace score_moments_test
