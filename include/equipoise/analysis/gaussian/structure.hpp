#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/covariance_structure.hpp>
#include <equipoise/analysis/gaussian/correlation_structure.hpp>
#include <equipoise/analysis/gaussian/random_effects.hpp>

namespace equipoise::gaussian {

/// A structured Sigma, one for all or one for each arm, as a function of its parameters theta: those of one covariance after the other.
///
/// @verified tests/analysis/gaussian/structure_test.cpp (finite differences)
struct Structure {
    /// @param weeks  scheduled, the baseline first; needed for a random slope only
    Structure(const VisitCovariance& covariance, std::size_t visits, const std::vector<double>& weeks)
        : random(has_random_effects(covariance.kind)),
          covariances(covariance.by_arm ? 2 : 1),
          correlated{covariance.kind, covariance.heterogeneous, visits},
          mixed(random_effects(visits, covariance.kind == CovarianceKind::random_intercept_and_slope, weeks)) {}

    using Ranks = std::array<std::size_t, 2>;  ///< of D in each covariance; of no account without random effects

    std::size_t parameters(std::size_t rank) const { return random ? mixed.parameters(rank) : correlated.parameters(); }
    std::size_t parameters(const Ranks& ranks) const { return parameters(ranks[0]) + (covariances > 1 ? parameters(ranks[1]) : 0); }
    /// How many there can be at most.
    std::size_t most_parameters() const { return covariances * parameters(mixed.effects); }
    /// Where those of a covariance begin.
    std::size_t first(const Ranks& ranks, std::size_t s) const { return s == 0 ? 0 : parameters(ranks[0]); }

    bool feasible(const double* theta, const Ranks& ranks) const {
        for (std::size_t s = 0; s < covariances && random; ++s) {
            if (!mixed.feasible(theta + first(ranks, s), ranks[s])) return false;
        }
        return true;
    }

    void place(const double* theta, const Ranks& ranks, double* Sigma) const {
        for (std::size_t s = 0; s < covariances; ++s, Sigma += correlated.visits * correlated.visits) {
            if (random) mixed.place(theta + first(ranks, s), ranks[s], Sigma);
            else correlated.place(theta + first(ranks, s), Sigma);
        }
    }

    /// Jac: elements x parameters.
    void differentiate(const double* theta, const Ranks& ranks, const double* Sigma, std::vector<double>& jacobian) const {
        const std::size_t f = parameters(ranks);
        const std::size_t m = triangle(correlated.visits);
        jacobian.assign(covariances * m * f, 0.0);
        for (std::size_t s = 0; s < covariances; ++s, Sigma += correlated.visits * correlated.visits) {
            const std::size_t begin = first(ranks, s);
            double* block = jacobian.data() + s * m * f + begin;
            if (random) mixed.differentiate(theta + begin, ranks[s], block, f);
            else correlated.differentiate(theta + begin, Sigma, block, f);
        }
    }

    /// information -= sum_e score_e d2Sigma_e / dtheta2.
    void subtract_curvature(const double* theta, const Ranks& ranks, const double* Sigma, const double* score, double* information) const {
        const std::size_t f = parameters(ranks);
        for (std::size_t s = 0; s < covariances; ++s, Sigma += correlated.visits * correlated.visits) {
            const std::size_t begin = first(ranks, s);
            const double* here = score + s * triangle(correlated.visits);
            if (random) mixed.subtract_curvature(ranks[s], here, information + begin * (f + 1), f);
            else correlated.subtract_curvature(theta + begin, Sigma, here, information + begin * (f + 1), f);
        }
    }

    bool random;
    std::size_t covariances;
    CorrelationStructure correlated;
    RandomEffects mixed;
};

}  // namespace equipoise::gaussian
