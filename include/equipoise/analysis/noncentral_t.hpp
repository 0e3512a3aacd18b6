#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// P(T <= t) of the noncentral t distribution.
///
/// @param df             degrees of freedom, > 0; infinite: the normal distribution about the noncentrality
/// @param noncentrality  any finite number
/// @returns              the probability, to about 1e-12 absolutely; small tails are not relative
/// @verified             tests/analysis/noncentral_t_test.cpp (R pt)
inline double noncentral_t_below(double t, double df, double noncentrality) {
    if (std::isinf(df)) return 0.5 * std::erfc((noncentrality - t) * std::sqrt(0.5));
    return boost::math::cdf(boost::math::non_central_t_distribution<double, detail::QuietMath>(df, noncentrality), t);
}

/// P(T > t) of the noncentral t distribution; see noncentral_t_below.
inline double noncentral_t_above(double t, double df, double noncentrality) {
    return noncentral_t_below(-t, df, -noncentrality);
}

/// The noncentrality with which P(T <= t) is as stated.
///
/// @param probability  in (0, 1)
/// @returns            the noncentrality; NaN if t is not finite
/// @complexity         about 10 evaluations of the distribution
/// @verified           tests/analysis/noncentral_t_test.cpp
inline double noncentrality_of(double t, double df, double probability) {
    if (!std::isfinite(t)) return std::numeric_limits<double>::quiet_NaN();
    const auto excess = [&](double noncentrality) { return noncentral_t_below(t, df, noncentrality) - probability; };
    const double normal = -boost::math::quantile(boost::math::normal_distribution<double, detail::QuietMath>(), probability);
    // As if the estimate were normal about the noncentrality, which is near.
    const double width = std::isinf(df) ? 1.0 : 1.0 + std::abs(t) / std::sqrt(df);
    double low = t + normal * width - 0.25 * width;
    double high = low + 0.5 * width;
    double step = 0.5 * width;
    for (; !(excess(low) >= 0) && step < 1e6; step *= 2) low -= step;
    step = 0.5 * width;
    for (; !(excess(high) <= 0) && step < 1e6; step *= 2) high += step;
    std::uintmax_t evaluations = 100;
    const boost::math::tools::eps_tolerance<double> close(50);
    const auto [below, above] = boost::math::tools::toms748_solve(excess, low, high, close, evaluations, detail::QuietMath{});
    return 0.5 * (below + above);
}

/// The interval of the noncentrality that goes with a t statistic: the values that equal-tailed tests at level alpha do not reject.
///
/// @source   Steiger & Fouladi (1997), in: What if there were no significance tests?; Cumming & Finch (2001), Educ Psychol Meas 61:532.
/// @verified tests/analysis/effect_size_test.cpp (R, 1e-10)
inline Interval noncentrality_interval(double t, double df, double alpha) {
    return {.lower = noncentrality_of(t, df, 1 - 0.5 * alpha), .upper = noncentrality_of(t, df, 0.5 * alpha)};
}

}  // namespace equipoise
