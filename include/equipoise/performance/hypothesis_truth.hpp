#pragma once

#include <cmath>
#include <optional>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// How many Monte Carlo standard errors a simulated true value must be away from a margin for the side on which it lies to count as known.
inline constexpr double certain_distance = 5.0;

/// Whether what a test is to show is so, in nature.
///
/// An exact true value decides. A simulated one decides if it is more than five of its Monte Carlo standard errors from the margin, from both
/// margins of equivalence.
/// @returns  nothing if it is not decided   @complexity O(1).
/// @verified tests/performance/hypothesis_truth_test.cpp
inline std::optional<bool> hypothesis_holds(const Hypothesis& hypothesis, const McEstimate& true_value) {
    const double room = certain_distance * true_value.mcse;
    const bool near = std::abs(true_value.value - hypothesis.margin) <= room;
    const bool near_other = hypothesis.alternative == Alternative::equivalence && std::abs(true_value.value + hypothesis.margin) <= room;
    if (true_value.mcse > 0.0 && (near || near_other)) return std::nullopt;
    return hypothesis.holds(true_value.value);
}

}  // namespace equipoise
