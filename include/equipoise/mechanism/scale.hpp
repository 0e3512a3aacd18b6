#pragma once

#include <limits>

namespace equipoise {

/// The scale on which an outcome is recorded. A latent value is rounded to the nearest step (halves upwards) and clamped to the bounds.
struct Scale {
    double minimum = -std::numeric_limits<double>::infinity();  ///< [outcome units]
    double maximum = std::numeric_limits<double>::infinity();   ///< [outcome units]; with a step, a whole number of steps above minimum
    double step = 0.0;                                          ///< distance between possible scores, 0: continuous. Steps count from the minimum, or from 0 if that is infinite
};

}  // namespace equipoise
