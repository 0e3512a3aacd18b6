#pragma once

#include <cmath>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// P(F > f) = I_x(d2 / 2, d1 / 2), x = d2 / (d2 + d1 f), for an F distribution on d1 and d2 degrees of freedom.
///
/// @param f   >= 0
/// @param d1  the numerator's degrees of freedom, > 0
/// @param d2  the denominator's, > 0; infinite: chi-squared on d1, over d1
/// @verified  tests/analysis/f_distribution_test.cpp (R pf and pchisq, 1e-12 relative)
inline double upper_tail_f(double f, double d1, double d2) {
    if (std::isinf(d2)) return boost::math::gamma_q(0.5 * d1, 0.5 * d1 * f, detail::QuietMath{});
    const double product = d1 * f;
    // Whichever of x and 1 - x is the smaller has all its digits.
    if (product < d2) return boost::math::ibetac(0.5 * d1, 0.5 * d2, product / (d2 + product), detail::QuietMath{});
    return boost::math::ibeta(0.5 * d2, 0.5 * d1, d2 / (d2 + product), detail::QuietMath{});
}

}  // namespace equipoise
