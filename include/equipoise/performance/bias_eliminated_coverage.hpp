#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/clopper_pearson.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// Studies of more replicates than this keep no estimates.
inline constexpr std::uint64_t kept_replicates_limit = 100'000;

/// The interval of every usable replicate of one result row, for the one measure that needs the final mean first.
///
/// Made for up to `limit` replicates, failed ones included; with one more, all are let go, so that what is reported never rests on a
/// part of the replicates. Nothing is allocated while adding up to the number of replicates reserved.
///
/// @verified tests/performance/bias_eliminated_coverage_test.cpp
class KeptIntervals {
public:
    KeptIntervals() = default;
    explicit KeptIntervals(std::uint64_t limit) : limit_(limit) {}

    /// Makes room for so many replicates, or for as many as are kept at all.
    void reserve(std::uint64_t replicates) { intervals_.reserve(static_cast<std::size_t>(std::min(replicates, limit_))); }

    /// @param reports  the numbers that the row has; without an interval there is nothing to keep
    void add(const Estimate& estimate, const Reports& reports = {}) { add(estimate, counts_as_usable(estimate, reports), reports); }

    /// The same of an estimate that has been judged already.
    void add(const Estimate& estimate, bool usable, const Reports& reports) {
        ++replicates_;
        if (!complete()) return let_go();
        if (reports.interval && usable) intervals_.push_back(estimate.interval);
    }

    /// Appends later replicates of the same row.
    void merge(const KeptIntervals& later) {
        replicates_ += later.replicates_;
        limit_ = std::min(limit_, later.limit_);
        if (!complete()) return let_go();
        intervals_.insert(intervals_.end(), later.intervals_.begin(), later.intervals_.end());
    }

    /// Forgets all replicates but keeps the room made for them.
    void clear() {
        replicates_ = 0;
        intervals_.clear();
    }

    bool complete() const { return replicates_ <= limit_; }  ///< whether nothing had to be let go
    std::uint64_t limit() const { return limit_; }
    const std::vector<Interval>& intervals() const { return intervals_; }  ///< of the usable replicates, in order

private:
    void let_go() {
        if (intervals_.capacity() > 0) intervals_ = {};
    }

    std::uint64_t limit_ = kept_replicates_limit;
    std::uint64_t replicates_ = 0;
    std::vector<Interval> intervals_;
};

/// Bias-eliminated coverage: the share of usable replicates whose closed interval contains the mean of all estimates, so that what
/// is wrong with the standard error is seen apart from bias.
///
/// @param kept           intervals of every usable replicate
/// @param mean_estimate  mean of the estimates of the same replicates [outcome units]
/// @returns              the share, its MCSE sqrt(p (1 - p)/R) and exact interval; no estimate, and the reason, if no replicate is
///                       usable or the intervals were not kept
/// @complexity           O(replicates).
/// @source               Morris, White & Crowther (2019), Table 6.
/// @verified             tests/performance/operating_characteristics_test.cpp (rsimsum's becover, 1e-12)
inline Measure bias_eliminated_coverage(const KeptIntervals& kept, double mean_estimate) {
    if (!kept.complete()) {
        return {.estimate{},
                .reason = "needs the estimates of every replicate, which are kept in studies of up to " + std::to_string(kept.limit()) +
                          " replicates: run no more than that to have it"};
    }
    const std::vector<Interval>& intervals = kept.intervals();
    if (intervals.empty()) return {.estimate{}, .reason = "no replicate is usable"};
    const auto covered = std::count_if(intervals.begin(), intervals.end(), [&](const Interval& i) { return i.contains(mean_estimate); });
    const McProportion share = mc_proportion(static_cast<std::uint64_t>(covered), intervals.size());
    return {.estimate = McEstimate{share.value, share.mcse}, .reason{}, .exact_interval = Interval{share.lower, share.upper}};
}

}  // namespace equipoise
