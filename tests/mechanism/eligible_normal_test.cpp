// Oracle: without selection, or without correlation, it is the standard normal; a bivariate normal's orthant; tails that are each other's
// complement. Statistical: a million draws selected by their baseline.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <boost/math/quadrature/exp_sinh.hpp>

#include <equipoise/mechanism/eligible_normal.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

namespace eligible_normal_test {

using namespace equipoise;

namespace {

constexpr double everyone = -std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("without selection or without correlation it is the standard normal") {
    for (const double t : {-7.0, -1.3, 0.0, 0.4, 5.0}) {
        CHECK(EligibleNormal(everyone, 0.6).above(t) == Approx(portable::normal_cdf(-t)).margin(1e-15));
        CHECK(EligibleNormal(everyone, -0.99).below(t) == Approx(portable::normal_cdf(t)).margin(1e-15));
        CHECK(EligibleNormal(0.7, 0).above(t) == portable::normal_cdf(-t));
    }
}

TEST_CASE("above the median of the baseline, the share above 0 is that of an orthant") {
    for (const double r : {-0.95, -0.3, 0.2, 0.8}) {
        const double orthant = 0.25 + std::asin(r) / (2 * std::acos(-1.0));  // Sheppard (1899)
        CHECK(EligibleNormal(0, r).above(0) == Approx(2 * orthant).epsilon(1e-12));
    }
}

TEST_CASE("the share above a threshold is an integral over the eligible baselines") {
    boost::math::quadrature::exp_sinh<double> rule;
    for (const double cut : {-1.5, -0.4, 2.5}) {
        for (const double r : {-0.7, 0.35}) {
            for (const double t : {-2.0, 0.3, 3.5}) {
                const auto inner = [&](double z) { return std::exp(-z * z / 2) * std::erfc((t - r * z) / std::sqrt(2 * (1 - r * r))) / 2; };
                const auto density = [](double z) { return std::exp(-z * z / 2); };
                const double wanted = rule.integrate(inner, cut, std::numeric_limits<double>::infinity()) / rule.integrate(density, cut, std::numeric_limits<double>::infinity());
                CHECK(EligibleNormal(cut, r).above(t) == Approx(wanted).epsilon(1e-9));
            }
        }
    }
}

TEST_CASE("a threshold is exceeded by the share that it was found for") {
    for (const double cut : {everyone, -0.4, 2.0}) {
        for (const double r : {0.0, -0.6, 0.98}) {
            const EligibleNormal normal(cut, r);
            for (const double share : {1e-18, 1e-9, 0.01, 0.5, 0.7, 1 - 1e-9}) {
                const double t = normal.exceeded_by(share);
                CHECK(normal.above(t) == Approx(share).epsilon(1e-10));
                CHECK(normal.above(t) + normal.below(t) == Approx(1).epsilon(1e-14));
                CHECK(normal.exceeded_by(share, t + 0.3) == Approx(t).margin(1e-10));
            }
            CHECK(normal.exceeded_by(0) == std::numeric_limits<double>::infinity());
            CHECK(normal.exceeded_by(1) == everyone);
        }
    }
}

TEST_CASE("draws that are selected by their baseline exceed a threshold as often as it says") {
    Stream chance(StudyKey(11), 0, {Layer::outcome});
    constexpr double cut = -0.4;
    constexpr double r = 0.55;
    const EligibleNormal normal(cut, r);
    const double t = normal.exceeded_by(0.3);
    double eligible = 0;
    double above = 0;
    for (int i = 0; i < 300'000; ++i) {
        const double z = standard_normal(chance);
        const double s = r * z + std::sqrt(1 - r * r) * standard_normal(chance);
        if (z < cut) continue;
        eligible += 1;
        above += s > t ? 1.0 : 0.0;
    }
    CHECK(std::abs(above / eligible - 0.3) < 4 * std::sqrt(0.3 * 0.7 / eligible));
}

}  // namespace eligible_normal_test
