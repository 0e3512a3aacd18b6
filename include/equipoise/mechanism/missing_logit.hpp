#pragma once

#include <limits>

#include <equipoise/mechanism/history.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The probability whose log odds are x.
constexpr double logistic(double x) { return 1 / (1 + portable::exp(-x)); }

/// The log odds of one visit being missed (for good, or once), as a linear function of scores [outcome units].
///
/// @verified tests/mechanism/dropout_calibration_test.cpp, tests/mechanism/intermittent_test.cpp
struct MissingLogit {
    double intercept = -std::numeric_limits<double>::infinity();  ///< -infinity: nobody misses it
    double last = 0;           ///< of the last score seen
    double baseline = 0;       ///< of the baseline score
    double missed = 0;         ///< of the score about to be missed
    double adverse_event = 0;  ///< added if there has been one

    /// @param past  on the way to that visit
    double probability(const CompleteHistory& past) const {
        if (intercept == -std::numeric_limits<double>::infinity()) return 0.0;
        const ObservedHistory& observed = past.observed;
        const double scores = intercept + last * observed.last() + baseline * observed.baseline() + missed * past.upcoming;
        return logistic(observed.adverse_event ? scores + adverse_event : scores);
    }
};

}  // namespace equipoise
