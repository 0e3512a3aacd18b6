#pragma once

#include <algorithm>
#include <cmath>

#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// A sample, by its sums about a value near it.
struct Sample {
    double n = 0;
    double sum = 0;
    double squares = 0;

    double mean() const { return sum / n; }
    double sum_about_mean() const { return std::max(0.0, squares - sum * sum / n); }
};

/// Why two samples cannot be compared by a t-test: `not_estimable` if one has fewer than two, `covariance_singular` if none varies,
/// else `converged`.
inline FitStatus comparable(const PerArm<Sample>& samples) {
    if (samples.control.n < 2 || samples.treatment.n < 2) return FitStatus::not_estimable;
    // Rounding leaves about 1e-16 of the squares where all values of a sample are the same.
    const bool flat = samples.control.sum_about_mean() + samples.treatment.sum_about_mean() <=
                      1e-14 * (samples.control.squares + samples.treatment.squares);
    return flat ? FitStatus::covariance_singular : FitStatus::converged;
}

/// Student's two-sample t-test: one variance for both, df = n - 2. Only of comparable samples.
///
/// @param analysed  participants behind the samples
inline Estimate pooled_t_test(const PerArm<Sample>& samples, double analysed, const Inference& inference) {
    const auto& [control, treatment] = samples;
    const double n = control.n + treatment.n;
    const double variance = (control.sum_about_mean() + treatment.sum_about_mean()) / (n - 2);
    return t_estimate(treatment.mean() - control.mean(), std::sqrt(variance * (1 / control.n + 1 / treatment.n)), n - 2, analysed, inference);
}

}  // namespace equipoise
