#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/plain_number.hpp>

namespace equipoise {

/// A latent correlation matrix, or why there is none.
struct SolvedCorrelations {
    Eigen::MatrixXd latent;  ///< visits x visits, baseline first
    std::vector<Fault> faults;
};

namespace detail {

inline std::string correlation_pointer(std::size_t v, std::size_t w) {
    return "/mechanism/outcome/covariance/correlation/" + std::to_string(v) + "/" + std::to_string(w);
}

/// Solves all pairs of later visits with one number of terms.
class PairSolver {
public:
    /// @param later  latent visits 1, 2, ...   @param stated  their scores' moments
    PairSolver(const Scale& scale, const EligibleBaseline& baseline, const std::vector<LatentVisit>& later,
               const std::vector<VisitMoments>& stated, const Eigen::MatrixXd& correlation)
        : scale_(scale), baseline_(baseline), later_(later), stated_(stated), correlation_(correlation) {
        double strongest = 0;
        for (const LatentVisit& visit : later_) strongest = std::max(strongest, std::abs(visit.correlation));
        nodes_ = eligible_nodes(baseline_.cut(), 2 * std::sqrt(1 - strongest * strongest));
    }

    double first_guess(std::size_t v, std::size_t w) const { return partial(correlation_(index(v), index(w)), v, w); }

    SolvedCorrelations solve(std::size_t terms) const {
        std::vector<ConditionalScores> scores;
        for (std::size_t v = 0; v < later_.size(); ++v) scores.push_back(conditional_scores(scale_, later_[v], stated_[v].mean, nodes_, terms));
        const auto n = static_cast<Eigen::Index>(later_.size()) + 1;
        SolvedCorrelations solved{Eigen::MatrixXd::Identity(n, n), {}};
        for (std::size_t v = 0; v < later_.size(); ++v) {
            set(solved.latent, 0, index(v), later_[v].correlation);
            for (std::size_t w = 0; w < v; ++w) {
                const PairCovariance covariance(scores[v], scores[w], nodes_, baseline_.share());
                const double unit = stated_[v].sd * stated_[w].sd;
                const auto r = covariance.partial_correlation(correlation_(index(v), index(w)) * unit, first_guess(v, w), 1e-12 * unit);
                if (r) {
                    set(solved.latent, index(w), index(v), later_[v].correlation * later_[w].correlation + *r * rest(v) * rest(w));
                } else {
                    solved.faults.push_back(unattainable(v, w, covariance(-PairCovariance::most).value / unit, covariance(PairCovariance::most).value / unit));
                }
            }
        }
        return solved;
    }

    /// The partial correlation of two later visits given the baseline.
    double partial(double rho, std::size_t v, std::size_t w) const {
        return (rho - later_[v].correlation * later_[w].correlation) / (rest(v) * rest(w));
    }

    static Eigen::Index index(std::size_t v) { return static_cast<Eigen::Index>(v) + 1; }

private:
    double rest(std::size_t v) const { return std::sqrt(1 - later_[v].correlation * later_[v].correlation); }
    static void set(Eigen::MatrixXd& m, Eigen::Index i, Eigen::Index j, double x) { m(i, j) = m(j, i) = x; }

    Fault unattainable(std::size_t v, std::size_t w, double lowest, double highest) const {
        return {correlation_pointer(w + 1, v + 1),
                "must be a correlation that the scores of visits " + std::to_string(w + 1) + " and " + std::to_string(v + 1) +
                    " can have on this scale, given theirs with the baseline: from " + plain_number(lowest) + " to " + plain_number(highest) +
                    ", but is " + plain_number(correlation_(index(v), index(w))),
                ""};
    }

    const Scale& scale_;
    const EligibleBaseline& baseline_;
    const std::vector<LatentVisit>& later_;
    const std::vector<VisitMoments>& stated_;
    const Eigen::MatrixXd& correlation_;
    std::vector<Node> nodes_;
};

}  // namespace detail

/// The latent correlations that give stated correlations of the scores among those eligible.
///
/// @param later        latent visits 1, 2, ..., solved
/// @param stated       the moments of their scores
/// @param correlation  of the scores, visits x visits, baseline first
/// @returns            faults that name a pair where a correlation cannot be had, or where the latent matrix is not positive definite
/// @complexity         O(visits x nodes x terms x scores). @verified tests/mechanism/latent_calibration_test.cpp
inline SolvedCorrelations latent_correlations(const Scale& scale, const EligibleBaseline& baseline, const std::vector<LatentVisit>& later,
                                              const std::vector<VisitMoments>& stated, const Eigen::MatrixXd& correlation) {
    const detail::PairSolver solver(scale, baseline, later, stated, correlation);
    double strongest = 0.5;
    for (std::size_t v = 0; v < later.size(); ++v) {
        for (std::size_t w = 0; w < v; ++w) strongest = std::max(strongest, std::min(0.99, std::abs(solver.first_guess(v, w))));
    }
    std::size_t terms = series_terms(strongest);
    SolvedCorrelations solved = solver.solve(terms);
    double found = 0;
    std::pair<std::size_t, std::size_t> pair{1, 2};
    for (std::size_t v = 0; v < later.size(); ++v) {
        for (std::size_t w = 0; w < v; ++w) {
            const double r = std::abs(solver.partial(solved.latent(detail::PairSolver::index(v), detail::PairSolver::index(w)), v, w));
            if (r > found) pair = {w + 1, v + 1};
            found = std::max(found, r);
        }
    }
    if (!solved.faults.empty() || found > strongest + 0.05) {
        if (terms < max_terms) solved = solver.solve(solved.faults.empty() ? series_terms(found) : max_terms);
    }
    if (solved.faults.empty() && !cholesky(solved.latent)) {
        solved.faults.push_back({detail::correlation_pointer(pair.first, pair.second),
                                 "must fit the other correlations, but the latent variables behind the scores would have a correlation matrix that is "
                                 "not positive definite, visits " + std::to_string(pair.first) + " and " + std::to_string(pair.second) +
                                     " being the furthest out (" + detail::plain_number(found) + " given the baseline)",
                                 "bring the correlations nearer to each other"});
    }
    return solved;
}

}  // namespace equipoise
