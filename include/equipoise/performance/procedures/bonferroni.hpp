#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <equipoise/performance/procedures/per_hypothesis.hpp>

namespace equipoise {

/// Bonferroni's procedure: hypothesis i is rejected if p_i < w_i alpha.
///
/// Controls the familywise error whatever the dependence of the p-values.
/// @source Bonferroni's inequality; Dunn (1961), JASA 56:52.
struct Bonferroni {
    std::vector<double> weights{};  ///< one for each hypothesis, > 0, together at most 1; empty: equal
    static constexpr std::string_view method = "bonferroni";
};

/// min(1, p_i / w_i).
/// @param p     as many as there are weights   @complexity O(hypotheses). @verified tests/performance/procedures/procedures_test.cpp (R p.adjust)
inline PerHypothesis adjusted(const Bonferroni& procedure, const PerHypothesis& p) {
    const PerHypothesis weights = weights_or_equal(procedure.weights, p.size());
    PerHypothesis found(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) found[i] = std::min(1.0, procedure.weights.empty() ? p[i] * static_cast<double>(p.size()) : p[i] / weights[i]);
    return found;
}

}  // namespace equipoise
