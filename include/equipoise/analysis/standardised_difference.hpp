#pragma once

#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/noncentral_t.hpp>
#include <equipoise/analysis/t_distribution.hpp>
#include <equipoise/analysis/two_samples.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// Cohen's d: the difference in means, treatment minus control, in units of the pooled standard deviation (n - 2 df).
///
/// Only of comparable samples.
/// @source   Cohen (1988), Statistical power analysis for the behavioral sciences, ch. 2.
/// @verified tests/analysis/effect_size_test.cpp (R, 1e-10)
inline double cohens_d(const PerArm<Sample>& samples) {
    const auto& [control, treatment] = samples;
    const double variance = (control.sum_about_mean() + treatment.sum_about_mean()) / (control.n + treatment.n - 2);
    return (treatment.mean() - control.mean()) / std::sqrt(variance);
}

/// What takes the bias from Cohen's d: J = Gamma(df / 2) / [ sqrt(df / 2) Gamma((df - 1) / 2) ].
///
/// @param df  degrees of freedom of the standard deviation, > 1
/// @source    Hedges (1981), J Educ Stat 6:107.
/// @verified  tests/analysis/effect_size_test.cpp (R, 1e-10)
inline double hedges_correction(double df) {
    // tgamma_delta_ratio(a, h) = Gamma(a) / Gamma(a + h)
    return 1.0 / (std::sqrt(0.5 * df) * boost::math::tgamma_delta_ratio(0.5 * (df - 1), 0.5, detail::QuietMath{}));
}

/// Hedges' g: d without its bias, J d.
inline double hedges_g(double d, const PerArm<double>& n) { return hedges_correction(n.control + n.treatment - 2) * d; }

/// sqrt(n0 n1 / (n0 + n1)), by which a standardised difference becomes the noncentrality of the t statistic.
inline double noncentrality_per_unit(const PerArm<double>& n) { return std::sqrt(n.control * n.treatment / (n.control + n.treatment)); }

/// The large-sample variance of d: 1/n0 + 1/n1 + d^2 / (2 (n0 + n1)).
/// @source Hedges & Olkin (1985), Statistical methods for meta-analysis, ch. 5.
inline double large_sample_variance(double d, const PerArm<double>& n) {
    return 1 / n.control + 1 / n.treatment + d * d / (2 * (n.control + n.treatment));
}

/// The exact interval of the standardised difference in normal populations of one variance, from the noncentral t distribution.
///
/// @param d      Cohen's d
/// @param n      participants by arm, n - 2 at least 1 in all
/// @param alpha  two-sided, in (0, 1)
/// @verified     tests/analysis/effect_size_test.cpp (R, 1e-10)
inline Interval exact_interval(double d, const PerArm<double>& n, double alpha) {
    const double unit = noncentrality_per_unit(n);
    const Interval noncentrality = noncentrality_interval(d * unit, n.control + n.treatment - 2, alpha);
    return {.lower = noncentrality.lower / unit, .upper = noncentrality.upper / unit};
}

}  // namespace equipoise
