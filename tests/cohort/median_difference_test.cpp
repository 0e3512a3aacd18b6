// Oracle: the median of all pairwise differences, sorted by hand.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include <equipoise/cohort/median_difference.hpp>

namespace median_difference_test {

using namespace equipoise;
using Values = std::vector<WeightedValues::Value>;

/// Midway between the lower and the upper weighted median of all differences.
double by_hand(const Values& a, const Values& b) {
    std::vector<std::pair<double, double>> pairs;
    double total = 0;
    for (const auto& x : a) {
        for (const auto& y : b) {
            pairs.emplace_back(x.value - y.value, x.weight * y.weight);
            total += x.weight * y.weight;
        }
    }
    std::sort(pairs.begin(), pairs.end());
    double lower = 0, upper = 0, sum = 0;
    for (const auto& [difference, weight] : pairs) {
        sum += weight;
        if (sum >= 0.5 * total) {
            lower = difference;
            break;
        }
    }
    sum = 0;
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
        sum += pair->second;
        if (sum >= 0.5 * total) {
            upper = pair->first;
            break;
        }
    }
    return 0.5 * (lower + upper);
}

Values sample(std::mt19937_64& chance, std::size_t count, double step, bool weights) {
    Values values;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = static_cast<double>(chance() >> 11U) * 0x1.0p-53 * 10 - 3;
        values.push_back({step > 0 ? step * std::floor(x / step) : x, weights && i % 3 == 0 ? 0.25 : 0.75});
    }
    return values;
}

TEST_CASE("it is the median of all differences, with ties and weights and without") {
    std::mt19937_64 chance(5);
    for (std::size_t k = 0; k < 200; ++k) {
        const double step = k % 4 == 0 ? 2.0 : k % 4 == 1 ? 0.5 : 0.0;
        const Values a = sample(chance, 1 + k % 17, step, k % 2 == 0);
        const Values b = sample(chance, 1 + k % 12, step, k % 2 == 0);
        CAPTURE(k);
        CHECK(median_difference_of(WeightedValues(a), WeightedValues(b)) == by_hand(a, b));
        CHECK(median_difference_of(WeightedValues(b), WeightedValues(a)) == -by_hand(a, b));
    }
}

TEST_CASE("two equal distributions differ by exactly 0") {
    std::mt19937_64 chance(6);
    for (const double step : {0.0, 0.5}) {
        const WeightedValues a(sample(chance, 1000, step, true));
        CHECK(median_difference_of(a, a) == 0.0);
    }
}

TEST_CASE("a shift is found, whatever the distribution") {
    std::mt19937_64 chance(7);
    Values a = sample(chance, 2001, 0.0, false);
    const WeightedValues control(a);
    for (auto& one : a) one.value += 4;
    CHECK(median_difference_of(WeightedValues(a), control) == Approx(4).epsilon(1e-12));
}

}  // namespace median_difference_test
