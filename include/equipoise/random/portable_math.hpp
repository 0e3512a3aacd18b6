#pragma once

#include <array>
#include <bit>
#include <cfloat>
#include <cstddef>
#include <cstdint>
#include <limits>

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "Equipoise promises the same participants from every build and needs IEEE 754 arithmetic: compile without -ffast-math"
#endif

/// Functions whose every bit is the same on every machine, with every compiler at every optimisation level.
///
/// A simulated value must not depend on whose libm is installed, so these are made of + - * / and integer operations alone. They honour
/// NaN, infinities, overflow and denormals, and are constexpr. Contraction into FMA must be off (-ffp-contract=off).
/// @complexity constant: exp and log about 7 ns, erfc and normal_cdf about 30 ns.
/// @verified tests/random/portable_math_test.cpp (long double oracle; R; constant evaluation equals run time; one digest for all builds)
namespace equipoise::portable {

static_assert(FLT_EVAL_METHOD == 0, "a double must be evaluated as a double: on 32-bit x86 compile with -msse2 -mfpmath=sse");

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double ln2_high = 0x1.62e42feep-1;  // 32 bits, so that k * ln2_high is exact for every exponent k
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;
inline constexpr double inverse_sqrt2 = 0x1.6a09e667f3bcdp-1;

constexpr double magnitude(double x) { return x < 0.0 ? -x : x; }

/// 2^k, k in [-1022, 1023].
constexpr double power_of_two(int k) { return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U); }

/// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t N>
constexpr double polynomial(double x, const std::array<double, N>& c) {
    double sum = c[N - 1];
    for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
    return sum;
}

/// z / tanh(z / 2) - 2 to 2^-58.7, from z2 = z^2, |z| <= ln(2) / 2.
/// @source Coefficients: Ng (1993), FDLIBM 5.3, e_exp.c.
constexpr double exp_kernel(double z2) {
    return z2 * polynomial(z2, std::array{0x1.555555555553ep-3, -0x1.6c16c16bebd93p-9, 0x1.1566aaf25de2cp-14, -0x1.bbd41c5d26bf1p-20,
                                          0x1.6376972bea4d0p-25});
}

/// 2 atanh(s) / s - 2 to 2^-58.4, from s2 = s^2, |s| <= 3 - sqrt(8).
/// @source Coefficients: Ng (1993), FDLIBM 5.3, e_log.c.
constexpr double log_kernel(double s2) {
    return s2 * polynomial(s2, std::array{0x1.5555555555593p-1, 0x1.999999997fa04p-2, 0x1.2492494229359p-2, 0x1.c71c51d8e78afp-3,
                                          0x1.7466496cb03dep-3, 0x1.39a09d078c69fp-3, 0x1.2f112df3e5244p-3});
}

/// erf(x) / x, from x2 = x^2, |x| <= 0.46875.
/// @source Cody (1969), Rational Chebyshev approximations for the error function, Math. Comp. 23:631; digits as in SPECFUN's CALERF.
constexpr double erf_quotient(double x2) {
    return polynomial(x2, std::array{3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.16112374387056560e0,
                                     1.85777706184603153e-1}) /
           polynomial(x2, std::array{2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1.0});
}

/// exp(y^2) erfc(y), y >= 0.46875.
/// @source As erf_quotient.
constexpr double erfc_scaled(double y) {
    if (y <= 4.0) {
        return polynomial(y, std::array{1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.81952221241769090e2,
                                        2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594e0, 5.64188496988670089e-1,
                                        2.15311535474403846e-8}) /
               polynomial(y, std::array{1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3,
                                        1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1.0});
    }
    constexpr double inverse_sqrt_pi = 0x1.20dd750429b6dp-1;
    const double u = 1.0 / (y * y);
    const double numerator = polynomial(u, std::array{6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1,
                                                      3.60344899949804439e-1, 3.05326634961232344e-1, 1.63153871373020978e-2});
    const double denominator = polynomial(u, std::array{2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1,
                                                        1.87295284992346725e0, 2.56852019228982242e0, 1.0});
    return (inverse_sqrt_pi - u * numerator / denominator) / y;
}

}  // namespace detail

/// The exponential function, within 1 ulp.
///
/// x = k ln 2 + z with |z| <= ln(2) / 2, and exp z = 1 + 2 z / (z / tanh(z / 2) - z).
/// @source Cody & Waite (1980), Software manual for the elementary functions, ch. 6; coefficients as in exp_kernel.
constexpr double exp(double x) {
    if (x != x) return x;
    if (x > 0x1.62e42fefa39efp+9) return detail::infinity;
    if (x < -0x1.74910d52d3051p+9) return 0.0;
    const int k = static_cast<int>(x * 0x1.71547652b82fep+0 + (x < 0.0 ? -0.5 : 0.5));
    const double high = x - k * detail::ln2_high;
    const double low = k * detail::ln2_low;
    const double z = high - low;
    const double c = z - detail::exp_kernel(z * z);
    const double mantissa = 1.0 - ((low - z * c / (2.0 - c)) - high);
    if (k < -1021) return mantissa * detail::power_of_two(k + 1000) * detail::power_of_two(-1000);
    return k < 1024 ? mantissa * detail::power_of_two(k) : mantissa * 2.0 * detail::power_of_two(1023);
}

/// The natural logarithm, within 1 ulp; -infinity at 0, NaN below.
///
/// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)], and log(1 + f) = 2 atanh(f / (2 + f)).
/// @source Cody & Waite (1980), Software manual for the elementary functions, ch. 5; coefficients as in log_kernel.
constexpr double log(double x) {
    if (!(x > 0.0)) return x == 0.0 ? -detail::infinity : detail::not_a_number;
    if (x == detail::infinity) return x;
    const bool denormal = x < std::numeric_limits<double>::min();
    const auto bits = std::bit_cast<std::int64_t>(denormal ? x * 0x1p54 : x);
    const std::int64_t exponent = (bits - std::bit_cast<std::int64_t>(detail::inverse_sqrt2)) >> 52;
    const double f = std::bit_cast<double>(bits - exponent * (std::int64_t{1} << 52)) - 1.0;
    const auto k = static_cast<double>(exponent - (denormal ? 54 : 0));
    const double s = f / (2.0 + f);
    const double half_square = 0.5 * f * f;
    return k * detail::ln2_high - ((half_square - (s * (half_square + detail::log_kernel(s * s)) + k * detail::ln2_low)) - f);
}

/// The hyperbolic tangent, relative error below 1e-15: the correlation whose Fisher z is x.
constexpr double tanh(double x) {
    const double y = detail::magnitude(x);
    if (y <= 0.17) return 2.0 * x / (2.0 + detail::exp_kernel(4.0 * x * x));
    if (x != x) return x;
    const double t = y > 20.0 ? 1.0 : 1.0 - 2.0 / (exp(2.0 * y) + 1.0);
    return x < 0.0 ? -t : t;
}

/// The inverse hyperbolic tangent, relative error below 1e-15: Fisher's z of the correlation x; infinite at -1 and 1, NaN outside.
constexpr double atanh(double x) {
    const double y = detail::magnitude(x);
    if (y <= 0.17) return x + 0.5 * x * detail::log_kernel(x * x);
    if (!(y <= 1.0)) return detail::not_a_number;
    const double z = y == 1.0 ? detail::infinity : 0.5 * log((1.0 + y) / (1.0 - y));
    return x < 0.0 ? -z : z;
}

namespace detail {

/// exp(-factor y^2) for 0 <= y < 2^20 and factor 1 or 1/2, with no loss from squaring: y is split at its fourth binary place.
constexpr double exp_of_minus_square(double y, double factor) {
    const double coarse = static_cast<double>(static_cast<int>(y * 16.0)) / 16.0;
    return exp(-factor * coarse * coarse) * exp(-factor * (y - coarse) * (y + coarse));
}

}  // namespace detail

/// The complementary error function, relative error below 2e-15 wherever it is a normal number.
/// @source Cody (1969), as erf_quotient.
constexpr double erfc(double x) {
    const double y = detail::magnitude(x);
    if (y <= 0.46875) return 1.0 - x * detail::erf_quotient(x * x);
    if (x != x) return x;
    const double tail = y > 28.0 ? 0.0 : detail::exp_of_minus_square(y, 1.0) * detail::erfc_scaled(y);
    return x < 0.0 ? 2.0 - tail : tail;
}

/// Density of the standard normal distribution, relative error below 1e-15 wherever it is a normal number.
constexpr double normal_density(double x) {
    constexpr double inverse_sqrt_2pi = 0x1.9884533d43651p-2;
    if (x != x) return x;
    const double y = detail::magnitude(x);
    return y > 40.0 ? 0.0 : inverse_sqrt_2pi * detail::exp_of_minus_square(y, 0.5);
}

/// P(Z <= x) for a standard normal Z, relative error below 2e-15 in both tails wherever it is a normal number.
///
/// erfc(-x / sqrt 2) / 2, with the exponential taken from x itself, so that rounding x / sqrt 2 costs no digit in the tail.
/// @source Cody (1969), as erf_quotient.
constexpr double normal_cdf(double x) {
    const double y = detail::magnitude(x) * detail::inverse_sqrt2;
    if (y <= 0.46875) return 0.5 + 0.5 * detail::inverse_sqrt2 * x * detail::erf_quotient(0.5 * x * x);
    if (x != x) return x;
    const double tail = y > 28.0 ? 0.0 : 0.5 * detail::exp_of_minus_square(detail::magnitude(x), 0.5) * detail::erfc_scaled(y);
    return x < 0.0 ? tail : 1.0 - tail;
}

}  // namespace equipoise::portable
