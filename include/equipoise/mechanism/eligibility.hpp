#pragma once

#include <cmath>
#include <limits>

#include <equipoise/mechanism/scale.hpp>

namespace equipoise {

/// Who may enter the trial: those whose baseline score is high enough.
struct Eligibility {
    double score;   ///< the lowest eligible score; -infinity if everyone is eligible
    double latent;  ///< the lowest latent value that is recorded as an eligible score; -infinity if everyone is eligible
};

/// The lowest score of the scale that reaches a baseline minimum, and the latent value from which it is recorded.
///
/// @param baseline_minimum  [outcome units], at most the scale's maximum
/// @verified tests/mechanism/scale_test.cpp
inline Eligibility eligibility(const Scale& scale, double baseline_minimum) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(baseline_minimum > scale.minimum)) return {-infinity, -infinity};
    if (scale.step == 0.0) return {baseline_minimum, baseline_minimum};
    const double level = std::ceil((baseline_minimum - origin(scale)) / scale.step - 1e-9);  // 0.3 / 0.1 is 3 levels, not 4
    if (bounded_below(scale) && level < 1) return {-infinity, -infinity};
    const double score = origin(scale) + level * scale.step;
    return {score > scale.maximum ? scale.maximum : score, origin(scale) + (level - 0.5) * scale.step};
}

}  // namespace equipoise
