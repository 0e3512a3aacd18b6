#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/performance/procedures/per_hypothesis.hpp>

namespace equipoise {

/// The sequentially rejective procedure of a graph: hypothesis i has the share w_i of alpha, and passes it on to j in the proportion g_ij once
/// it is rejected.
///
/// Controls the familywise error whatever the dependence of the p-values.
/// @source Bretz, Maurer, Brannath & Posch (2009), Statistics in Medicine 28:586, Algorithms 1 and 2.
struct Graphical {
    std::vector<double> weights{};                   ///< one for each hypothesis, >= 0, together at most 1
    std::vector<std::vector<double>> transitions{};  ///< hypotheses x hypotheses: row i says where the share of i goes; >= 0, 0 on the diagonal, rows add up to at most 1
    static constexpr std::string_view method = "graphical";
};

/// The fallback procedure: shares of alpha in the order of the hypotheses, each passing its own to the next.
///
/// @source Wiens (2003), Pharmaceutical Statistics 2:211; as a graph, Bretz et al. (2009), section 3.
struct Fallback {
    std::vector<double> weights{};  ///< one for each hypothesis, >= 0, together at most 1; empty: equal
    static constexpr std::string_view method = "fallback";
};

namespace detail {

/// A graph from which hypotheses are taken, one after another.
class ShrinkingGraph {
public:
    template <class Transition>
    ShrinkingGraph(const PerHypothesis& weights, const Transition& transition) : weights_(weights) {
        for (std::size_t i = 0; i < weights.size(); ++i) {
            for (std::size_t j = 0; j < weights.size(); ++j) at(i, j) = transition(i, j);
        }
        left_.fill(true);
    }

    /// p / w of a hypothesis that is left; infinite if it has no share of alpha.
    double ratio(std::size_t i, double p) const { return weights_[i] > 0 ? p / weights_[i] : std::numeric_limits<double>::infinity(); }
    bool left(std::size_t i) const { return left_[i]; }

    /// Algorithm 1: w_l + w_j g_jl, and (g_lk + g_lj g_jk) / (1 - g_lj g_jl).
    void take(std::size_t j) {
        left_[j] = false;
        const std::size_t m = weights_.size();
        for (std::size_t l = 0; l < m; ++l) {
            if (!left_[l]) continue;
            weights_[l] += weights_[j] * at(j, l);
            const double round_trip = at(l, j) * at(j, l);
            for (std::size_t k = 0; k < m; ++k) {
                if (!left_[k]) continue;
                next_[l * max_hypotheses + k] = k != l && round_trip < 1 ? (at(l, k) + at(l, j) * at(j, k)) / (1 - round_trip) : 0.0;
            }
        }
        std::swap(transitions_, next_);
    }

private:
    double& at(std::size_t i, std::size_t j) { return transitions_[i * max_hypotheses + j]; }

    PerHypothesis weights_;
    std::array<bool, max_hypotheses> left_{};
    std::array<double, max_hypotheses * max_hypotheses> transitions_{};
    std::array<double, max_hypotheses * max_hypotheses> next_{};
};

/// Algorithm 2: the smallest p / w is taken from the graph, and the largest of these so far is its adjusted p-value.
inline PerHypothesis adjusted_by(ShrinkingGraph graph, const PerHypothesis& p) {
    PerHypothesis found(p.size(), 1.0);
    double largest = 0;
    for (std::size_t taken = 0; taken < p.size(); ++taken) {
        std::size_t next = p.size();
        for (std::size_t i = 0; i < p.size(); ++i) {
            if (graph.left(i) && (next == p.size() || graph.ratio(i, p[i]) < graph.ratio(next, p[next]))) next = i;
        }
        largest = std::max(largest, graph.ratio(next, p[next]));
        if (largest >= 1) break;  // nor is any other
        found[next] = largest;
        graph.take(next);
    }
    return found;
}

}  // namespace detail

/// @complexity O(hypotheses^3). @verified tests/performance/procedures/procedures_test.cpp (closed tests in R), closure_test.cpp
inline PerHypothesis adjusted(const Graphical& procedure, const PerHypothesis& p) {
    return detail::adjusted_by({PerHypothesis(procedure.weights), [&](std::size_t i, std::size_t j) { return procedure.transitions[i][j]; }}, p);
}

/// @complexity O(hypotheses^3). @verified tests/performance/procedures/procedures_test.cpp (closed tests in R), closure_test.cpp
inline PerHypothesis adjusted(const Fallback& procedure, const PerHypothesis& p) {
    return detail::adjusted_by({weights_or_equal(procedure.weights, p.size()), [](std::size_t i, std::size_t j) { return j == i + 1 ? 1.0 : 0.0; }}, p);
}

}  // namespace equipoise
