#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/structured_search.hpp>

namespace equipoise::gaussian {

/// The correlations of a structure as averages of those of Sigma.
inline void average_correlations(const CorrelationStructure& structure, const double* Sigma, double* r) {
    const std::size_t T = structure.visits;
    const auto between = [&](std::size_t j, std::size_t k) { return Sigma[j * T + k] / std::sqrt(Sigma[j * T + j] * Sigma[k * T + k]); };
    const bool all_lags = structure.kind == CovarianceKind::compound_symmetry;
    const bool by_lag = structure.kind == CovarianceKind::toeplitz;
    const bool one = all_lags || structure.kind == CovarianceKind::ar1;
    std::array<double, 64> counts{};
    std::fill_n(r, correlations_of(structure.kind, T), 0.0);
    for (std::size_t j = 1; j < T; ++j) {
        for (std::size_t k = 0; k < j; ++k) {
            if (j != k + 1 && !all_lags && !by_lag) continue;
            const std::size_t a = one ? 0 : (by_lag ? j - k - 1 : k);
            r[a] += (between(j, k) - r[a]) / ++counts[a];
        }
    }
}

/// theta of standard deviations and correlations near to Sigma.
inline void place_near(const CorrelationStructure& structure, const double* Sigma, double* theta) {
    const std::size_t T = structure.visits;
    double mean = 0.0;
    for (std::size_t j = 0; j < T; ++j) mean += Sigma[j * T + j] / static_cast<double>(T);
    for (std::size_t k = 0; k < structure.scales(); ++k) theta[k] = 0.5 * std::log(structure.heterogeneous ? Sigma[k * T + k] : mean);
    average_correlations(structure, Sigma, theta + structure.scales());
}

/// theta of random effects, D of full rank, near to Sigma: by least squares, with variances not all but 0.
inline void place_near(const RandomEffects& mixed, const double* Sigma, double* theta, std::vector<double>& room) {
    const std::size_t T = mixed.visits;
    const std::size_t f = mixed.parameters(mixed.effects);
    room.assign(triangle(T) * f, 0.0);
    mixed.differentiate(theta, mixed.effects, room.data(), f);
    std::array<double, 16> normal{};
    std::fill_n(theta, f, 0.0);
    double mean = 0.0;
    const double* row = room.data();
    for (std::size_t j = 0; j < T; ++j) {
        mean += Sigma[j * T + j] / static_cast<double>(T);
        for (std::size_t k = 0; k <= j; ++k, row += f) {
            const double weight = j == k ? 1.0 : 2.0;
            for (std::size_t a = 0; a < f; ++a) {
                theta[a] += weight * row[a] * Sigma[j * T + k];
                for (std::size_t b = 0; b < f; ++b) normal[a * f + b] += weight * row[a] * row[b];
            }
        }
    }
    if (cholesky(normal.data(), f, f)) solve_cholesky(normal.data(), theta, f);
    theta[0] = std::clamp(theta[0], 0.05 * mean, mean);
    if (mixed.effects == 0) return;
    const std::array<double, 4> D = mixed.D(theta, mixed.effects);
    const Eigenpair large = eigenpair(D, mixed.effects, true);
    const Eigenpair small = eigenpair(D, mixed.effects, false);
    const double least = 0.02 * mean;
    for (std::size_t a = 0; a < mixed.effects; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            theta[1 + lower(a, b)] = std::max(large.value, least) * large.vector[a] * large.vector[b];
            if (mixed.effects > 1) theta[1 + lower(a, b)] += std::max(small.value, least) * small.vector[a] * small.vector[b];
        }
    }
}

/// theta near to one Sigma for all covariances, D of full rank.
inline void place_near(StructuredSearch& search, const double* Sigma) {
    const Structure& structure = search.structure;
    search.ranks.fill(structure.mixed.effects);
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        double* theta = search.theta.data() + structure.first(search.ranks, s);
        if (structure.random) place_near(structure.mixed, Sigma, theta, search.room);
        else place_near(structure.correlated, Sigma, theta);
    }
}

/// Uncorrelated outcomes with the variances of the visits, or the same correlation wherever the structure has one; no random effects.
inline void place_alone(StructuredSearch& search, double correlation) {
    const Structure& structure = search.structure;
    const CorrelationStructure& correlated = structure.correlated;
    const std::vector<double>& v = search.variances;
    double mean = 0.0;
    for (const double variance : v) mean += variance / static_cast<double>(v.size());
    if (!(mean > 0)) mean = 1.0;
    search.ranks.fill(0);
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        double* theta = search.theta.data() + structure.first(search.ranks, s);
        if (structure.random) {
            theta[0] = mean;
        } else {
            for (std::size_t k = 0; k < correlated.scales(); ++k) theta[k] = 0.5 * std::log(correlated.heterogeneous ? v[k] : mean);
            std::fill_n(theta + correlated.scales(), correlations_of(correlated.kind, correlated.visits), correlation);
        }
    }
}

/// Multiplies Sigma by a factor.
inline void rescale(StructuredSearch& search, double factor) {
    const Structure& structure = search.structure;
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        double* theta = search.theta.data() + structure.first(search.ranks, s);
        if (!structure.random) {
            for (std::size_t k = 0; k < structure.correlated.scales(); ++k) theta[k] += 0.5 * std::log(factor);
            continue;
        }
        const bool linear = search.ranks[s] == 0 || search.ranks[s] == structure.mixed.effects;
        for (std::size_t k = 0; k < structure.parameters(search.ranks[s]); ++k) theta[k] *= k == 0 || linear ? factor : std::sqrt(factor);
    }
}

/// Brings correlations towards 0 until Sigma is positive definite, and Sigma to the size at which the likelihood is greatest. False if
/// that cannot be done.
inline bool settle(const AnySize& size, Fit& fit, StructuredSearch& search) {
    const CorrelationStructure& correlated = search.structure.correlated;
    Evaluation found = evaluate(size, fit, search);
    for (int attempt = 0; attempt < 30 && found != Evaluation::done && !search.structure.random; ++attempt) {
        for (std::size_t s = 0; s < search.structure.covariances; ++s) {
            double* r = search.theta.data() + search.structure.first(search.ranks, s) + correlated.scales();
            for (std::size_t a = 0; a < correlations_of(correlated.kind, correlated.visits); ++a) r[a] *= 0.8;
        }
        found = evaluate(size, fit, search);
    }
    const double used = fit.at.restricted ? static_cast<double>(size.coefficients) : 0.0;
    const double factor = fit.at.weighted_residuals / (fit.patterns.observations() - used);
    if (found != Evaluation::done || !(factor > 0) || !std::isfinite(factor)) return false;
    rescale(search, factor);
    return evaluate(size, fit, search) == Evaluation::done;
}

}  // namespace equipoise::gaussian
