#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <equipoise/performance/procedures/per_hypothesis.hpp>

namespace equipoise {

/// Hochberg's procedure: with p_(1) <= ... <= p_(m), all hypotheses up to the largest i with p_(i) < alpha / (m - i + 1) are rejected.
///
/// Controls the familywise error where Simes' inequality holds: of independent tests, and of many that are positively dependent.
/// @source Hochberg (1988), Biometrika 75:800.
struct Hochberg {
    static constexpr std::string_view method = "hochberg";
};

/// From the largest down the smallest so far of min(1, (m - i + 1) p_(i)).
/// @complexity O(hypotheses^2). @verified tests/performance/procedures/procedures_test.cpp (R p.adjust), closure_test.cpp
inline PerHypothesis adjusted(const Hochberg&, const PerHypothesis& p) {
    const auto order = increasing_order(p);
    PerHypothesis found(p.size());
    double smallest = 1;
    for (std::size_t k = p.size(); k-- > 0;) {
        smallest = std::min(smallest, p[order[k]] * static_cast<double>(p.size() - k));
        found[order[k]] = smallest;
    }
    return found;
}

}  // namespace equipoise
