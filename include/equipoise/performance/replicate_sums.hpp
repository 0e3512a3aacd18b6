#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/performance/power_sums.hpp>

namespace equipoise {

/// All that the replicates of one result row leave behind: counts and central power sums.
///
/// A value of fixed size: start one for each chunk of replicates, add the replicates in order, merge the chunks in order. The bytes
/// then depend on the replicates and the chunks alone. Rejections, coverage and power sums are over usable replicates
/// (`counts_as_usable`); a failed one is counted under its status and nowhere else.
///
/// @complexity O(1) each; nothing is allocated.
/// @verified tests/performance/replicate_sums_test.cpp
struct ReplicateSums {
    std::optional<double> true_value = 0.0;  ///< of the estimand [outcome units], if it is known
    double level = 0.05;                     ///< a replicate rejects if p < level
    Reports reports{};                       ///< the numbers that the row has; sums of others stay empty
    std::array<std::uint64_t, fit_status_count> by_status{};
    std::array<std::uint64_t, counted_fallbacks> by_fallback{};  ///< usable ones by the step of the failure ladder that was fitted
    std::uint64_t rejected = 0;
    std::uint64_t covered = 0;    ///< replicates whose closed interval contains the true value
    PowerSums4 error{};           ///< of estimate - true value [outcome units]; of the estimate if the true value is not known
    PowerSums2 model_variance{};  ///< of the squared model standard error [outcome units^2]

    std::uint64_t replicates() const { return std::accumulate(by_status.begin(), by_status.end(), std::uint64_t{0}); }
    std::uint64_t usable() const {
        return by_status[static_cast<std::size_t>(FitStatus::converged)] + by_status[static_cast<std::size_t>(FitStatus::on_boundary)];
    }

    void add(const Estimate& estimate) { add(estimate, counted(estimate, level, reports)); }

    /// The same of an estimate that has been judged already, at this level and by these reports.
    void add(const Estimate& estimate, const Counted& as) {
        ++by_status[static_cast<std::size_t>(as.status)];
        if (!as.usable) return;
        ++by_fallback[std::min<std::size_t>(estimate.fallback, counted_fallbacks - 1)];
        rejected += as.rejected ? 1U : 0U;
        if (reports.interval && true_value) covered += estimate.interval.contains(*true_value) ? 1U : 0U;
        if (reports.effect) error.add(estimate.effect - about());
        if (reports.standard_error) model_variance.add(estimate.standard_error * estimate.standard_error);
    }

    /// What the errors are taken about.
    double about() const { return true_value.value_or(0.0); }

    /// Appends later replicates of the same row, with the same true value and level.
    void merge(const ReplicateSums& later) {
        for (std::size_t status = 0; status < fit_status_count; ++status) by_status[status] += later.by_status[status];
        for (std::size_t step = 0; step < counted_fallbacks; ++step) by_fallback[step] += later.by_fallback[step];
        rejected += later.rejected;
        covered += later.covered;
        error.merge(later.error);
        model_variance.merge(later.model_variance);
    }

    friend bool operator==(const ReplicateSums&, const ReplicateSums&) = default;
};

}  // namespace equipoise
