#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/eligible_normal.hpp>
#include <equipoise/mechanism/event_counts.hpp>
#include <equipoise/mechanism/score_moments.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>

namespace equipoise {

/// P(value > k), k = 0, 1, ..., of an outcome whose values are whole numbers from 0, at the visit-th visit measured.
inline std::vector<double> values_above(const OrdinalLevels& kind, Arm arm, std::size_t visit) {
    const std::vector<double>& row = kind.proportions[arm][visit];
    std::vector<double> above(row.size() - 1, 0.0);
    double sum = 0;
    for (std::size_t k = above.size(); k-- > 0;) above[k] = sum += row[k + 1];
    return above;
}
inline std::vector<double> values_above(const BinaryProportion& kind, Arm arm, std::size_t visit) { return {kind.proportion[arm][visit]}; }

/// @pre the count has no more than `max_events` events
inline std::vector<double> values_above(const EventCount& kind, Arm arm, std::size_t visit) {
    return events_above(kind.mean[arm][visit], kind.dispersion).value();
}

/// Mean and SD of a value from what is above each whole number: E Y = sum P(Y > k), E Y^2 = sum (2 k + 1) P(Y > k).
inline ScoreMoments moments_above(const std::vector<double>& above) {
    double mean = 0;
    double square = 0;
    for (std::size_t k = above.size(); k-- > 0;) {
        mean += above[k];
        square += static_cast<double>(2 * k + 1) * above[k];
    }
    return {mean, std::sqrt(std::max(0.0, square - mean * mean))};
}

/// Where a latent variable has to be for each whole number to be exceeded: the value is the number of thresholds below it.
///
/// @returns    in increasing order, -infinity where all exceed, infinity where none does
/// @complexity O(values x nodes). @verified tests/mechanism/level_thresholds_test.cpp
inline std::vector<double> level_thresholds(const std::vector<double>& above, const EligibleNormal& latent) {
    std::vector<double> thresholds;
    double start = 0;
    for (const double share : above) {
        thresholds.push_back(latent.exceeded_by(share, start));
        if (std::isfinite(thresholds.back())) start = thresholds.back();
    }
    return thresholds;
}

}  // namespace equipoise
