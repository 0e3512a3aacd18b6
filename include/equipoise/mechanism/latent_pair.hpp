#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include <boost/math/quadrature/gauss.hpp>

#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/latent_visit.hpp>

namespace equipoise {

namespace detail {

struct Node {
    double at;      ///< standardised latent baseline
    double weight;  ///< of the standard normal density there
};

/// Nodes for the mean over the eligible baselines: 20-point Gauss-Legendre rules side by side, each at most `width` wide.
inline std::vector<Node> eligible_nodes(double cut, double width) {
    using Rule = boost::math::quadrature::gauss<double, 20>;
    const double lower = std::max(cut, -8.5);
    const double panels = std::ceil((8.5 - lower) / width);
    const double half = (8.5 - lower) / panels / 2;
    std::vector<Node> nodes;
    for (double panel = 0; panel < panels; panel += 1) {
        const double centre = lower + (2 * panel + 1) * half;
        for (const double side : {-1.0, 1.0}) {
            for (std::size_t k = 0; k < Rule::abscissa().size(); ++k) {
                const double x = centre + side * half * Rule::abscissa()[k];
                nodes.push_back({x, half * Rule::weights()[k] * portable::normal_density(x)});
            }
        }
    }
    return nodes;
}

}  // namespace detail

/// The scores of one later visit given each of some latent baselines, as Hermite coefficients of what the baseline leaves to chance.
using ConditionalScores = std::vector<std::vector<double>>;

/// @param reference  what is subtracted from the score: its mean among those eligible [outcome units]
inline ConditionalScores conditional_scores(const Scale& scale, const LatentVisit& visit, double reference,
                                            const std::vector<detail::Node>& nodes, std::size_t terms) {
    constexpr double everyone = -std::numeric_limits<double>::infinity();
    const double rest = visit.normal.sd * std::sqrt(1 - visit.correlation * visit.correlation);
    ConditionalScores at;
    for (const detail::Node& node : nodes) {
        const LatentNormal given{visit.normal.mean + visit.normal.sd * visit.correlation * node.at, rest};
        at.push_back(score_coefficients(scale, given, everyone, reference, terms).score);
    }
    return at;
}

/// The covariance of two later visits' scores among those eligible, as a polynomial in their latent partial correlation r given the baseline.
///
/// E[1{eligible} S_v S_w] = sum_k r^k E[1{eligible} c_k^v(Z0) c_k^w(Z0)]; increasing in r (Plackett 1954).
/// @complexity construction O(nodes x terms).
/// @verified tests/mechanism/latent_pair_test.cpp
class PairCovariance {
public:
    PairCovariance(const ConditionalScores& v, const ConditionalScores& w, const std::vector<detail::Node>& nodes, double share)
        : coefficients_(v.front().size(), 0.0) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const double weight = nodes[i].weight / share;
            for (std::size_t k = 0; k < coefficients_.size(); ++k) coefficients_[k] += weight * v[i][k] * w[i][k];
        }
    }

    /// The covariance [outcome units^2] and its derivative, at a partial correlation.
    ValueAndSlope operator()(double r) const {
        ValueAndSlope sum{0, 0};
        for (std::size_t k = coefficients_.size(); k-- > 0;) {
            sum.slope = sum.slope * r + sum.value;
            sum.value = sum.value * r + coefficients_[k];
        }
        return sum;
    }

    static constexpr double most = 0.9999;  ///< partial correlations are sought in [-most, most]

    /// The partial correlation at which the covariance is as stated; none if there is none.
    std::optional<double> partial_correlation(double covariance, double start, double tolerance) const {
        const auto excess = [&](double r) {
            const ValueAndSlope at = (*this)(r);
            return ValueAndSlope{at.value - covariance, at.slope};
        };
        return increasing_root(excess, -most, most, std::clamp(start, -0.9, 0.9), tolerance);
    }

private:
    std::vector<double> coefficients_;
};

}  // namespace equipoise
