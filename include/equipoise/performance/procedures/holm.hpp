#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <equipoise/performance/procedures/per_hypothesis.hpp>

namespace equipoise {

/// Holm's procedure: while the smallest p_i / w_i among those not rejected is below alpha / (sum of their weights), it is rejected.
///
/// Controls the familywise error whatever the dependence of the p-values, and rejects whatever Bonferroni's does.
/// @source Holm (1979), Scandinavian Journal of Statistics 6:65; with weights, its section 4.
struct Holm {
    std::vector<double> weights{};  ///< one for each hypothesis, > 0; empty: equal. Only their ratios count
    static constexpr std::string_view method = "holm";
};

/// In the order of p_i / w_i the largest so far of min(1, p_i (sum of the weights from i on) / w_i).
/// @complexity O(hypotheses^2). @verified tests/performance/procedures/procedures_test.cpp (R p.adjust), closure_test.cpp
inline PerHypothesis adjusted(const Holm& procedure, const PerHypothesis& p) {
    const PerHypothesis weights = procedure.weights.empty() ? PerHypothesis(p.size(), 1.0) : PerHypothesis(procedure.weights);
    PerHypothesis ratio(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) ratio[i] = p[i] / weights[i];
    const auto order = increasing_order(ratio);
    PerHypothesis found(p.size());
    double largest = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
        double left = 0;
        for (std::size_t later = p.size(); later-- > k;) left += weights[order[later]];
        largest = std::max(largest, std::min(1.0, ratio[order[k]] * left));
        found[order[k]] = largest;
    }
    return found;
}

}  // namespace equipoise
