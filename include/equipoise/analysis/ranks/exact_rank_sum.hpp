#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/ranks/rank_sum.hpp>

namespace equipoise::ranks {

/// The exact distribution of the pairs won, U, of two samples without ties if all orders are equally likely.
///
/// The number of orders with U = u is the coefficient of q^u in the product over i = 1..m of (1 - q^(n+i)) / (1 - q^i). The product is
/// built factor by factor, as probabilities; after i factors it is symmetric about i n / 2, so that only the lower half is computed, where
/// no digits cancel. The table of the last sizes is kept.
///
/// @complexity O(m^2 n) for new sizes, else O(1); nothing is allocated once warm
/// @source     Mann & Whitney (1947), Ann Math Stat 18:50; for the generating function e.g. Andrews (1976), The theory of partitions, ch. 3.
/// @verified   tests/analysis/ranks/exact_rank_sum_test.cpp (R pwilcox, qwilcox; all orders)
class ExactRankSum {
public:
    /// @param m, n  sizes of the samples, at least 1
    void of(std::size_t m, std::size_t n) {
        if (std::min(m, n) == fewer_ && std::max(m, n) == more_) return;
        fewer_ = std::min(m, n);
        more_ = std::max(m, n);
        build();
    }

    /// P(U <= u), u a whole number.
    double up_to(double u) const {
        const auto pairs = static_cast<double>(fewer_ * more_);
        if (u < 0) return 0.0;
        if (u >= pairs) return 1.0;
        if (2 * u > pairs - 1) return 1.0 - up_to(pairs - 1 - u);
        return cumulative_[static_cast<std::size_t>(u)];
    }

    Tails tails(double u) const { return {.lower = up_to(u), .upper = up_to(static_cast<double>(fewer_ * more_) - u)}; }

    /// The smallest u with P(U <= u) >= p, p at most 1/2.
    std::size_t quantile(double p) const {
        // As R: a probability that is p but for rounding counts as p.
        const auto place = std::lower_bound(cumulative_.begin(), cumulative_.end(), p * (1 - 1e-14));
        return static_cast<std::size_t>(place - cumulative_.begin());
    }

private:
    void build() {
        const std::size_t half = fewer_ * more_ / 2;
        cumulative_.assign(half + 1, 0.0);
        before_.assign(half + 1, 0.0);
        before_[0] = 1.0;
        for (std::size_t i = 1; i <= fewer_; ++i) {
            const double fewer_orders = static_cast<double>(i) / static_cast<double>(more_ + i);  // C(n+i-1, i-1) / C(n+i, i)
            const std::size_t centre = i * more_ / 2;
            for (std::size_t u = 0; u <= centre; ++u) {
                double value = fewer_orders * old(u, (i - 1) * more_);
                if (u >= more_ + i) value -= fewer_orders * old(u - more_ - i, (i - 1) * more_);
                if (u >= i) value += cumulative_[u - i];
                cumulative_[u] = value;
            }
            std::copy_n(cumulative_.begin(), centre + 1, before_.begin());
        }
        for (std::size_t u = 1; u <= half; ++u) cumulative_[u] += cumulative_[u - 1];
    }

    // The product of the factors so far, of that degree, of which the lower half is at hand.
    double old(std::size_t u, std::size_t degree) const { return u > degree ? 0.0 : before_[std::min(u, degree - u)]; }

    std::size_t fewer_ = 0;
    std::size_t more_ = 0;
    std::vector<double> cumulative_{};
    std::vector<double> before_{};
};

}  // namespace equipoise::ranks
