#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace equipoise {

/// A distribution on finitely many values.
class WeightedValues {
public:
    struct Value {
        double value;
        double weight;  ///< > 0
    };

    WeightedValues() = default;
    /// @param values  in any order, also more than once
    explicit WeightedValues(std::vector<Value> values) : values_(std::move(values)) {
        std::sort(values_.begin(), values_.end(), [](const Value& a, const Value& b) { return a.value < b.value; });
        std::size_t kept = 0;
        for (std::size_t k = 1; k < values_.size(); ++k) {
            if (values_[k].value == values_[kept].value) {
                values_[kept].weight += values_[k].weight;
            } else {
                values_[++kept] = values_[k];
            }
        }
        if (!values_.empty()) values_.resize(kept + 1);
        for (const Value& one : values_) total_ += one.weight;
    }

    std::span<const Value> values() const { return values_; }  ///< increasing
    double total() const { return total_; }

private:
    std::vector<Value> values_{};
    double total_ = 0;
};

namespace detail {

/// The weight of the pairs with a - b <= difference.
inline double weight_up_to(const WeightedValues& a, const WeightedValues& b, double difference) {
    const auto lower = b.values();
    std::size_t j = 0;
    double above = b.total();  // of those b with a - b <= difference
    double sum = 0;
    for (const WeightedValues::Value& one : a.values()) {
        for (; j < lower.size() && one.value - lower[j].value > difference; ++j) above -= lower[j].weight;
        sum += one.weight * (j < lower.size() ? above : 0.0);
    }
    return sum;
}

/// The smallest difference a - b that is above a bound.
inline double next_difference(const WeightedValues& a, const WeightedValues& b, double bound) {
    const auto lower = b.values();
    double next = a.values().back().value - lower.front().value;
    std::size_t j = 0;  // lower[0..j) are such that a - b > bound
    for (const WeightedValues::Value& one : a.values()) {
        while (j < lower.size() && one.value - lower[j].value > bound) ++j;
        if (j > 0) next = std::min(next, one.value - lower[j - 1].value);
    }
    return next;
}

/// The smallest difference a - b that half of all pairs or more do not exceed.
inline double lower_median_difference(const WeightedValues& a, const WeightedValues& b) {
    const double half = 0.5 * a.total() * b.total();
    double above = a.values().back().value - b.values().front().value;
    double below = a.values().front().value - b.values().back().value;
    if (weight_up_to(a, b, below) >= half) return below;
    for (int halving = 0; halving < 200; ++halving) {
        const double middle = below + 0.5 * (above - below);
        if (!(below < middle && middle < above)) break;
        (weight_up_to(a, b, middle) >= half ? above : below) = middle;
    }
    return next_difference(a, b, below);
}

}  // namespace detail

/// The median of a - b for independent draws, the functional that the Hodges-Lehmann estimator of a shift estimates: midway between the lower
/// and the upper median of all pairwise differences. Exactly 0 if both are the same.
///
/// @param a, b  with at least one value each
/// @complexity  O(values), some fifty times, by halving the range and then going to the next difference.
/// @source      Hodges & Lehmann (1963), Annals of Mathematical Statistics 34:598.   @verified tests/cohort/median_difference_test.cpp
inline double median_difference_of(const WeightedValues& a, const WeightedValues& b) {
    return 0.5 * (detail::lower_median_difference(a, b) - detail::lower_median_difference(b, a));
}

}  // namespace equipoise
