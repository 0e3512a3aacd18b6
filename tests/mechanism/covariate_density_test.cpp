// Oracle: moments of the solved densities by quadrature, closed forms of the truncated normal, and Boost's gamma and lognormal distributions.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>

#include <equipoise/mechanism/covariate_density.hpp>

namespace covariate_density_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Moments2 {
    double mean;
    double sd;
};

/// Of a density's value, by fine quadrature.
Moments2 moments_of(const CovariateDensity& density) {
    const auto mass = cumulated(density);
    double first = 0;
    double second = 0;
    const double reference = density.value(0);
    for (std::size_t i = 0; i < mass.cells(); ++i) {
        const auto deviation = [&](double d) { return mass.density(d) * (density.value(d) - reference); };
        first += gauss_integral(deviation, mass.edge(i), mass.edge(i + 1));
        second += gauss_integral([&](double d) { return deviation(d) * (density.value(d) - reference); }, mass.edge(i), mass.edge(i + 1));
    }
    return {reference + first, std::sqrt(second - first * first)};
}

double quantile_of(const CovariateDensity& density, double p) { return density.value(cumulated(density).quantile({p, 1 - p})); }

}  // namespace

TEST_CASE("a truncated normal is solved for its moments after truncation") {
    const std::array<TruncatedNormal, 6> stated{{{42.5, 11.7, 18, 60}, {42.5, 11.819, 18, 60}, {0, 1}, {3, 2.9, 0}, {-5, 0.4, -infinity, -4.5}, {70, 0.5, 0, 100}}};
    for (const TruncatedNormal& one : stated) {
        INFO(one.mean << " " << one.sd);
        const auto density = covariate_density(one);
        REQUIRE(density);
        const Moments2 found = moments_of(*density);
        CHECK_THAT(found.mean, WithinAbs(one.mean, 1e-9 * one.sd));
        CHECK_THAT(found.sd, WithinRel(one.sd, 1e-9));
        CHECK(density->value(density->lowest) >= one.minimum - 1e-9);
        CHECK(density->value(density->highest) <= one.maximum + 1e-9);
    }
}

TEST_CASE("of a normal with mean 1 and SD 2 above 0, the moments in closed form lead back to it") {
    const boost::math::normal standard;
    const double cut = -0.5;
    const double hazard = pdf(standard, cut) / cdf(complement(standard, cut));
    const double mean = 1 + 2 * hazard;
    const double sd = 2 * std::sqrt(1 + cut * hazard - hazard * hazard);
    const auto density = covariate_density(TruncatedNormal{mean, sd, 0});
    REQUIRE(density);
    CHECK_THAT(density->curvature / (density->scale * density->scale), WithinRel(0.25, 1e-8));
    for (const double p : {0.001, 0.2, 0.5, 0.9, 0.9999}) {
        const double expected = 1 + 2 * quantile(standard, cdf(standard, cut) + p * cdf(complement(standard, cut)));
        CHECK_THAT(quantile_of(*density, p), WithinAbs(expected, 1e-8));
    }
}

TEST_CASE("gamma and lognormal quantiles are those of Boost") {
    for (const auto& [mean, sd, minimum] : {std::array{9.8, 8.8, 1.0}, std::array{3.0, 6.0, 0.0}, std::array{100.0, 3.0, 50.0}}) {
        const double above = mean - minimum;
        const boost::math::gamma_distribution<> gamma(above * above / (sd * sd), sd * sd / above);
        const double variance = std::log(1 + sd * sd / (above * above));
        const boost::math::lognormal lognormal(std::log(above) - variance / 2, std::sqrt(variance));
        for (const double p : {1e-6, 0.01, 0.3, 0.77, 0.9999}) {
            CHECK_THAT(quantile_of(*covariate_density(ShiftedGamma{mean, sd, minimum}), p) - minimum, WithinRel(quantile(gamma, p), 1e-9));
            CHECK_THAT(quantile_of(*covariate_density(Lognormal{mean, sd, minimum}), p) - minimum, WithinRel(quantile(lognormal, p), 1e-9));
        }
    }
}

TEST_CASE("the largest SD is that of the exponential distribution between the bounds") {
    CHECK(largest_truncated_sd(5, -infinity, infinity) == infinity);
    CHECK(largest_truncated_sd(5, 2, infinity) == 3);
    CHECK(largest_truncated_sd(5, -infinity, 6) == 1);
    CHECK_THAT(largest_truncated_sd(0.5, 0, 1), WithinRel(std::sqrt(1.0 / 12), 1e-12));
    const double rate = 3;  // density proportional to exp(-3 t) on [0, 1]
    const double lost = 1 / (std::exp(rate) - 1);
    const double mean = 1 / rate - lost;
    const double sd = std::sqrt(1 / (rate * rate) - lost * (1 + lost));
    CHECK_THAT(largest_truncated_sd(10 * mean, 0, 10), WithinRel(10 * sd, 1e-10));
    CHECK_THAT(largest_truncated_sd(10 * (1 - mean), 0, 10), WithinRel(10 * sd, 1e-10));
    CHECK(covariate_density(TruncatedNormal{10 * mean, 9.999 * sd, 0, 10}));
    CHECK_FALSE(covariate_density(TruncatedNormal{10 * mean, 10.001 * sd, 0, 10}));
    CHECK_FALSE(covariate_density(TruncatedNormal{5, 3, 2}));
}

}  // namespace covariate_density_test
