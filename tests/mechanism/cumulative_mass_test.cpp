// Oracle: distribution function and quantiles of the standard normal and of the exponential distribution.
#include "catch.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>

#include <equipoise/mechanism/cumulative_mass.hpp>

namespace cumulative_mass_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("a polynomial of degree 19 is integrated exactly") {
    CHECK_THAT(gauss_integral([](double x) { return std::pow(x, 19) + x * x; }, 0, 2), WithinRel(std::pow(2.0, 20) / 20 + 8.0 / 3, 1e-14));
}

TEST_CASE("the normal distribution, both tails to full relative accuracy") {
    const CumulativeMass mass([](double x) { return 7 * std::exp(-x * x / 2); }, -12.0, 12.0, 300);
    const boost::math::normal normal;
    for (const double x : {-6.3, -2.0, -0.01, 0.0, 0.7, 3.21, 7.5}) {
        CHECK_THAT(mass(x).lower, WithinRel(cdf(normal, x), 1e-12));
        CHECK_THAT(mass(x).upper, WithinRel(cdf(complement(normal, x)), 1e-12));
        CHECK_THAT(mass.density(x), WithinRel(pdf(normal, x), 1e-13));
        CHECK_THAT(mass.quantile(mass(x)), WithinAbs(x, 1e-12));
    }
    CHECK_THAT(mass.quantile({0.5, 0.5}), WithinAbs(0, 1e-13));
    CHECK_THAT(mass.quantile({0.025, 0.975}), WithinAbs(quantile(normal, 0.025), 1e-12));
    CHECK_THAT(mass.quantile({1, 1e-12}), WithinAbs(quantile(complement(normal, 1e-12)), 1e-10));
}

TEST_CASE("what is asked beyond the ends is at the ends") {
    const CumulativeMass mass([](double x) { return std::exp(-x); }, 0.0, 50.0, 200);
    CHECK(mass(-1).lower == 0);
    CHECK(mass(60).upper == 0);
    CHECK_THAT(mass.quantile({0, 1}), WithinAbs(0, 1e-12));
    CHECK_THAT(mass.quantile({1, 0}), WithinAbs(50, 1e-6));
    CHECK_THAT(mass.quantile({1 - std::exp(-2.5), std::exp(-2.5)}), WithinAbs(2.5, 1e-12));
}

}  // namespace cumulative_mass_test
