#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise::ranks {

/// What the rank-sum test knows of two samples.
struct RankSum {
    double treated = 0;   ///< m
    double controls = 0;  ///< n
    double pairs_won = 0; ///< U: pairs in which the treatment arm's value is the greater, ties counting one half
    double ties = 0;      ///< sum over tied groups of t^3 - t, both samples together

    double expected() const { return 0.5 * treated * controls; }
    /// Of U if all orders are equally likely, given the ties: m n / 12 [ N + 1 - sum (t^3 - t) / (N (N - 1)) ].
    double variance() const {
        const double total = treated + controls;
        return treated * controls / 12.0 * (total + 1 - ties / (total * (total - 1)));
    }
};

/// The rank sum of two samples, the treatment arm's moved by `shift`.
///
/// @param control, treatment  in increasing order
/// @param tie                 values count as the same if each is at most this far from the least of them, >= 0
/// @complexity                O(m + n)
/// @source                    Lehmann (1975), Nonparametrics, ch. 1.
/// @verified                  tests/analysis/ranks/rank_sum_test.cpp
inline RankSum rank_sum(std::span<const double> control, std::span<const double> treatment, double shift = 0.0, double tie = 0.0) {
    RankSum found{.treated = static_cast<double>(treatment.size()), .controls = static_cast<double>(control.size())};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < treatment.size()) {
        const double least = treatment[i] + shift;
        // Controls below are tied with each other or not; those near `least` are tied with it.
        const double next = j < control.size() ? std::min(least, control[j]) : least;
        const double limit = next + tie;
        const std::size_t first = i;
        const std::size_t below = j;
        while (i < treatment.size() && treatment[i] + shift <= limit) ++i;
        while (j < control.size() && control[j] <= limit) ++j;
        const auto won = static_cast<double>(i - first);
        const auto level = static_cast<double>(j - below);
        const double size = won + level;
        found.pairs_won += won * (static_cast<double>(below) + 0.5 * level);
        found.ties += size * (size * size - 1);
    }
    while (j < control.size()) {
        const double limit = control[j] + tie;
        const std::size_t below = j;
        while (j < control.size() && control[j] <= limit) ++j;
        const auto size = static_cast<double>(j - below);
        found.ties += size * (size * size - 1);
    }
    return found;
}

/// Sum over tied groups of t^3 - t of one sample.
/// @param values  in increasing order
inline double ties_within(std::span<const double> values, double tie = 0.0) { return rank_sum(values, {}, 0.0, tie).ties; }

/// One-sided p-values of the normal approximation.
struct Tails {
    double lower;  ///< P(U <= observed)
    double upper;  ///< P(U >= observed)

    double two_sided() const { return std::min(1.0, 2 * std::min(lower, upper)); }
};

/// @param continuity  whether U is moved half a pair towards the side away from the tail
/// @pre               the variance is above 0
inline Tails normal_tails(const RankSum& sum, bool continuity) {
    const double half = continuity ? 0.5 : 0.0;
    const double scale = std::sqrt(0.5 / sum.variance());
    const double deviation = sum.pairs_won - sum.expected();
    return {.lower = 0.5 * std::erfc(-(deviation + half) * scale), .upper = 0.5 * std::erfc((deviation - half) * scale)};
}

}  // namespace equipoise::ranks
