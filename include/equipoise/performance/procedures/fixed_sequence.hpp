#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <equipoise/performance/procedures/per_hypothesis.hpp>

namespace equipoise {

/// The hypotheses in the order in which they are listed, each at the full alpha, until one is not rejected.
///
/// Controls the familywise error whatever the dependence of the p-values.
/// @source Maurer, Hothorn & Lehmacher (1995), in Vollmar (ed.), Biometrie in der chemisch-pharmazeutischen Industrie 6; Westfall & Krishen (2001), J Stat Plan Inference 99:25.
struct FixedSequence {
    static constexpr std::string_view method = "fixed_sequence";
};

/// The largest p so far.
/// @complexity O(hypotheses). @verified tests/performance/procedures/procedures_test.cpp
inline PerHypothesis adjusted(const FixedSequence&, const PerHypothesis& p) {
    PerHypothesis found(p.size());
    double largest = 0;
    for (std::size_t i = 0; i < p.size(); ++i) found[i] = largest = std::max(largest, p[i]);
    return found;
}

}  // namespace equipoise
