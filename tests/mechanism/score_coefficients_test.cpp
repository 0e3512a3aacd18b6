// Oracle: closed-form Hermite coefficients against piecewise Gauss-Legendre quadrature of recorded scores.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/score_coefficients.hpp>

#include "quadrature.hpp"

namespace score_coefficients_test {

using namespace equipoise;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double hermite(std::size_t degree, double z) {
    double before = 0;
    double now = 1;
    for (std::size_t k = 0; k < degree; ++k) {
        const double next = (z * now - std::sqrt(static_cast<double>(k)) * before) / std::sqrt(static_cast<double>(k + 1));
        before = now;
        now = next;
    }
    return now;
}

struct Example {
    Scale scale;
    LatentNormal latent;
    double baseline_minimum;
};

const std::vector<Example> examples{
    {{0, 100, 2}, {25.3, 13}, 20},   {{0, 100, 2}, {11.3, 10.5}, -infinity}, {{0, 100, 2}, {-20, 13}, 8},  {{0, 100, 2}, {120, 15}, -infinity},
    {{0, 10, 1}, {4, 3}, 3},         {{0, 3, 1}, {1, 1}, 1},                 {{0, 100, 0}, {12, 14}, 5},   {{0, 100, 0}, {95, 8}, -infinity},
    {{}, {50, 10}, 45},              {{}, {50, 10}, -infinity},              {{0, infinity, 0}, {2, 5}, -infinity},
    {{-infinity, 10, 0}, {8, 5}, 3}, {{.step = 0.5}, {0, 1}, -0.3},          {{-infinity, 6, 1.5}, {3, 2}, -infinity}};

}  // namespace

TEST_CASE("coefficients of the score, its square and eligibility are the integrals that define them") {
    for (const Example& e : examples) {
        const double threshold = eligibility(e.scale, e.baseline_minimum).latent;
        const double reference = 7;
        const ScoreCoefficients c = score_coefficients(e.scale, e.latent, threshold, reference, 40);
        const std::vector<double> ends = quadrature::pieces(e.scale, e.latent.mean, e.latent.sd, threshold);
        const Recorder recorder(e.scale);
        for (const std::size_t k : {0U, 1U, 2U, 3U, 10U, 39U}) {
            const auto expected = [&](int power) {
                return quadrature::integral(ends, [&](double z) {
                    const double latent = e.latent.mean + e.latent.sd * z;
                    if (latent < threshold) return 0.0;
                    return std::pow(recorder(latent) - reference, power) * hermite(k, z) * quadrature::density(z);
                });
            };
            const double unit = e.latent.sd + std::abs(e.latent.mean - reference);
            CHECK_THAT(c.eligible[k], Catch::Matchers::WithinAbs(expected(0), 1e-11));
            CHECK_THAT(c.score[k], Catch::Matchers::WithinAbs(expected(1), 1e-11 * unit));
            CHECK_THAT(c.square[k], Catch::Matchers::WithinAbs(expected(2), 1e-11 * unit * unit));
        }
    }
}

TEST_CASE("an unbounded continuous score has the coefficients of a straight line and a parabola") {
    const ScoreCoefficients c = score_coefficients({}, {30, 8}, -infinity, 20, 6);
    const std::vector<double> line{10, 8, 0, 0, 0, 0};
    const std::vector<double> parabola{164, 160, 64 * std::sqrt(2.0), 0, 0, 0};
    for (std::size_t k = 0; k < 6; ++k) {
        CHECK_THAT(c.score[k], Catch::Matchers::WithinAbs(line[k], 1e-9));
        CHECK_THAT(c.square[k], Catch::Matchers::WithinAbs(parabola[k], 1e-8));
    }
}

TEST_CASE("no digits are lost far from zero") {
    const ScoreCoefficients here = score_coefficients({0, 100, 2}, {30, 8}, 19, 30, 10);
    const ScoreCoefficients far = score_coefficients({1e6, 1e6 + 100, 2}, {1e6 + 30, 8}, 1e6 + 19, 1e6 + 30, 10);
    for (std::size_t k = 0; k < 10; ++k) {
        CHECK_THAT(far.score[k], Catch::Matchers::WithinAbs(here.score[k], 1e-8));
        CHECK_THAT(far.square[k], Catch::Matchers::WithinAbs(here.square[k], 1e-7));
    }
}

}  // namespace score_coefficients_test
