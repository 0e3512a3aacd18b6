#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/stratification.hpp>

namespace equipoise {

/// How many participants of each arm are in each class of each factor so far, and which arm the next one should join.
///
/// @verified tests/design/class_counts_test.cpp
class ClassCounts {
public:
    /// @param weights  of the factors, above 0   @param ratio  participants of the arms, at least 1
    explicit ClassCounts(std::vector<double> weights, PerArm<std::size_t> ratio)
        : weights_(std::move(weights)),
          total_weight_(std::accumulate(weights_.begin(), weights_.end(), 0.0)),
          ratio_{static_cast<long>(ratio.control), static_cast<long>(ratio.treatment)},
          counts_(weights_.size() * (max_classes + 1)) {}

    void clear() { std::fill(counts_.begin(), counts_.end(), PerArm<long>{}); }

    /// The arm that a participant would join with the smaller weighted imbalance G of Minimisation; nothing if both give the same.
    ///
    /// Counts are compared multiplied by the other arm's part of the ratio, so that they stay whole; sums of weights that differ by rounding only are ties.
    /// @param classes  of the participant, one for each factor   @complexity O(factors)
    std::optional<Arm> lagging(std::span<const std::uint8_t> classes) const {
        double difference = 0;  // of G if treated minus G if not
        for (std::size_t f = 0; f < weights_.size(); ++f) {
            const PerArm<long>& count = counts_[place(f, classes[f])];
            const long lead = count.treatment * ratio_.control - count.control * ratio_.treatment;
            difference += weights_[f] * static_cast<double>(std::labs(lead + ratio_.control) - std::labs(lead - ratio_.treatment));
        }
        if (std::abs(difference) <= 1e-9 * total_weight_) return std::nullopt;
        return difference < 0 ? Arm::treatment : Arm::control;
    }

    void add(std::span<const std::uint8_t> classes, Arm arm) {
        for (std::size_t f = 0; f < weights_.size(); ++f) ++counts_[place(f, classes[f])][arm];
    }

private:
    static std::size_t place(std::size_t factor, std::uint8_t one) { return factor * (max_classes + 1) + one; }

    std::vector<double> weights_;
    double total_weight_;
    PerArm<long> ratio_;
    std::vector<PerArm<long>> counts_;  ///< factors x classes
};

}  // namespace equipoise
