// Oracle: distribution among those eligible by bivariate quadrature; quantiles point by point; moments as stated.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <variant>
#include <vector>

#include <equipoise/mechanism/prepared_distribution.hpp>

#include "quadrature.hpp"

namespace covariate_transform_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// P(X* <= x | Z0 >= cut) as an integral over Z0.
double eligible_cdf(double a, double cut, double x) {
    std::vector<double> ends;
    for (double z = std::isfinite(cut) ? cut : -9; z < 9; z += 0.05) ends.push_back(z);
    const double rest = std::sqrt(1 - a * a);
    const double joint = quadrature::integral(ends, [&](double z) { return quadrature::density(z) * normal_cdf((x - a * z) / rest); });
    return joint / quadrature::integral(ends, quadrature::density);
}

const std::vector<CovariateDistribution> distributions{
    TruncatedNormal{42.5, 11.7, 18, 60}, TruncatedNormal{0, 1}, TruncatedNormal{2, 1.7, 0}, ShiftedGamma{9.8, 8.8, 1}, ShiftedGamma{1, 3}, Lognormal{10, 12, 2},
    Categories{{"a", "b"}, {0.389, 0.611}}, Categories{{"a", "b", "c", "d"}, {0.01, 0.5, 0.3, 0.19}}};

}  // namespace

TEST_CASE("the latent distribution among those eligible") {
    for (const double a : {-0.95, -0.3, 0.0, 0.6}) {
        for (const double cut : {-infinity, -0.5, 2.0}) {
            const LatentMass latent = eligible_latent(a, cut);
            for (const double x : {-2.0, 0.1, 1.7}) CHECK_THAT(latent(x).lower, WithinAbs(eligible_cdf(a, cut, x), 1e-10));
        }
    }
}

TEST_CASE("whatever the cut, those eligible have the stated moments") {
    for (const CovariateDistribution& stated : distributions) {
        const PreparedDistribution distribution(stated);
        for (const double a : {-0.8, 0.0, 0.5}) {
            for (const double cut : {-infinity, -0.5, 1.5}) {
                const LatentMass latent = eligible_latent(a, cut);
                const CovariateMoments found = moments(distribution.transform(latent), latent);
                CHECK_THAT(found.mean, WithinAbs(distribution.moments().mean, 1e-8 * distribution.moments().sd));
                CHECK_THAT(found.sd, WithinAbs(distribution.moments().sd, 1e-7 * distribution.moments().sd));
            }
        }
    }
}

TEST_CASE("between the points of the table the value is the quantile, to a millionth of an SD, and never falls") {
    const LatentMass latent = eligible_latent(0.6, 0.4);
    for (const CovariateDistribution& stated : {distributions[0], distributions[2], distributions[3], distributions[5]}) {
        const PreparedDistribution distribution(stated);
        const CovariateTransform transform = distribution.transform(latent);
        CovariateDensity density{};
        double minimum = 0;
        if (const auto* normal = std::get_if<TruncatedNormal>(&stated)) density = *covariate_density(*normal), minimum = normal->minimum;
        if (const auto* gamma = std::get_if<ShiftedGamma>(&stated)) density = *covariate_density(*gamma), minimum = gamma->minimum;
        if (const auto* lognormal = std::get_if<Lognormal>(&stated)) density = *covariate_density(*lognormal), minimum = lognormal->minimum;
        const auto mass = cumulated(density);
        double before = minimum;
        for (double x = -5; x < 5; x += 0.0137) {
            const double value = transform(x);
            REQUIRE_THAT(value, WithinAbs(density.value(mass.quantile(latent(x))), 1e-6 * distribution.moments().sd));
            REQUIRE(value >= before);
            before = value;
        }
        CHECK(transform(-100) >= minimum);
        CHECK(transform(100) <= (std::holds_alternative<TruncatedNormal>(stated) && minimum == 18 ? 60 : infinity));
    }
}

TEST_CASE("categories are as frequent as stated, whichever the eligible") {
    const std::vector<double> proportions{0.01, 0.5, 0.3, 0.19};
    const CovariateTransform transform(proportions, eligible_latent(-0.7, 0.3));
    REQUIRE(transform.cuts().size() == 3);
    double below = 0;
    for (std::size_t level = 0; level < 3; ++level) {
        below += proportions[level];
        CHECK_THAT(eligible_cdf(-0.7, 0.3, transform.cuts()[level]), WithinAbs(below, 1e-10));
        CHECK(transform(transform.cuts()[level] - 1e-6) == static_cast<double>(level));
        CHECK(transform(transform.cuts()[level]) == static_cast<double>(level + 1));
    }
}

TEST_CASE("the moments of another latent distribution than the transform was made for") {
    const CovariateTransform identity = PreparedDistribution(TruncatedNormal{0, 1}).transform(eligible_latent(0, 0));
    const double a = 0.6;  // E[X*] = a h, Var X* = 1 - a^2 h^2 if Z0 >= 0, h = sqrt(2 / pi)
    const double h = std::sqrt(2 / std::acos(-1.0));
    const CovariateMoments found = moments(identity, eligible_latent(a, 0));
    CHECK_THAT(found.mean, WithinAbs(a * h, 1e-8));
    CHECK_THAT(found.sd, WithinAbs(std::sqrt(1 - a * a * h * h), 1e-8));
    const CovariateTransform halves = PreparedDistribution(Categories{{"low", "high"}, {0.5, 0.5}}).transform(eligible_latent(0, 0));
    CHECK_THAT(moments(halves, eligible_latent(a, 0)).mean, WithinAbs(0.5 + std::asin(a) / std::acos(-1.0), 1e-9));
}

}  // namespace covariate_transform_test
