#pragma once

#include <cmath>

#include <equipoise/analysis/estimate.hpp>

namespace equipoise {

/// The status under which a replicate is counted.
///
/// An estimate that claims to be usable without numbers to show for it (an effect, standard error or p-value that is not finite,
/// or an interval without a bound) is counted as `not_estimable`, so that no single replicate can spoil the sums of all others.
///
/// @complexity O(1).
/// @verified tests/performance/counted_status_test.cpp
inline FitStatus counted_status(const Estimate& estimate) {
    if (!usable(estimate.status)) return estimate.status;
    const bool has_numbers = std::isfinite(estimate.effect) && std::isfinite(estimate.standard_error) &&
                             std::isfinite(estimate.p_value) && !std::isnan(estimate.interval.lower) &&
                             !std::isnan(estimate.interval.upper);
    return has_numbers ? estimate.status : FitStatus::not_estimable;
}

/// Whether an estimate counts among the usable replicates.
inline bool counts_as_usable(const Estimate& estimate) { return usable(counted_status(estimate)); }

/// Whether an estimate rejects "no effect": p < alpha, which is the same as 0 lying outside the closed interval at level 1 - alpha.
inline bool rejects(const Estimate& estimate, double alpha) { return estimate.p_value < alpha; }

}  // namespace equipoise
