// Oracle: the C library in long double, on dense grids. Reference: R's pnorm. One digest for all builds.
#include "catch.hpp"

#include <equipoise/random/portable_math.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace portable_math_test {

namespace {

namespace portable = equipoise::portable;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double denormal = std::numeric_limits<double>::denorm_min();
constexpr double smallest = std::numeric_limits<double>::min();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

struct Grid {
    double from;
    double to;
    int points;

    double operator[](int i) const { return from + (to - from) * (i + 0.6180339887) / points; }
};

/// The largest relative error of a function on a grid, against an oracle of more digits.
template <class Function, class Oracle>
double worst_error(Grid grid, Function function, Oracle oracle) {
    long double worst = 0;
    for (int i = 0; i < grid.points; ++i) {
        const long double truth = oracle(static_cast<long double>(grid[i]));
        worst = std::max(worst, std::abs((function(grid[i]) - truth) / truth));
    }
    return static_cast<double>(worst);
}

long double normal_cdf_oracle(long double x) { return std::erfc(-x / std::sqrt(2.0L)) / 2; }
long double normal_density_oracle(long double x) { return std::exp(-x * x / 2) / std::sqrt(8 * std::atan(1.0L)); }

template <class Function>
std::uint64_t digest_of(Grid grid, Function function) {
    std::uint64_t digest = 0xcbf29ce484222325U;  // FNV-1a over words
    for (int i = 0; i < grid.points; ++i) digest = (digest ^ std::bit_cast<std::uint64_t>(function(grid[i]))) * 0x100000001b3U;
    return digest;
}

}  // namespace

static_assert(std::numeric_limits<long double>::digits >= 64, "the oracle needs more digits than a double has");

TEST_CASE("exp is within one unit in the last place") {
    const auto oracle = [](long double x) { return std::exp(x); };
    for (const Grid grid : {Grid{-708, 709.78, 400'000}, Grid{-1, 1, 200'000}, Grid{-1e-8, 1e-8, 1'000}}) {
        double worst_ulps = 0;
        for (int i = 0; i < grid.points; ++i) {
            const long double truth = oracle(grid[i]);
            const double rounded = static_cast<double>(truth);
            const double ulp = std::nextafter(rounded, infinity) - rounded;
            worst_ulps = std::max(worst_ulps, static_cast<double>(std::abs(portable::exp(grid[i]) - truth) / ulp));
        }
        CHECK(worst_ulps < 1.0);
    }
}

TEST_CASE("exp at the ends of its range") {
    CHECK(portable::exp(0.0) == 1.0);
    CHECK(portable::exp(-0.0) == 1.0);
    CHECK(portable::exp(denormal) == 1.0);
    CHECK(portable::exp(infinity) == infinity);
    CHECK(portable::exp(-infinity) == 0.0);
    CHECK(portable::exp(largest) == infinity);
    CHECK(portable::exp(-largest) == 0.0);
    CHECK(std::isnan(portable::exp(not_a_number)));
    CHECK(portable::exp(0x1.62e42fefa39efp+9) <= largest);  // log of the largest double, rounded down
    CHECK(portable::exp(std::nextafter(0x1.62e42fefa39efp+9, infinity)) == infinity);
    CHECK(portable::exp(-0x1.74910d52d3051p+9) == denormal);
    CHECK(portable::exp(std::nextafter(-0x1.74910d52d3051p+9, -infinity)) == 0.0);
    for (double x = -745.1; x < -708.0; x += 0.01) {  // denormal results: half a unit of the smallest, and the error above
        const auto truth = static_cast<double>(std::exp(static_cast<long double>(x)));
        REQUIRE(std::abs(portable::exp(x) - truth) <= denormal + epsilon * truth);
    }
}

TEST_CASE("log is within one unit in the last place") {
    const auto oracle = [](long double x) { return std::log(x); };
    for (const Grid grid : {Grid{0, 0.7, 200'000}, Grid{0.7, 1.42, 400'000}, Grid{1, 100, 200'000}, Grid{1, 1e300, 10'000},
                            Grid{0, 1e-300, 10'000}, Grid{0, smallest, 10'000}}) {
        double worst_ulps = 0;
        for (int i = 0; i < grid.points; ++i) {
            const long double truth = oracle(grid[i]);
            const double rounded = std::abs(static_cast<double>(truth));
            const double ulp = std::nextafter(rounded, infinity) - rounded;
            worst_ulps = std::max(worst_ulps, static_cast<double>(std::abs(portable::log(grid[i]) - truth) / ulp));
        }
        CHECK(worst_ulps < 1.0);
    }
}

TEST_CASE("log at the ends of its range") {
    CHECK(portable::log(1.0) == 0.0);
    CHECK(portable::log(0.0) == -infinity);
    CHECK(portable::log(-0.0) == -infinity);
    CHECK(portable::log(infinity) == infinity);
    CHECK(std::isnan(portable::log(not_a_number)));
    CHECK(std::isnan(portable::log(-denormal)));
    CHECK(std::isnan(portable::log(-infinity)));
    for (const double x : {denormal, smallest, largest, std::nextafter(1.0, 0.0), std::nextafter(1.0, 2.0)}) {
        const auto truth = static_cast<double>(std::log(static_cast<long double>(x)));
        CHECK(std::abs(portable::log(x) - truth) <= epsilon * std::abs(truth));
    }
}

TEST_CASE("erfc keeps its digits in both tails") {
    const auto function = [](double x) { return portable::erfc(x); };
    const auto oracle = [](long double x) { return std::erfc(x); };
    for (const Grid grid : {Grid{-6, 6, 400'000}, Grid{0.46, 0.48, 10'000}, Grid{3.99, 4.01, 10'000}, Grid{6, 26.5, 200'000}}) {
        CHECK(worst_error(grid, function, oracle) < 2e-15);
    }
    CHECK(portable::erfc(0.0) == 1.0);
    CHECK(portable::erfc(infinity) == 0.0);
    CHECK(portable::erfc(-infinity) == 2.0);
    CHECK(portable::erfc(30.0) == 0.0);
    CHECK(portable::erfc(-30.0) == 2.0);
    CHECK(std::isnan(portable::erfc(not_a_number)));
    CHECK(portable::erfc(27.0) > 0.0);  // a denormal
}

TEST_CASE("normal_cdf keeps its digits in both tails") {
    const auto function = [](double x) { return portable::normal_cdf(x); };
    for (const Grid grid : {Grid{-8, 8, 400'000}, Grid{-0.67, 0.67, 50'000}, Grid{-37.5, -8, 200'000}}) {
        CHECK(worst_error(grid, function, normal_cdf_oracle) < 2e-15);
    }
    CHECK(portable::normal_cdf(0.0) == 0.5);
    CHECK(portable::normal_cdf(infinity) == 1.0);
    CHECK(portable::normal_cdf(-infinity) == 0.0);
    CHECK(portable::normal_cdf(-40.0) == 0.0);
    CHECK(portable::normal_cdf(40.0) == 1.0);
    CHECK(std::isnan(portable::normal_cdf(not_a_number)));
}

TEST_CASE("normal_cdf agrees with R's pnorm") {
    // R 4.2.2, 15 digits.
    struct {
        double x, p;
    } const values[] = {{-8, 6.22096057427178e-16}, {-1, 0.158655253931457}, {0.5, 0.691462461274013}, {6.5, 0.99999999995984}};
    for (const auto& [x, p] : values) CHECK(std::abs(portable::normal_cdf(x) - p) <= 1e-14 * p);
}

TEST_CASE("normal_cdf never falls") {
    double before = 0;
    for (int i = -400'000; i <= 100'000; ++i) {
        const double p = portable::normal_cdf(i * 1e-4);
        REQUIRE(p >= before);
        before = p;
    }
}

TEST_CASE("normal_density keeps its digits in the tails") {
    const auto function = [](double x) { return portable::normal_density(x); };
    CHECK(worst_error({-37, 37, 400'000}, function, normal_density_oracle) < 1e-15);
    CHECK(portable::normal_density(infinity) == 0.0);
    CHECK(portable::normal_density(-infinity) == 0.0);
    CHECK(portable::normal_density(-1e300) == 0.0);
    CHECK(std::isnan(portable::normal_density(not_a_number)));
}

TEST_CASE("tanh and atanh") {
    const auto tanh = [](double x) { return portable::tanh(x); };
    const auto atanh = [](double x) { return portable::atanh(x); };
    const auto tanh_oracle = [](long double x) { return std::tanh(x); };
    const auto atanh_oracle = [](long double x) { return std::atanh(x); };
    for (const Grid grid : {Grid{-25, 25, 200'000}, Grid{-0.2, 0.2, 200'000}, Grid{-1e-200, 1e-200, 1'000}}) {
        CHECK(worst_error(grid, tanh, tanh_oracle) < 1e-15);
    }
    for (const Grid grid : {Grid{-1, 1, 200'000}, Grid{-0.2, 0.2, 200'000}, Grid{-1e-200, 1e-200, 1'000}}) {
        CHECK(worst_error(grid, atanh, atanh_oracle) < 1e-15);
    }
    CHECK(portable::tanh(infinity) == 1.0);
    CHECK(portable::tanh(-infinity) == -1.0);
    CHECK(std::isnan(portable::tanh(not_a_number)));
    CHECK(portable::atanh(1.0) == infinity);
    CHECK(portable::atanh(-1.0) == -infinity);
    CHECK(portable::atanh(0.0) == 0.0);
    CHECK(std::isnan(portable::atanh(1.5)));
    CHECK(std::isnan(portable::atanh(not_a_number)));
}

TEST_CASE("constant evaluation equals run time") {
    volatile double opaque = 0;  // not known to the compiler
    const auto at_run_time = [&](double x) {
        opaque = x;
        return static_cast<double>(opaque);
    };
    constexpr double exponential = portable::exp(-3.7), logarithm = portable::log(0.3), error = portable::erfc(2.5);
    constexpr double near = portable::normal_cdf(0.3), tail = portable::normal_cdf(-9.1), density = portable::normal_density(1.7);
    constexpr double correlation = portable::tanh(0.9), fisher = portable::atanh(0.7);
    CHECK(exponential == portable::exp(at_run_time(-3.7)));
    CHECK(logarithm == portable::log(at_run_time(0.3)));
    CHECK(error == portable::erfc(at_run_time(2.5)));
    CHECK(near == portable::normal_cdf(at_run_time(0.3)));
    CHECK(tail == portable::normal_cdf(at_run_time(-9.1)));
    CHECK(density == portable::normal_density(at_run_time(1.7)));
    CHECK(correlation == portable::tanh(at_run_time(0.9)));
    CHECK(fisher == portable::atanh(at_run_time(0.7)));
    static_assert(portable::exp(-infinity) == 0.0 && portable::log(0.0) == -infinity && portable::erfc(-infinity) == 2.0);
}

TEST_CASE("every build computes the same bits") {
    CHECK(digest_of({-746, 710, 300'000}, [](double x) { return portable::exp(x); }) == 0x3f687da8fce85872U);
    CHECK(digest_of({0, 20, 300'000}, [](double x) { return portable::log(x); }) == 0xad62f2867f35a258U);
    CHECK(digest_of({-7, 28, 300'000}, [](double x) { return portable::erfc(x); }) == 0x35155846b4364b71U);
    CHECK(digest_of({-39, 9, 300'000}, [](double x) { return portable::normal_cdf(x); }) == 0x98e85ef91dbc5e9bU);
    CHECK(digest_of({-39, 39, 300'000}, [](double x) { return portable::normal_density(x); }) == 0x8f145c73163c4a16U);
    CHECK(digest_of({-21, 21, 300'000}, [](double x) { return portable::tanh(x); }) == 0x7dfa794922120bc3U);
    CHECK(digest_of({-1, 1, 300'000}, [](double x) { return portable::atanh(x); }) == 0x4aeadb914e85b0a2U);
}

}  // namespace portable_math_test
