#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/noncentral_t.hpp>
#include <equipoise/analysis/t_distribution.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// What the power of a pooled t-test depends on besides the numbers of participants.
struct TTestDesign {
    double effect;                ///< treatment minus control [outcome units]
    double standard_deviation;    ///< within arms, > 0 [outcome units]
    double alpha = 0.05;          ///< two-sided, in (0, 1); one-sided tests are at half of it
    Hypothesis hypothesis{};      ///< what the test is to show
};

namespace detail {

/// The power of two one-sided tests at level alpha / 2: given the standard deviation found, sd times u, both reject if the difference in means
/// lies within the margin by critical u errors; integrated over u^2, which is chi-squared on df over df.
/// @param margin, effect  in standard errors of the difference
inline double equivalence_power(double margin, double effect, double critical, double df) {
    const double most = margin / critical;  // beyond it nothing can be shown
    const double log_constant = std::log(2.0) + 0.5 * df * std::log(0.5 * df) - boost::math::lgamma(0.5 * df, QuietMath{});
    const auto below = [](double z) { return 0.5 * std::erfc(-z * std::sqrt(0.5)); };
    const auto integrand = [&](double u) {
        if (!(u > 0)) return 0.0;
        const double inside = below(margin - effect - critical * u) - below(critical * u - margin - effect);
        return inside * std::exp(log_constant + (df - 1) * std::log(u) - 0.5 * df * u * u);
    };
    // The density of u is about 1 +- 1 / sqrt(2 df); far from there it is nothing.
    const double width = 12 / std::sqrt(2 * df);
    const double from = std::max(0.0, 1 - width);
    const double to = std::min(most, 1 + 2 * width);
    if (!(to > from)) return 0.0;
    return boost::math::quadrature::gauss_kronrod<double, 61, QuietMath>::integrate(integrand, from, to, 15, 1e-13);
}

}  // namespace detail

/// The exact power of a pooled two-sample t-test of normal outcomes of one variance.
///
/// T is noncentral t on n - 2 df with noncentrality (effect - margin) / (sd sqrt(1/n0 + 1/n1)); the power is the probability that T is beyond
/// the critical value on the side of the alternative, on either side if the test is two-sided. For equivalence it is the probability that both
/// one-sided tests reject, by quadrature over the standard deviation found.
///
/// @param participants  by arm, real numbers above 0, above 2 in all
/// @source              Julious (2010), Sample sizes for clinical trials, ch. 3 and 5; Phillips (1990), J Pharmacokinet Biopharm 18:137 (equivalence).
/// @verified            tests/performance/t_test_power_test.cpp (direct integration and R pt, 1e-12; R integrate, 1e-9)
inline double t_test_power(const PerArm<double>& participants, const TTestDesign& design) {
    const double df = participants.control + participants.treatment - 2;
    const double error = design.standard_deviation * std::sqrt(1 / participants.control + 1 / participants.treatment);
    const double critical = two_sided_critical(design.alpha, df);
    if (design.hypothesis.alternative == Alternative::equivalence) {
        return detail::equivalence_power(design.hypothesis.margin / error, design.effect / error, critical, df);
    }
    const double noncentrality = (design.effect - design.hypothesis.margin) / error;
    const double below = noncentral_t_below(-critical, df, noncentrality);
    const double above = noncentral_t_above(critical, df, noncentrality);
    switch (design.hypothesis.alternative) {
        case Alternative::two_sided: return below + above;
        case Alternative::less: return below;
        case Alternative::greater: return above;
        case Alternative::equivalence: break;  // above
    }
    return std::numeric_limits<double>::quiet_NaN();
}

/// The numbers of participants with which a pooled t-test has the power stated, as real numbers: round them up.
///
/// @param power  in (alpha, 1)
/// @param ratio  participants of the treatment arm for each of the control arm, > 0
/// @returns      by arm, 2.1 in all if they suffice; NaN if no number up to 1e9 has that power, as where the effect is the margin or on the wrong side of it
/// @complexity   about 20 evaluations of the power
/// @verified     tests/performance/t_test_power_test.cpp (R power.t.test, 1e-9)
inline PerArm<double> t_test_participants(double power, const TTestDesign& design, double ratio = 1.0) {
    const auto both = [ratio](double controls) { return PerArm<double>{controls, ratio * controls}; };
    const auto excess = [&](double log_controls) { return t_test_power(both(std::exp(log_controls)), design) - power; };
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const double most = std::log(1e9);
    double few = std::log(2.1 / (1 + ratio));
    double enough = few;
    for (; !(excess(enough) >= 0); enough += 1.0) {
        if (enough > most) return {nan, nan};
        few = enough;
    }
    if (few == enough) return both(std::exp(few));
    std::uintmax_t evaluations = 200;
    const boost::math::tools::eps_tolerance<double> close(50);
    const auto [low, high] = boost::math::tools::toms748_solve(excess, few, enough, close, evaluations, detail::QuietMath{});
    return both(std::exp(0.5 * (low + high)));
}

}  // namespace equipoise
