#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/performance/power_sums.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// How unlike the sizes of the arms were over replicates, among all participants or those of a class.
///
/// The difference of a replicate is d = (n_T / s_T - n_C / s_C) / 2, s the shares of the arms in the allocation: with equal shares n_T - n_C.
struct Imbalance {
    std::string factor;        ///< empty: all participants
    std::string level;         ///< the class
    double participants;       ///< mean number in a trial
    McEstimate mean_absolute;  ///< of |d|
    McEstimate sd;             ///< of d
    double percentile_95;      ///< the smallest value that |d| does not exceed in 95 % of replicates
    double largest;            ///< |d|
};

/// Collects the differences of one class over replicates.
///
/// @verified tests/study/allocation_balance_test.cpp
class ImbalanceSums {
public:
    void add(double participants, double difference) {
        participants_ += participants;
        signed_.add(difference);
        absolute_.add(std::abs(difference));
        values_.push_back(std::abs(difference));
    }

    bool anybody() const { return participants_ > 0; }

    /// @pre at least one replicate   @complexity O(replicates log replicates)
    Imbalance summary(std::string factor, std::string level) const {
        std::vector<double> sorted = values_;
        std::sort(sorted.begin(), sorted.end());
        const auto n = static_cast<double>(sorted.size());
        const auto rank = static_cast<std::size_t>(std::ceil(0.95 * n - 1e-9));
        return {.factor = std::move(factor),
                .level = std::move(level),
                .participants = participants_ / n,
                .mean_absolute = {absolute_.mean, n > 1 ? std::sqrt(absolute_.m2 / (n - 1) / n) : 0.0},
                .sd = sd(n),
                .percentile_95 = sorted[rank - 1],
                .largest = sorted.back()};
    }

private:
    /// With the delta method: var(s^2) is about (m4 - m2^2) / n of the central moments.
    McEstimate sd(double n) const {
        if (n < 2 || signed_.m2 <= 0) return {0.0, 0.0};
        const double variance = signed_.m2 / n;
        const double of_variance = std::max(0.0, signed_.m4 / n - variance * variance) / n;
        return {std::sqrt(signed_.m2 / (n - 1)), std::sqrt(of_variance) / (2 * std::sqrt(variance))};
    }

    double participants_ = 0;
    PowerSums4 signed_{};
    PowerSums2 absolute_{};
    std::vector<double> values_{};  ///< |d| of each replicate
};

}  // namespace equipoise
