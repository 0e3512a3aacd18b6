// Oracle: sums taken in one pass and merged in any split agree with two passes over the data.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>

#include <equipoise/performance/power_sums.hpp>

#include "performance/random_estimates.hpp"

namespace power_sums_test {

using namespace equipoise;

namespace {

template <class Sums>
Sums one_pass(std::span<const double> data) {
    Sums sums;
    for (const double x : data) sums.add(x);
    return sums;
}

PowerSums4 two_passes(std::span<const double> data) {
    long double total = 0;
    for (const double x : data) total += x;
    const long double mean = total / static_cast<long double>(data.size());
    long double m2 = 0, m3 = 0, m4 = 0;
    for (const double x : data) {
        const long double d = x - mean;
        m2 += d * d;
        m3 += d * d * d;
        m4 += d * d * d * d;
    }
    return {data.size(), static_cast<double>(mean), static_cast<double>(m2), static_cast<double>(m3), static_cast<double>(m4)};
}

void check_close(const PowerSums4& sums, const PowerSums4& expected) {
    CHECK(sums.count == expected.count);
    CHECK(sums.mean == Approx(expected.mean).epsilon(1e-12));
    CHECK(sums.m2 == Approx(expected.m2).epsilon(1e-12));
    CHECK(sums.m3 == Approx(expected.m3).epsilon(1e-12));
    CHECK(sums.m4 == Approx(expected.m4).epsilon(1e-12));
}

void check_close(const PowerSums2& sums, const PowerSums4& expected) {
    CHECK(sums.count == expected.count);
    CHECK(sums.mean == Approx(expected.mean).epsilon(1e-12));
    CHECK(sums.m2 == Approx(expected.m2).epsilon(1e-12));
}

template <class Sums>
Sums merged(std::span<const double> data, std::size_t chunk) {
    Sums sums;
    for (std::size_t start = 0; start < data.size(); start += chunk) {
        sums.merge(one_pass<Sums>(data.subspan(start, std::min(chunk, data.size() - start))));
    }
    return sums;
}

template <class Sums>
bool same_bytes(const Sums& a, const Sums& b) {
    return std::memcmp(&a, &b, sizeof(Sums)) == 0;
}

}  // namespace

TEST_CASE("values added one by one give the sums of two passes") {
    for (const std::size_t count : {1U, 2U, 3U, 10U, 1000U, 100'000U}) {
        const std::vector<double> data = test::random_numbers(count, 11 + count);
        check_close(one_pass<PowerSums4>(data), two_passes(data));
        check_close(one_pass<PowerSums2>(data), two_passes(data));
    }
}

TEST_CASE("merging gives the sums of two passes, however the data are split") {
    const std::vector<double> data = test::random_numbers(5000, 5);
    const PowerSums4 expected = two_passes(data);
    for (const std::size_t chunk : {1U, 2U, 7U, 256U, 1000U, 4999U, 5000U}) {
        check_close(merged<PowerSums4>(data, chunk), expected);
        check_close(merged<PowerSums2>(data, chunk), expected);
    }
}

TEST_CASE("a large common offset costs no digits of the scatter") {
    std::vector<double> data = test::random_numbers(2000, 6);
    for (double& x : data) x = std::round(x * 1024.0) / 1024.0;  // so that adding the offset is exact
    const PowerSums4 expected = two_passes(data);
    for (double& x : data) x += 1e6;
    const PowerSums4 sums = merged<PowerSums4>(data, 100);
    CHECK(sums.m2 == Approx(expected.m2).epsilon(1e-9));
    CHECK(sums.m4 == Approx(expected.m4).epsilon(1e-9));
}

TEST_CASE("a fixed order gives fixed bytes, and nothing merged changes nothing") {
    const std::vector<double> data = test::random_numbers(1000, 7);
    CHECK(same_bytes(merged<PowerSums4>(data, 64), merged<PowerSums4>(data, 64)));
    const PowerSums4 four = one_pass<PowerSums4>(data);
    const PowerSums2 two = one_pass<PowerSums2>(data);
    PowerSums4 four_after = four, four_from_nothing;
    PowerSums2 two_after = two, two_from_nothing;
    four_after.merge({});
    two_after.merge({});
    four_from_nothing.merge(four);
    two_from_nothing.merge(two);
    CHECK(same_bytes(four_after, four));
    CHECK(same_bytes(two_after, two));
    CHECK(same_bytes(four_from_nothing, four));
    CHECK(same_bytes(two_from_nothing, two));
}

}  // namespace power_sums_test
