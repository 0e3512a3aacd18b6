// Oracle: what is certain, and prepared draws that are those of the plain function. Statistical (seeded; 4 Monte Carlo errors): the law of Boost.Math.
#include "catch.hpp"

#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

#include <equipoise/random/binomial.hpp>

namespace binomial_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t item) { return Stream(StudyKey(12), item, {Layer::collapsed}); }

void check_law(std::size_t n, double p, std::size_t draws, std::uint64_t item) {
    INFO("n = " << n << ", p = " << p);
    Stream stream = chance(item);
    const boost::math::binomial_distribution<double> law(static_cast<double>(n), p);
    std::vector<double> values(draws);
    double first = 0;
    double second = 0;
    const double mean = boost::math::mean(law);
    const double variance = boost::math::variance(law);
    const auto r = static_cast<double>(draws);
    for (double& value : values) {
        const std::size_t k = binomial(stream, n, p);
        REQUIRE(k <= n);
        value = static_cast<double>(k);
        first += value / r;
        second += (value - mean) * (value - mean) / r;
    }
    CHECK(std::abs(first - mean) < 4 * std::sqrt(variance / r));
    CHECK(std::abs(second / variance - 1) < 4 * std::sqrt((boost::math::kurtosis(law) - 1) / r));
    for (const double at : {-2.0, -1.0, 0.0, 1.0, 2.0}) {
        const double k = std::floor(mean + at * std::sqrt(variance));
        if (k < 0 || k >= static_cast<double>(n)) continue;
        const double up_to = boost::math::cdf(law, k);
        double found = 0;
        for (const double value : values) found += value <= k ? 1 : 0;
        CHECK(std::abs(found / r - up_to) < 4 * std::sqrt(up_to * (1 - up_to) / r));
    }
}

}  // namespace

TEST_CASE("nothing is drawn where the number is certain") {
    Stream stream = chance(0);
    Stream untouched = chance(0);
    CHECK(binomial(stream, 30, 0.0) == 0);
    CHECK(binomial(stream, 30, 1.0) == 30);
    CHECK(Binomial(0.0, 30)(stream, 30) == 0);
    CHECK(Binomial(1.0, 30)(stream, 30) == 30);
    CHECK(stream() == untouched());
    CHECK(binomial(stream, 0, 0.3) == 0);
    CHECK(binomial(stream, 0, 0.7) == 0);
}

TEST_CASE("binomial numbers have their distribution, few or many, rare or frequent") {
    check_law(1, 0.3, 100'000, 1);
    check_law(5, 0.5, 100'000, 2);
    check_law(75, 0.03, 100'000, 3);
    check_law(75, 0.97, 100'000, 4);
    check_law(32, 0.5, 100'000, 5);
    check_law(75, 0.5, 100'000, 6);
    check_law(150, 0.4, 100'000, 7);
    check_law(5'000, 0.2, 40'000, 8);
    check_law(1'000'000, 0.73, 20'000, 9);
    check_law(1'000'000, 1e-6, 40'000, 10);
}

TEST_CASE("prepared draws are those of the plain function") {
    std::uint64_t item = 20;
    for (const double p : {0.001, 0.03, 0.2, 0.5, 0.8}) {
        const Binomial prepared(p, 100);
        for (const std::size_t n : {0U, 1U, 7U, 75U, 100U, 101U, 5'000U}) {
            Stream one = chance(item);
            Stream other = chance(item++);
            for (int draw = 0; draw < 20; ++draw) REQUIRE(prepared(one, n) == binomial(other, n, p));
        }
    }
}

}  // namespace binomial_test
