#pragma once

#include <algorithm>
#include <cmath>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// Those of an arm who respond, and all of them.
struct Responses {
    double responders = 0;
    double participants = 0;

    double share() const { return responders / participants; }
};

/// Wilson's score interval of a proportion.
///
/// @param z  the normal quantile: 1.96 for 95 %.   @source Wilson (1927), J Am Stat Assoc 22:209.
inline Interval wilson_interval(const Responses& of, double z) {
    const double n = of.participants;
    const double centre = 2 * of.responders + z * z;
    const double half_width = z * std::sqrt(z * z + 4 * of.responders * (1 - of.share()));
    return {.lower = std::max(0.0, (centre - half_width) / (2 * (n + z * z))), .upper = std::min(1.0, (centre + half_width) / (2 * (n + z * z)))};
}

/// Newcombe's hybrid score interval of a difference in proportions, treatment minus control: with l and u the limits of Wilson's intervals,
///
///     d - sqrt((p_t - l_t)^2 + (u_c - p_c)^2)   to   d + sqrt((u_t - p_t)^2 + (p_c - l_c)^2)
///
/// @source   Newcombe (1998), Stat Med 17:873, method 10. @verified tests/analysis/binary/two_proportions_test.cpp (table II)
inline Interval newcombe_interval(const PerArm<Responses>& arms, double z) {
    const double treatment = arms.treatment.share();
    const double control = arms.control.share();
    const Interval of_treatment = wilson_interval(arms.treatment, z);
    const Interval of_control = wilson_interval(arms.control, z);
    return {.lower = treatment - control - std::hypot(treatment - of_treatment.lower, of_control.upper - control),
            .upper = treatment - control + std::hypot(of_treatment.upper - treatment, control - of_control.lower)};
}

/// The variance of the difference in proportions by the proportions as they are (Wald).
inline double unpooled_variance(const PerArm<Responses>& arms) {
    const auto variance = [](const Responses& of) { return of.share() * (1 - of.share()) / of.participants; };
    return variance(arms.treatment) + variance(arms.control);
}

/// The control arm's proportion that maximises the likelihood given that the difference, treatment minus control, is d: the root of
/// Farrington & Manning's cubic in closed form, then polished by Newton's method.
///
/// @param d  in (-1, 1)
inline double restricted_control_share(const PerArm<Responses>& arms, double d) {
    const double total = arms.treatment.participants + arms.control.participants;
    if (d == 0) return (arms.treatment.responders + arms.control.responders) / total;
    const double ratio = arms.control.participants / arms.treatment.participants;
    const double treatment = arms.treatment.share();
    const double control = arms.control.share();
    const double a = 1 + ratio;
    const double b = -(1 + ratio + treatment + ratio * control + d * (ratio + 2));
    const double c = d * d + d * (2 * treatment + ratio + 1) + treatment + ratio * control;
    const double e = -treatment * d * (1 + d);
    const double third = b / (3 * a);
    const double v = third * third * third - b * c / (6 * a * a) + e / (2 * a);
    const double u = std::copysign(std::sqrt(std::max(0.0, third * third - c / (3 * a))), v);
    const double angle = (std::acos(-1.0) + std::acos(u == 0 ? 0.0 : std::clamp(v / (u * u * u), -1.0, 1.0))) / 3;
    double root = 2 * u * std::cos(angle) - third;  // the treatment arm's
    for (int step = 0; step < 3; ++step) {
        const double slope = (3 * a * root + 2 * b) * root + c;
        const double next = root - (((a * root + b) * root + c) * root + e) / slope;
        if (!std::isfinite(next) || std::abs(next - root) > 1e-4) break;
        root = next;
    }
    return std::clamp(root, std::max(0.0, d), std::min(1.0, 1 + d)) - d;
}

/// The variance of the difference in proportions by the proportions that are likeliest given that it is d; for d = 0 the pooled one.
///
/// @source   Farrington & Manning (1990), Stat Med 9:1447. @verified tests/analysis/binary/two_proportions_test.cpp (likelihood on a grid)
inline double restricted_variance(const PerArm<Responses>& arms, double d) {
    const double control = restricted_control_share(arms, d);
    const double treatment = control + d;
    return std::max(0.0, treatment * (1 - treatment) / arms.treatment.participants + control * (1 - control) / arms.control.participants);
}

}  // namespace equipoise
