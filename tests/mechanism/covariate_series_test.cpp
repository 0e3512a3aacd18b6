// Oracle: coefficients in closed form, and sums that give back the variance.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <equipoise/mechanism/covariate_series.hpp>
#include <equipoise/mechanism/prepared_distribution.hpp>

namespace covariate_series_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

CovariateTransform transform_of(const CovariateDistribution& stated) { return PreparedDistribution(stated).transform(eligible_latent(0, -infinity)); }

}  // namespace

TEST_CASE("a lognormal has the coefficients exp(m + s^2 / 2) s^k / sqrt(k!)") {
    const double mean = 3;
    const double sd = 1.5;
    const double s = std::sqrt(std::log(1 + sd * sd / (mean * mean)));
    CovariateSeries series;
    const std::vector<double> c = series(transform_of(Lognormal{mean, sd}), 0, 1, 0, 12);
    double expected = mean;
    for (std::size_t k = 0; k < c.size(); ++k) {
        CHECK_THAT(c[k], WithinAbs(expected, 1e-7));
        expected *= s / std::sqrt(static_cast<double>(k + 1));
    }
}

TEST_CASE("a normal covariate is linear, about any point and at any scale") {
    CovariateSeries series;
    const std::vector<double> c = series(transform_of(TruncatedNormal{5, 2}), 0.5, 0.3, 5, 300);
    CHECK_THAT(c[0], WithinAbs(1, 1e-9));
    CHECK_THAT(c[1], WithinAbs(0.6, 1e-9));
    for (std::size_t k = 2; k < 300; ++k) REQUIRE_THAT(c[k], WithinAbs(0, 1e-8));
}

TEST_CASE("squares of the coefficients add up to the mean square") {
    CovariateSeries series;
    double square = 0;
    for (const double c : series(transform_of(ShiftedGamma{9.8, 8.8, 1}), 0, 1, 9.8, 200)) square += c * c;
    CHECK_THAT(std::sqrt(square), WithinAbs(8.8, 1e-6));
}

TEST_CASE("categories: of a step at t, P(Z > t) and phi(t), then t phi(t) / sqrt 2") {
    const CovariateTransform transform = transform_of(Categories{{"a", "b"}, {0.3, 0.7}});
    const double t = transform.cuts()[0];
    CovariateSeries series;
    const std::vector<double> c = series(transform, 0, 1, 0.7, 3);
    const double density = std::exp(-t * t / 2) / std::sqrt(2 * std::acos(-1.0));
    CHECK_THAT(c[0], WithinAbs(0, 1e-12));
    CHECK_THAT(c[1], WithinAbs(density, 1e-12));
    CHECK_THAT(c[2], WithinAbs(t * density / std::sqrt(2.0), 1e-12));
}

}  // namespace covariate_series_test
