#pragma once

#include <cmath>
#include <vector>

#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/score_coefficients.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// A standard normal S among those eligible, who are so by a latent baseline Z0 above a cut and correlated with S.
///
/// P(S > t | Z0 > cut) = E[Phi((a Z0 - t) / sqrt(1 - a^2)) | Z0 > cut], a the correlation of S and Z0: not standard normal unless a is 0.
/// To 1e-15 (unless a is 0, baselines beyond 8.5 SDs are left out).
/// @verified tests/mechanism/eligible_normal_test.cpp (Monte Carlo, the normal itself)
class EligibleNormal {
public:
    /// @param cut          -infinity if all are eligible
    /// @param correlation  -1 < a < 1
    EligibleNormal(double cut, double correlation) : correlation_(correlation), rest_(std::sqrt(1 - correlation * correlation)) {
        if (correlation == 0) {
            nodes_ = {{0.0, 1.0}};
        } else {
            nodes_ = detail::eligible_nodes(cut, 2 * rest_);
        }
        double share = 0;
        for (const detail::Node& node : nodes_) share += node.weight;
        for (detail::Node& node : nodes_) node.weight /= share;
    }

    double above(double t) const { return tail(t, 1); }   ///< P(S > t)
    double below(double t) const { return tail(t, -1); }  ///< P(S < t), to as many digits

    double density(double t) const {
        double sum = 0;
        for (const detail::Node& node : nodes_) sum += node.weight * portable::normal_density((t - correlation_ * node.at) / rest_);
        return sum / rest_;
    }

    /// The t with P(S > t) = share; infinite for 0 and 1.
    ///
    /// Newton's method on the logarithm of the smaller tail, which is concave.
    /// @param start  a guess
    /// @complexity   about 6 evaluations of O(nodes).
    double exceeded_by(double share, double start = 0) const {
        if (!(share > 0)) return portable::detail::infinity;
        if (!(share < 1)) return -portable::detail::infinity;
        const bool upper = share <= 0.5;
        const double wanted = portable::log(upper ? share : 1 - share);
        const auto excess = [&](double t) {
            const double p = upper ? above(t) : below(t);
            const double log_excess = portable::log(p) - wanted;
            return ValueAndSlope{upper ? -log_excess : log_excess, density(t) / p};
        };
        return increasing_root(excess, -furthest, furthest, start, 1e-14 * (1 + std::abs(wanted))).value();
    }

private:
    static constexpr double furthest = 24;  // the least positive share that is asked for is 1e-18

    double tail(double t, double side) const {
        double sum = 0;
        for (const detail::Node& node : nodes_) sum += node.weight * detail::upper_tail(side * (t - correlation_ * node.at) / rest_);
        return sum;
    }

    double correlation_;
    double rest_;
    std::vector<detail::Node> nodes_;  // their weights add up to 1
};

}  // namespace equipoise
