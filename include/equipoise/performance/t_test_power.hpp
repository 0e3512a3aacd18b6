#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

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
    Hypothesis hypothesis{};      ///< what the test is to show; not equivalence
};

/// The exact power of a pooled two-sample t-test of normal outcomes of one variance.
///
/// T is noncentral t on n - 2 df with noncentrality (effect - margin) / (sd sqrt(1/n0 + 1/n1)); the power is the probability that T is beyond
/// the critical value on the side of the alternative, on either side if the test is two-sided.
///
/// @param participants  by arm, real numbers above 0, above 2 in all
/// @returns             the probability; NaN for equivalence, which is not a function of T alone
/// @source              Julious (2010), Sample sizes for clinical trials, ch. 3.
/// @verified            tests/performance/t_test_power_test.cpp (direct integration and R pt, 1e-12)
inline double t_test_power(const PerArm<double>& participants, const TTestDesign& design) {
    const double df = participants.control + participants.treatment - 2;
    const double error = design.standard_deviation * std::sqrt(1 / participants.control + 1 / participants.treatment);
    const double noncentrality = (design.effect - design.hypothesis.margin) / error;
    const double critical = two_sided_critical(design.alpha, df);
    const double below = noncentral_t_below(-critical, df, noncentrality);
    const double above = noncentral_t_above(critical, df, noncentrality);
    switch (design.hypothesis.alternative) {
        case Alternative::two_sided: return below + above;
        case Alternative::less: return below;
        case Alternative::greater: return above;
        case Alternative::equivalence: break;
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
    const auto [low, high] = boost::math::tools::toms748_solve(excess, few, enough, boost::math::tools::eps_tolerance<double>(50), evaluations, detail::QuietMath{});
    return both(std::exp(0.5 * (low + high)));
}

}  // namespace equipoise
