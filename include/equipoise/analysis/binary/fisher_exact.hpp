#pragma once

#include <algorithm>
#include <limits>

#include <equipoise/analysis/binary/two_proportions.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// The p-value of Fisher's exact test of no difference in proportions: given how many respond in all, those of the treatment arm are hypergeometric.
///
/// One-sided: the tail that the alternative names. Two-sided: all tables that are at most as probable as the one observed (but for 1e-7, relative, as in R).
/// @param alternative  not equivalence, for which it is NaN
/// @complexity  O(participants). @source Fisher (1935), J R Stat Soc 98:39. @verified tests/analysis/binary/fisher_exact_test.cpp (R fisher.test)
inline double fisher_exact_p(const PerArm<Responses>& arms, Alternative alternative) {
    if (alternative == Alternative::equivalence) return std::numeric_limits<double>::quiet_NaN();
    const double treated = arms.treatment.participants;
    const double untreated = arms.control.participants;
    const double responders = arms.treatment.responders + arms.control.responders;
    const double fewest = std::max(0.0, responders - untreated);
    const double most = std::min(treated, responders);
    const double observed = arms.treatment.responders;
    // Probabilities relative to that of the table observed, from it outwards.
    const auto ratio_upwards = [&](double k) { return (treated - k) * (responders - k) / ((k + 1) * (untreated - responders + k + 1)); };
    constexpr double as_probable = 1 + 1e-7;
    double total = 1.0;
    double below = 0.0;
    double above = 0.0;
    double no_more_probable = 1.0;
    const auto count = [&](double relative, double& side) {
        total += relative;
        side += relative;
        if (relative <= as_probable) no_more_probable += relative;
    };
    double relative = 1.0;
    for (double k = observed; k < most; k += 1) count(relative *= ratio_upwards(k), above);
    relative = 1.0;
    for (double k = observed; k > fewest; k -= 1) count(relative /= ratio_upwards(k - 1), below);
    if (alternative == Alternative::less) return std::min(1.0, (1 + below) / total);
    if (alternative == Alternative::greater) return std::min(1.0, (1 + above) / total);
    return std::min(1.0, no_more_probable / total);
}

}  // namespace equipoise
