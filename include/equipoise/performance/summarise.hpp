#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <equipoise/performance/bias_eliminated_coverage.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/performance/clopper_pearson.hpp>
#include <equipoise/performance/hypothesis_truth.hpp>
#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/performance/paired_sums.hpp>
#include <equipoise/performance/replicate_sums.hpp>

namespace equipoise {

namespace detail {

inline Measure no_measure(std::string reason) { return {.estimate{}, .reason = std::move(reason)}; }

/// A measure, unless estimates were so large that their powers left the range of double.
inline Measure measure(double value, double mcse) {
    if (!std::isfinite(value) || !std::isfinite(mcse)) return no_measure("the estimates are too large for double precision");
    return {.estimate = McEstimate{value, mcse}};
}

inline ReplicateCounts replicate_counts(const ReplicateSums& sums) {
    const std::uint64_t requested = sums.replicates();
    return {.requested = requested,
            .usable = sums.usable(),
            .on_boundary = sums.by_status[static_cast<std::size_t>(FitStatus::on_boundary)],
            .failed = requested - sums.usable(),
            .by_status = sums.by_status,
            .by_fallback = sums.by_fallback};
}

/// mean (e - t)^2, and sqrt( sum [(e - t)^2 - MSE]^2 / (R (R - 1)) ) from the central sums: (e - t)^2 - MSE = 2 b c + c^2 - M2/R with
/// b the bias and c the deviation from the mean.
inline Measure mean_squared_error(const PowerSums4& error) {
    const auto r = static_cast<double>(error.count);
    const double b = error.mean;
    const double scatter = 4.0 * b * b * error.m2 + 4.0 * b * error.m3 + error.m4 - error.m2 * error.m2 / r;
    return measure(b * b + error.m2 / r, std::sqrt(std::max(scatter, 0.0) / (r * (r - 1.0))));
}

/// sqrt(mean s^2), with sqrt( var(s^2) / (4 R modSE^2) ).
inline Measure model_se(const PowerSums2& variance) {
    if (variance.mean <= 0.0) return no_measure("every model standard error is 0");
    const auto r = static_cast<double>(variance.count);
    return measure(std::sqrt(variance.mean), std::sqrt(variance.m2 / (r - 1.0) / (4.0 * r * variance.mean)));
}

/// 100 (modSE/empSE - 1), with 100 (modSE/empSE) sqrt( var(s^2)/(4 R modSE^4) + 1/(2 (R - 1)) ).
inline Measure relative_error_of_model_se(const PowerSums4& error, const PowerSums2& variance) {
    if (error.m2 <= 0.0) return no_measure("the empirical standard error is 0");
    if (variance.mean <= 0.0) return no_measure("every model standard error is 0");
    const auto r = static_cast<double>(error.count);
    const double ratio = std::sqrt(variance.mean / (error.m2 / (r - 1.0)));
    const double relative_variance = variance.m2 / (r - 1.0) / (4.0 * r * variance.mean * variance.mean);
    return measure(100.0 * (ratio - 1.0), 100.0 * ratio * std::sqrt(relative_variance + 1.0 / (2.0 * (r - 1.0))));
}

inline Measure coverage(const ReplicateSums& sums, const std::string& unknown) {
    if (!sums.reports.interval) return no_measure("the analysis gives no interval");
    if (!sums.true_value) return no_measure(unknown);
    if (sums.usable() == 0) return no_measure("no replicate is usable");
    const McProportion share = mc_proportion(sums.covered, sums.usable());
    return {.estimate = McEstimate{share.value, share.mcse}, .reason{}, .exact_interval = Interval{share.lower, share.upper}};
}

inline Measure bias_eliminated_coverage_of(const ReplicateSums& sums, const KeptIntervals& kept, const std::string& no_estimate) {
    if (!sums.reports.interval) return no_measure("the analysis gives no interval");
    if (!sums.reports.effect) return no_measure(no_estimate);
    return bias_eliminated_coverage(kept, sums.about() + sums.error.mean);
}

/// The measures that need two usable replicates for their Monte Carlo standard error.
inline void fill_moments(OperatingCharacteristics& found, const ReplicateSums& sums, const std::string& no_estimate) {
    const auto r = static_cast<double>(sums.usable());
    const Measure too_few = no_measure(sums.usable() == 0 ? "no replicate is usable" : "only one replicate is usable");
    found.mean_estimate = found.bias = found.empirical_se = found.model_se = found.relative_error_of_model_se = found.mse = too_few;
    if (!sums.true_value) found.bias = found.mse = no_measure(found.true_value_unknown);
    if (!sums.reports.standard_error) found.model_se = found.relative_error_of_model_se = no_measure("the analysis gives no standard error");
    if (!sums.reports.effect) found.mean_estimate = found.bias = found.empirical_se = found.mse = found.relative_error_of_model_se = no_measure(no_estimate);
    if (sums.usable() < 2) return;
    if (sums.reports.standard_error) found.model_se = model_se(sums.model_variance);
    if (!sums.reports.effect) return;
    const double empirical_variance = sums.error.m2 / (r - 1.0);
    const double mcse_of_mean = std::sqrt(empirical_variance / r);
    found.mean_estimate = measure(sums.about() + sums.error.mean, mcse_of_mean);
    found.empirical_se = measure(std::sqrt(empirical_variance), std::sqrt(empirical_variance / (2.0 * (r - 1.0))));
    if (sums.reports.standard_error) found.relative_error_of_model_se = relative_error_of_model_se(sums.error, sums.model_variance);
    if (!sums.true_value) return;
    found.bias = measure(sums.error.mean, std::hypot(mcse_of_mean, found.true_value->mcse));
    found.mse = mean_squared_error(sums.error);
}

}  // namespace detail

/// The operating characteristics of one result row: the formulas of Table 6 of Morris, White & Crowther.
///
/// Every measure but the bounds and the failure rate is over the usable replicates. A simulated true value has a Monte Carlo standard
/// error of its own: it is part of that of the bias, whereas those of mean squared error and coverage take the true value as given
/// (to first order its part in them is 2 |bias| and, in coverage, nearly 0 where the intervals are centred).
/// The rejection rate if all failures rejected is (rejected + failed)/requested, if none did rejected/requested.
///
/// @param row         what the numbers are about
/// @param true_value  of the estimand [outcome units], with its MCSE (0 if exact), where it is known; its value is that of the sums
/// @param sums        of all replicates
/// @param kept        the intervals of the same replicates
/// @param unknown     why the true value is not known, where it is not
/// @returns           every measure, or the reason why it does not exist
/// @throws            std::invalid_argument if the sums are about another true value
/// @complexity        O(1), and O(replicates) for the bias-eliminated coverage.
/// @source            Morris, White & Crowther (2019), Statistics in Medicine 38:2074, Table 6.
/// @verified          tests/performance/operating_characteristics_test.cpp (rsimsum, 1e-12)
inline OperatingCharacteristics operating_characteristics(ResultRow row, const std::optional<McEstimate>& true_value, const ReplicateSums& sums,
                                                          const KeptIntervals& kept, std::string unknown = "the true value of this estimand is not known") {
    const std::optional<double> known = true_value ? std::optional{true_value->value} : std::nullopt;
    if (known != sums.true_value) {
        throw std::invalid_argument("operating_characteristics: the sums were taken about another true value");
    }
    OperatingCharacteristics found{.row = std::move(row), .true_value = true_value, .replicates = detail::replicate_counts(sums)};
    if (!true_value) found.true_value_unknown = std::move(unknown);
    if (true_value) found.hypothesis_holds = hypothesis_holds(found.row.hypothesis, *true_value);
    const std::string no_estimate = found.row.estimand == joint_effect || found.row.estimand == effect_by_visit ? "a joint test has no estimate" : "the analysis gives no estimate";
    detail::fill_moments(found, sums, no_estimate);
    found.coverage = detail::coverage(sums, found.true_value_unknown);
    found.bias_eliminated_coverage = detail::bias_eliminated_coverage_of(sums, kept, no_estimate);
    if (sums.usable() > 0) found.rejection_rate = mc_proportion(sums.rejected, sums.usable());
    if (const ReplicateCounts& counts = found.replicates; counts.requested > 0) {
        const auto requested = static_cast<double>(counts.requested);
        found.rejection_rate_if_failures_reject = static_cast<double>(sums.rejected + counts.failed) / requested;
        found.rejection_rate_if_failures_do_not = static_cast<double>(sums.rejected) / requested;
        found.failure_rate = mc_proportion(counts.failed, counts.requested);
    }
    return found;
}

/// The paired difference between two result rows, first minus second.
///
/// Of the rejection rates (f - s)/n with sqrt(f + s - (f - s)^2/n)/n (McNemar's table: f replicates in which only the first rejects,
/// s only the second); of the biases, mean d with sqrt( sum (d - mean d)^2 / (n (n - 1)) ), d the difference of the estimates: the
/// true value is the same, so it drops out with its error.
///
/// @param first, second  indices into the operating characteristics
/// @param sums           of the replicates in which both are usable
/// @returns              both differences, or the reason why one does not exist   @throws nothing.   @complexity O(1).
/// @source               McNemar (1947), Psychometrika 12:153; Morris, White & Crowther (2019), section 5.
/// @verified             tests/performance/summarise_test.cpp
inline Comparison comparison(std::size_t first, std::size_t second, const PairedSums& sums) {
    Comparison found{.first = first, .second = second, .replicates = sums.replicates()};
    if (sums.replicates() < 2) {
        found.rejection_rate_difference = found.bias_difference =
            detail::no_measure(sums.replicates() == 0 ? "no replicate is usable in both" : "only one replicate is usable in both");
        return found;
    }
    const auto n = static_cast<double>(sums.replicates());
    const double discordant = static_cast<double>(sums.first_rejects) + static_cast<double>(sums.second_rejects);
    const double excess = static_cast<double>(sums.first_rejects) - static_cast<double>(sums.second_rejects);
    found.rejection_rate_difference = detail::measure(excess / n, std::sqrt(std::max(discordant - excess * excess / n, 0.0)) / n);
    found.bias_difference = sums.have_effects() ? detail::measure(sums.difference.mean, std::sqrt(sums.difference.m2 / (n * (n - 1.0))))
                                                : detail::no_measure("not both analyses give an estimate");
    return found;
}

}  // namespace equipoise
