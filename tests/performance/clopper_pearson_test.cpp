// Reference: Newcombe's published intervals. Oracle: binomial tails summed term by term.
#include "catch.hpp"

#include <cmath>

#include <equipoise/performance/clopper_pearson.hpp>

namespace clopper_pearson_test {

using namespace equipoise;

namespace {

/// P(from <= X <= to) for X ~ Binomial(n, p), term by term.
double binomial(std::uint64_t from, std::uint64_t to, std::uint64_t n, double p) {
    long double total = 0;
    for (std::uint64_t k = from; k <= to; ++k) {
        const auto kk = static_cast<long double>(k);
        const auto nn = static_cast<long double>(n);
        const long double choose = std::lgamma(nn + 1) - std::lgamma(kk + 1) - std::lgamma(nn - kk + 1);
        total += std::exp(choose + kk * std::log(static_cast<long double>(p)) + (nn - kk) * std::log1p(-static_cast<long double>(p)));
    }
    return static_cast<double>(total);
}

}  // namespace

TEST_CASE("published exact intervals: Newcombe (1998), Statistics in Medicine 17:857, Table I") {
    struct Published {
        std::uint64_t successes, trials;
        double lower, upper;
    };
    for (const Published& known : {Published{81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0.0, 0.1684}, {1, 29, 0.0009, 0.1776}}) {
        const Interval interval = clopper_pearson(known.successes, known.trials);
        CHECK(std::abs(interval.lower - known.lower) <= 0.00005);
        CHECK(std::abs(interval.upper - known.upper) <= 0.00005);
    }
}

TEST_CASE("each limit leaves half of alpha in its binomial tail") {
    for (const double level : {0.90, 0.95, 0.999}) {
        const double tail = (1.0 - level) / 2.0;
        for (const std::uint64_t n : {1U, 2U, 10U, 149U, 1000U}) {
            for (const std::uint64_t k : {std::uint64_t{0}, std::uint64_t{1}, n / 2, n - 1, n}) {
                const Interval interval = clopper_pearson(k, n, level);
                CAPTURE(level, n, k);
                CHECK((k == 0 ? interval.lower == 0.0 : std::abs(binomial(k, n, n, interval.lower) / tail - 1.0) < 1e-10));
                CHECK((k == n ? interval.upper == 1.0 : std::abs(binomial(0, k, n, interval.upper) / tail - 1.0) < 1e-10));
            }
        }
    }
}

TEST_CASE("failures mirror successes") {
    for (const std::uint64_t k : {0U, 1U, 30U, 149U}) {
        const Interval of_successes = clopper_pearson(k, 149);
        const Interval of_failures = clopper_pearson(149 - k, 149);
        CHECK(of_successes.lower == Approx(1.0 - of_failures.upper).epsilon(1e-12).margin(1e-15));
        CHECK(of_successes.upper == Approx(1.0 - of_failures.lower).epsilon(1e-12).margin(1e-15));
    }
}

TEST_CASE("as many trials as a study may have") {
    const std::uint64_t n = 1'000'000'000;
    const Interval middle = clopper_pearson(n / 2, n);
    const double half_width = 1.959963984540054 * std::sqrt(0.25 / static_cast<double>(n));
    CHECK(0.5 - middle.lower == Approx(half_width).epsilon(1e-4));
    CHECK(middle.upper - 0.5 == Approx(half_width).epsilon(1e-4));
    CHECK(clopper_pearson(0, n).upper == Approx(-std::log(0.025) / static_cast<double>(n)).epsilon(1e-8));
    CHECK(binomial(0, 3, n, clopper_pearson(3, n).upper) == Approx(0.025).epsilon(1e-5));  // lgamma of 1e9 has no more digits
    CHECK(clopper_pearson(n, n).lower < 1.0);
}

TEST_CASE("an impossible question is refused") {
    CHECK_THROWS_AS(clopper_pearson(0, 0), std::invalid_argument);
    CHECK_THROWS_AS(clopper_pearson(3, 2), std::invalid_argument);
    CHECK_THROWS_AS(clopper_pearson(1, 2, 1.0), std::invalid_argument);
    CHECK_THROWS_AS(clopper_pearson(1, 2, std::nan("")), std::invalid_argument);
    CHECK_THROWS_AS(mc_proportion(0, 0), std::invalid_argument);
}

TEST_CASE("a proportion has its Monte Carlo standard error and its exact interval") {
    const McProportion share = mc_proportion(25, 100);
    CHECK(share.value == 0.25);
    CHECK(share.mcse == Approx(std::sqrt(0.25 * 0.75 / 100)).epsilon(1e-14));
    CHECK(share.lower == clopper_pearson(25, 100).lower);
    CHECK(share.upper == clopper_pearson(25, 100).upper);
    CHECK(mc_proportion(100, 100).mcse == 0.0);
    CHECK(mc_proportion(100, 100).lower == Approx(std::pow(0.025, 0.01)).epsilon(1e-12));
}

}  // namespace clopper_pearson_test
