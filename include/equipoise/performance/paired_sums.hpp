#pragma once

#include <cstdint>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/power_sums.hpp>

namespace equipoise {

/// What the paired sums have to know of a row.
struct PairedRow {
    double level = 0.05;  ///< a replicate rejects if p < level
    Reports reports{};    ///< the numbers that the row has

    friend bool operator==(const PairedRow&, const PairedRow&) = default;
};

/// All that two result rows leave behind of the replicates in which both are usable: the difference of their estimates, first minus
/// second, where both give one, and the 2 x 2 table of their rejections.
///
/// @complexity O(1) each; nothing is allocated.
/// @verified tests/performance/paired_sums_test.cpp
struct PairedSums {
    PairedRow first{};
    PairedRow second{};
    std::uint64_t count = 0;  ///< replicates in which both are usable
    PowerSums2 difference{};  ///< of the effects, first minus second [outcome units]
    std::uint64_t both_reject = 0;
    std::uint64_t first_rejects = 0;   ///< and the second does not
    std::uint64_t second_rejects = 0;  ///< and the first does not

    std::uint64_t replicates() const { return count; }
    std::uint64_t neither_rejects() const { return count - both_reject - first_rejects - second_rejects; }

    /// Adds the two estimates of one replicate, unless either has failed.
    void add(const Estimate& of_first, const Estimate& of_second) {
        add(of_first, counted(of_first, first.level, first.reports), of_second, counted(of_second, second.level, second.reports));
    }

    /// The same of estimates that have been judged already, at these levels and by these reports.
    void add(const Estimate& of_first, const Counted& first_as, const Estimate& of_second, const Counted& second_as) {
        if (!first_as.usable || !second_as.usable) return;
        ++count;
        if (have_effects()) difference.add(of_first.effect - of_second.effect);
        const bool a = first_as.rejected;
        const bool b = second_as.rejected;
        both_reject += a && b ? 1U : 0U;
        first_rejects += a && !b ? 1U : 0U;
        second_rejects += b && !a ? 1U : 0U;
    }

    /// Whether both rows give an estimate.
    bool have_effects() const { return first.reports.effect && second.reports.effect; }

    /// Appends later replicates of the same pair of rows.
    void merge(const PairedSums& later) {
        count += later.count;
        difference.merge(later.difference);
        both_reject += later.both_reject;
        first_rejects += later.first_rejects;
        second_rejects += later.second_rejects;
    }

    friend bool operator==(const PairedSums&, const PairedSums&) = default;
};

}  // namespace equipoise
