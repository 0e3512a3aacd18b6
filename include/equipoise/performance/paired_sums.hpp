#pragma once

#include <cstdint>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/power_sums.hpp>

namespace equipoise {

/// All that two result rows leave behind of the replicates in which both are usable: the difference of their estimates, first minus
/// second, and the 2 x 2 table of their rejections.
///
/// @complexity O(1) each; nothing is allocated.
/// @verified tests/performance/paired_sums_test.cpp
struct PairedSums {
    double alpha = 0.05;      ///< two-sided level; a replicate rejects if p < alpha
    PowerSums2 difference{};  ///< of the effects, first minus second [outcome units]
    std::uint64_t both_reject = 0;
    std::uint64_t first_rejects = 0;   ///< and the second does not
    std::uint64_t second_rejects = 0;  ///< and the first does not

    std::uint64_t replicates() const { return difference.count; }
    std::uint64_t neither_rejects() const { return difference.count - both_reject - first_rejects - second_rejects; }

    /// Adds the two estimates of one replicate, unless either has failed.
    void add(const Estimate& first, const Estimate& second) {
        if (!counts_as_usable(first) || !counts_as_usable(second)) return;
        difference.add(first.effect - second.effect);
        const bool a = rejects(first, alpha);
        const bool b = rejects(second, alpha);
        both_reject += a && b ? 1U : 0U;
        first_rejects += a && !b ? 1U : 0U;
        second_rejects += b && !a ? 1U : 0U;
    }

    /// Appends later replicates of the same pair of rows, with the same alpha.
    void merge(const PairedSums& later) {
        difference.merge(later.difference);
        both_reject += later.both_reject;
        first_rejects += later.first_rejects;
        second_rejects += later.second_rejects;
    }
};

}  // namespace equipoise
