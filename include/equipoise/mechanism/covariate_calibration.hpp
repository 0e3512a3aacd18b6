#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/covariate_series.hpp>
#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/prepared_distribution.hpp>
#include <equipoise/mechanism/prepared_repeated_measures.hpp>

namespace equipoise {

/// How a covariate's latent normal leans on the normals behind the scores, or why it cannot.
struct SolvedCovariate {
    std::vector<double> weights;  ///< a, one for each visit; empty: none
    std::optional<Fault> fault;   ///< its pointer is the number of the visit
};

namespace detail {

/// The control arm's scores as covariates are calibrated against them.
class CovariateSolver {
public:
    static constexpr Cell cell{Arm::control, false};
    static constexpr double most = 0.99;  ///< the latent correlation with the baseline is sought in [-most, most]

    explicit CovariateSolver(const PreparedRepeatedMeasures& outcome)
        : outcome_(outcome),
          first_(outcome.latent(cell).visits[0]),
          baseline_(eligible_baseline(outcome.scale(), first_, first_.mean + first_.sd * outcome.baseline_cut())) {}

    /// @param stated  correlation with the score at each visit, in (-1, 1)
    SolvedCovariate operator()(const PreparedDistribution& distribution, const std::vector<double>& stated) {
        const auto at_baseline = baseline_weight(distribution, stated[0]);
        if (!at_baseline) {
            return {{}, unattainable(0, observed_at_baseline(distribution, -most), observed_at_baseline(distribution, most), stated[0])};
        }
        std::vector<double> weights{*at_baseline};
        const CovariateTransform transform = distribution.transform(eligible_latent(weights[0], outcome_.baseline_cut()));
        for (std::size_t v = 1; v < stated.size(); ++v) {
            const LaterCovariance later = later_covariance(transform, distribution.moments(), weights[0], v);
            const auto r = later.covariance.partial_correlation(stated[v] * later.unit, stated[v], 1e-10 * later.unit);
            if (!r) return {{}, unattainable(v, later.covariance(-PairCovariance::most).value / later.unit, later.covariance(PairCovariance::most).value / later.unit, stated[v])};
            const double rho = outcome_.latent(cell).correlation(0, static_cast<Eigen::Index>(v));
            if (!add_weight(weights, v, weights[0] * rho + *r * std::sqrt((1 - weights[0] * weights[0]) * (1 - rho * rho)))) return {{}, contradictory(v, stated[v])};
        }
        return {std::move(weights), std::nullopt};
    }

private:
    struct LaterCovariance {
        PairCovariance covariance;
        double unit;  ///< product of the SDs
    };

    /// The correlation with the recorded baseline among those eligible, by Mehler's series.
    double observed_at_baseline(const PreparedDistribution& distribution, double weight) {
        const CovariateTransform transform = distribution.transform(eligible_latent(weight, outcome_.baseline_cut()));
        const std::vector<double> g = series_(transform, 0, 1, distribution.moments().mean, series_terms(weight));
        double sum = 0;
        for (std::size_t k = g.size(); k-- > 0;) sum = sum * weight + g[k] * baseline_.on.score[k];
        return sum / (baseline_.share() * baseline_.score.sd * distribution.moments().sd);
    }

    std::optional<double> baseline_weight(const PreparedDistribution& distribution, double stated) {
        if (stated == 0) return 0.0;
        const auto excess = [&](double weight) {
            constexpr double apart = 1e-5;
            const double here = observed_at_baseline(distribution, weight);
            const double inwards = weight > 0 ? weight - apart : weight + apart;
            return ValueAndSlope{here - stated, (here - observed_at_baseline(distribution, inwards)) / (weight - inwards)};
        };
        return increasing_root(excess, -most, most, std::clamp(stated, -0.9, 0.9), 1e-10);
    }

    LaterCovariance later_covariance(const CovariateTransform& transform, CovariateMoments moments, double weight, std::size_t v) {
        const LatentVisit visit{outcome_.latent(cell).visits[v], outcome_.latent(cell).correlation(0, static_cast<Eigen::Index>(v))};
        const double strongest = std::max(std::abs(weight), std::abs(visit.correlation));
        const std::vector<Node> nodes = eligible_nodes(outcome_.baseline_cut(), 2 * std::sqrt(1 - strongest * strongest));
        const std::size_t terms = series_terms(0.95);
        ConditionalScores covariate;
        for (const Node& node : nodes) covariate.push_back(series_(transform, weight * node.at, std::sqrt(1 - weight * weight), moments.mean, terms));
        const ConditionalScores scores = conditional_scores(outcome_.scale(), visit, outcome_.mean_score(cell, v), nodes, terms);
        return {PairCovariance(scores, covariate, nodes, baseline_.share()), moments.sd * outcome_.sd_score(cell, v)};
    }

    /// The next of the weights, so that X* has a latent correlation with a visit; false if nothing would be left of its own.
    bool add_weight(std::vector<double>& weights, std::size_t v, double correlation) const {
        const auto row = outcome_.weights(cell, v);
        double rest = correlation * outcome_.latent(cell).visits[v].sd;
        double square = 0;
        for (std::size_t j = 0; j < v; ++j) {
            rest -= weights[j] * row[j];
            square += weights[j] * weights[j];
        }
        weights.push_back(rest / row[v]);
        return square + weights[v] * weights[v] < 0.9999;
    }

    static Fault unattainable(std::size_t v, double lowest, double highest, double stated) {
        return {std::to_string(v),
                "must be a correlation that the covariate and the score can have: from " + plain_number(lowest) + " to " + plain_number(highest) + ", but is " +
                    plain_number(stated),
                ""};
    }

    static Fault contradictory(std::size_t v, double stated) {
        return {std::to_string(v),
                "must fit the correlations with the visits before it and those between the visits, but a correlation of " + plain_number(stated) +
                    " here would leave the covariate no variance of its own",
                "bring the correlations nearer to each other"};
    }

    const PreparedRepeatedMeasures& outcome_;
    LatentNormal first_;
    EligibleBaseline baseline_;
    CovariateSeries series_{};
};

}  // namespace detail

/// The weights with which a covariate's latent normal leans on the normals behind the scores, so that its value has stated correlations with
/// the scores of the control arm without boosters among those eligible.
///
/// Baseline first, whose weight also moves the covariate's latent distribution among those eligible; then each later visit given the baseline,
/// a polynomial in their partial correlation; then the weights by forward substitution in the visits' own.
/// @param stated  one for each visit, in (-1, 1); not all 0
/// @returns       weights to about 1e-8, or the visit whose correlation cannot be had
/// @complexity    about 60 ms for four visits on 51 scores. @verified tests/mechanism/covariate_calibration_test.cpp
inline SolvedCovariate calibrate_covariate(const PreparedRepeatedMeasures& outcome, const PreparedDistribution& distribution, const std::vector<double>& stated) {
    return detail::CovariateSolver(outcome)(distribution, stated);
}

}  // namespace equipoise
