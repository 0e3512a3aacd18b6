// Statistical (seeded; 4 Monte Carlo errors): gamma and chi-square variables have the distribution functions that Boost.Math gives, and their moments.
#include "catch.hpp"

#include <cmath>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/gamma.hpp>

#include <equipoise/random/gamma.hpp>

namespace gamma_test {

using namespace equipoise;

namespace {

constexpr std::size_t draws = 200'000;

template <class Draw>
std::vector<double> drawn(std::uint64_t item, Draw draw) {
    Stream chance(StudyKey(11), item, {Layer::collapsed});
    std::vector<double> values(draws);
    for (double& value : values) value = draw(chance);
    return values;
}

template <class Law>
void check_law(const std::vector<double>& values, const Law& law) {
    const auto n = static_cast<double>(values.size());
    for (const double p : {0.001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.999}) {
        const double quantile = boost::math::quantile(law, p);
        double below = 0;
        for (const double value : values) below += value <= quantile ? 1 : 0;
        INFO("p = " << p << ", " << below / n);
        CHECK(std::abs(below / n - p) < 4 * std::sqrt(p * (1 - p) / n));
    }
    const double mean = boost::math::mean(law);
    const double variance = boost::math::variance(law);
    double first = 0;
    double second = 0;
    for (const double value : values) {
        first += value / n;
        second += (value - mean) * (value - mean) / n;
    }
    CHECK(std::abs(first - mean) < 4 * std::sqrt(variance / n));
    CHECK(std::abs(second / variance - 1) < 4 * std::sqrt((boost::math::kurtosis(law) - 1) / n));
}

}  // namespace

TEST_CASE("gamma variables have their distribution, whatever the shape") {
    std::uint64_t item = 0;
    for (const double shape : {1.0, 1.5, 4.0, 37.0, 5000.0}) {
        INFO("shape " << shape);
        const StandardGamma gamma(shape);
        check_law(drawn(item++, gamma), boost::math::gamma_distribution<double>(shape));
    }
}

TEST_CASE("chi-square variables have their distribution, whatever the degrees of freedom") {
    std::uint64_t item = 100;
    for (const std::size_t df : {1U, 2U, 3U, 9U, 74U}) {
        INFO("df " << df);
        const ChiSquare chi_square(df);
        check_law(drawn(item++, chi_square), boost::math::chi_squared_distribution<double>(static_cast<double>(df)));
    }
}

// The bound that spares logarithms must never keep what the exact condition would not: it is looked at where it is used.
TEST_CASE("the short cut of the rejection keeps nothing that is to be rejected") {
    for (int k = -4999; k < 40'000; ++k) {
        const double w = k * 1e-4;
        const double exact = std::log1p(w) * 3 - 3 * w + 1.5 * w * w - w * w * w;
        INFO("w = " << w);
        REQUIRE(-1.3125 * w * w * w * w <= exact + 1e-14);
    }
}

}  // namespace gamma_test
