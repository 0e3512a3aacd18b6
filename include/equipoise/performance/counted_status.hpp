#pragma once

#include <cmath>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>

namespace equipoise {

/// The status under which a replicate is counted.
///
/// An estimate that claims to be usable without numbers to show for it (a p-value, or an effect or standard error that its analysis
/// reports, that is not finite, or an interval without a bound) is counted as `not_estimable`, so that no single replicate can spoil the
/// sums of all others.
///
/// @param reports  the numbers that the analysis gives besides the p-value
/// @complexity O(1).
/// @verified tests/performance/counted_status_test.cpp
inline FitStatus counted_status(const Estimate& estimate, const Reports& reports = {}) {
    if (!usable(estimate.status)) return estimate.status;
    const bool has_effect = !reports.effect || std::isfinite(estimate.effect);
    const bool has_error = !reports.standard_error || std::isfinite(estimate.standard_error);
    const bool has_interval = !reports.interval || (!std::isnan(estimate.interval.lower) && !std::isnan(estimate.interval.upper));
    return estimate.p_value.is_finite() && has_effect && has_error && has_interval ? estimate.status : FitStatus::not_estimable;
}

/// Whether an estimate counts among the usable replicates.
inline bool counts_as_usable(const Estimate& estimate, const Reports& reports = {}) { return usable(counted_status(estimate, reports)); }

/// Whether a test shows its hypothesis: p < level. For a two-sided test and level alpha that is the same as 0 lying outside the closed interval
/// at level 1 - alpha.
inline bool rejects(const Estimate& estimate, double level) { return estimate.p_value.below(level); }

/// What a replicate counts for in a result row, found once for all sums that it enters.
struct Counted {
    FitStatus status;
    bool usable;
    bool rejected;  ///< only if usable
};

/// @param level    below which the row's p-value rejects
/// @param reports  the numbers that the row has
/// @verified tests/performance/counted_status_test.cpp
inline Counted counted(const Estimate& estimate, double level, const Reports& reports = {}) {
    const FitStatus status = counted_status(estimate, reports);
    return {status, usable(status), usable(status) && rejects(estimate, level)};
}

}  // namespace equipoise
