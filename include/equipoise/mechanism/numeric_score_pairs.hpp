#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/mechanism/score_moments.hpp>

namespace equipoise {

/// Two visits whose scores cannot be correlated as stated, and the bounds of what they can be.
struct UnattainablePair {
    std::size_t first;
    std::size_t second;
    double lowest;
    double highest;
};

struct SolvedScorePairs {
    Eigen::MatrixXd latent;  ///< correlations of the latent variables; not necessarily positive definite
    std::vector<UnattainablePair> unattainable;
};

namespace detail {

/// Solves all pairs with one number of terms.
class ScorePairSolver {
public:
    ScorePairSolver(const Scale& scale, const EligibleBaseline& baseline, const std::vector<LatentVisit>& visits, const std::vector<ScoreMoments>& scores,
                    const Eigen::MatrixXd& correlation)
        : scale_(scale), baseline_(baseline), visits_(visits), scores_(scores), correlation_(correlation) {
        double strongest = 0;
        for (const LatentVisit& visit : visits_) strongest = std::max(strongest, std::abs(visit.correlation));
        nodes_ = eligible_nodes(baseline_.cut(), 2 * std::sqrt(1 - strongest * strongest));
    }

    SolvedScorePairs solve(std::size_t terms) const {
        std::vector<ConditionalScores> given;
        for (std::size_t v = 0; v < visits_.size(); ++v) given.push_back(conditional_scores(scale_, visits_[v], scores_[v].mean, nodes_, terms));
        SolvedScorePairs solved{Eigen::MatrixXd::Identity(index(visits_.size()), index(visits_.size())), {}};
        for (std::size_t v = 0; v < visits_.size(); ++v) {
            for (std::size_t w = 0; w < v; ++w) {
                const PairCovariance covariance(given[v], given[w], nodes_, baseline_.share());
                const double unit = scores_[v].sd * scores_[w].sd;
                const double wanted = correlation_(index(v), index(w));
                const auto r = covariance.partial_correlation(wanted * unit, partial(wanted, v, w), 1e-12 * unit);
                if (r) {
                    solved.latent(index(v), index(w)) = solved.latent(index(w), index(v)) = shared(v, w) + *r * rest(v, w);
                } else {
                    solved.unattainable.push_back({w, v, covariance(-PairCovariance::most).value / unit, covariance(PairCovariance::most).value / unit});
                }
            }
        }
        return solved;
    }

    /// The strongest correlation of two visits given the baseline.
    double strongest_partial(const Eigen::MatrixXd& correlation) const {
        double strongest = 0;
        for (std::size_t v = 0; v < visits_.size(); ++v) {
            for (std::size_t w = 0; w < v; ++w) strongest = std::max(strongest, std::abs(partial(correlation(index(v), index(w)), v, w)));
        }
        return strongest;
    }

private:
    static Eigen::Index index(std::size_t k) { return static_cast<Eigen::Index>(k); }
    double shared(std::size_t v, std::size_t w) const { return visits_[v].correlation * visits_[w].correlation; }
    double rest(std::size_t v, std::size_t w) const {
        return std::sqrt((1 - visits_[v].correlation * visits_[v].correlation) * (1 - visits_[w].correlation * visits_[w].correlation));
    }
    double partial(double rho, std::size_t v, std::size_t w) const { return (rho - shared(v, w)) / rest(v, w); }

    const Scale& scale_;
    const EligibleBaseline& baseline_;
    const std::vector<LatentVisit>& visits_;
    const std::vector<ScoreMoments>& scores_;
    const Eigen::MatrixXd& correlation_;
    std::vector<Node> nodes_;
};

}  // namespace detail

/// The latent correlations that give the scores of a secondary outcome stated correlations among those eligible, pair by pair.
///
/// @param visits       its latent variables, each with its correlation with the primary baseline, which makes eligible
/// @param scores       their scores' means and SDs
/// @param correlation  of the scores
/// @complexity         O(visits x nodes x terms x scores). @verified tests/mechanism/prepared_secondary_outcome_test.cpp
inline SolvedScorePairs numeric_score_pairs(const Scale& scale, const EligibleBaseline& baseline, const std::vector<LatentVisit>& visits,
                                            const std::vector<ScoreMoments>& scores, const Eigen::MatrixXd& correlation) {
    const detail::ScorePairSolver solver(scale, baseline, visits, scores, correlation);
    const double guess = std::clamp(solver.strongest_partial(correlation) + 0.1, 0.5, 0.99);  // recorded scores are less correlated than what is behind them
    const std::size_t terms = series_terms(guess);
    SolvedScorePairs solved = solver.solve(terms);
    const std::size_t needed = solved.unattainable.empty() ? series_terms(solver.strongest_partial(solved.latent)) : max_terms;
    return needed > terms ? solver.solve(needed) : solved;
}

}  // namespace equipoise
