#pragma once

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

namespace equipoise {

namespace detail {

/// Doubles stay doubles and nothing throws: a p-value that cannot be had is NaN.
using QuietMath = boost::math::policies::policy<
    boost::math::policies::promote_double<false>, boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>, boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>, boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::rounding_error<boost::math::policies::ignore_error>>;

}  // namespace detail

/// Two-sided p-value of a t statistic: P(|T| >= |t|) = I_x(df / 2, 1 / 2) = 1 - I_(1 - x)(1 / 2, df / 2), x = df / (df + t^2).
///
/// @param t   any number
/// @param df  degrees of freedom, a real number > 0; infinite: the normal distribution
/// @returns   the probability, in full relative accuracy however small it is
/// @verified  tests/analysis/t_distribution_test.cpp (R pt, 1e-12 relative)
inline double two_sided_p(double t, double df) {
    if (std::isinf(df)) return std::erfc(std::abs(t) * std::sqrt(0.5));
    const double square = t * t;
    // Whichever of x and 1 - x is the smaller has all its digits.
    if (square < df) return boost::math::ibetac(0.5, 0.5 * df, square / (df + square), detail::QuietMath{});
    return boost::math::ibeta(0.5 * df, 0.5, df / (df + square), detail::QuietMath{});
}

/// P(T <= t).
///
/// @verified tests/analysis/inference_test.cpp (R pt, 1e-12 relative)
inline double lower_tail_p(double t, double df) {
    const double outside = 0.5 * two_sided_p(t, df);
    return t < 0 ? outside : 1.0 - outside;
}

/// The t that is exceeded in absolute value with probability alpha.
///
/// @param alpha  in (0, 1)
/// @param df     degrees of freedom, a real number > 0; infinite: the normal distribution
/// @verified     tests/analysis/t_distribution_test.cpp (R qt, 1e-12 relative)
inline double two_sided_critical(double alpha, double df) {
    if (std::isinf(df)) return boost::math::quantile(boost::math::complement(boost::math::normal_distribution<double, detail::QuietMath>(), 0.5 * alpha));
    const boost::math::students_t_distribution<double, detail::QuietMath> t(df);
    return boost::math::quantile(boost::math::complement(t, 0.5 * alpha));
}

}  // namespace equipoise
