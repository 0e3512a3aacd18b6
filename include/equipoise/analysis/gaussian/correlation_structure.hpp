#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <equipoise/analysis/covariance_structure.hpp>
#include <equipoise/analysis/gaussian/model_size.hpp>

namespace equipoise::gaussian {

// Sigma_jk = exp(l_j + l_k) C_jk(r), theta = (l, r): l logarithms of the standard deviations, one of all visits if homogeneous, and C
//
//     compound symmetry  r              ar1              r^(j - k)
//     toeplitz           r_(j - k)      ante-dependence  r_k r_(k+1) ... r_(j-1)             (j > k)
//
// The bounds of r are where Sigma is singular, so that they are open: no maximum is there.

/// How many correlations a structure has over so many visits.
constexpr std::size_t correlations_of(CovarianceKind kind, std::size_t visits) {
    if (visits < 2) return 0;
    return kind == CovarianceKind::compound_symmetry || kind == CovarianceKind::ar1 ? 1 : visits - 1;
}

/// r_from ... r_(to-1) but for the factors a and b.
inline double product_without(const double* r, std::size_t from, std::size_t to, std::size_t a, std::size_t b) {
    double product = 1.0;
    for (std::size_t i = from; i < to; ++i) product *= i == a || i == b ? 1.0 : r[i];
    return product;
}

/// r^power, power whole.
inline double whole_power(double r, std::size_t power) {
    double product = 1.0;
    for (std::size_t i = 0; i < power; ++i) product *= r;
    return product;
}

/// C_jk for j > k.
inline double correlation(CovarianceKind kind, const double* r, std::size_t j, std::size_t k) {
    switch (kind) {
        case CovarianceKind::compound_symmetry: return r[0];
        case CovarianceKind::ar1: return whole_power(r[0], j - k);
        case CovarianceKind::toeplitz: return r[j - k - 1];
        default: return product_without(r, k, j, j, j);
    }
}

/// dC_jk / dr_a.
inline double correlation_slope(CovarianceKind kind, const double* r, std::size_t j, std::size_t k, std::size_t a) {
    const std::size_t lag = j - k;
    switch (kind) {
        case CovarianceKind::compound_symmetry: return 1.0;
        case CovarianceKind::ar1: return static_cast<double>(lag) * whole_power(r[0], lag - 1);
        case CovarianceKind::toeplitz: return a + 1 == lag ? 1.0 : 0.0;
        default: return k <= a && a < j ? product_without(r, k, j, a, a) : 0.0;
    }
}

/// d2C_jk / dr_a dr_b.
inline double correlation_curvature(CovarianceKind kind, const double* r, std::size_t j, std::size_t k, std::size_t a, std::size_t b) {
    const std::size_t lag = j - k;
    switch (kind) {
        case CovarianceKind::ar1: return lag < 2 ? 0.0 : static_cast<double>(lag * (lag - 1)) * whole_power(r[0], lag - 2);
        case CovarianceKind::ante_dependence: return a != b && k <= std::min(a, b) && std::max(a, b) < j ? product_without(r, k, j, a, b) : 0.0;
        default: return 0.0;
    }
}

/// A Sigma of standard deviations and correlations over T visits.
struct CorrelationStructure {
    CovarianceKind kind;
    bool heterogeneous;
    std::size_t visits;

    std::size_t scales() const { return heterogeneous ? visits : 1; }
    std::size_t parameters() const { return scales() + correlations_of(kind, visits); }

    void place(const double* theta, double* Sigma) const {
        const double* r = theta + scales();
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k) {
                const double C = j == k ? 1.0 : correlation(kind, r, j, k);
                Sigma[j * visits + k] = Sigma[k * visits + j] = std::exp(theta[scale(j)] + theta[scale(k)]) * C;
            }
        }
    }

    /// @param jacobian  a row for each element of the triangle, so many apart as `stride` says
    void differentiate(const double* theta, const double* Sigma, double* jacobian, std::size_t stride) const {
        const double* r = theta + scales();
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k, jacobian += stride) {
                jacobian[scale(j)] += Sigma[j * visits + k];
                jacobian[scale(k)] += Sigma[j * visits + k];
                const double variance = std::exp(theta[scale(j)] + theta[scale(k)]);
                for (std::size_t a = 0; j != k && a < correlations_of(kind, visits); ++a) jacobian[scales() + a] += variance * correlation_slope(kind, r, j, k, a);
            }
        }
    }

    /// information -= sum_e score_e d2Sigma_e / dtheta2.
    void subtract_curvature(const double* theta, const double* Sigma, const double* score, double* information, std::size_t stride) const {
        const double* r = theta + scales();
        const std::size_t count = correlations_of(kind, visits);
        const auto subtract = [&](std::size_t a, std::size_t b, double value) { information[a * stride + b] -= value; };
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k, ++score) {
                const double curvature = *score * Sigma[j * visits + k];
                for (const std::size_t a : {scale(j), scale(k)}) {
                    for (const std::size_t b : {scale(j), scale(k)}) subtract(a, b, curvature);
                }
                const double weight = *score * std::exp(theta[scale(j)] + theta[scale(k)]);
                for (std::size_t a = 0; j != k && a < count; ++a) {
                    const double slope = weight * correlation_slope(kind, r, j, k, a);
                    for (const std::size_t b : {scale(j), scale(k)}) {
                        subtract(scales() + a, b, slope);
                        subtract(b, scales() + a, slope);
                    }
                    for (std::size_t b = 0; b < count; ++b) subtract(scales() + a, scales() + b, weight * correlation_curvature(kind, r, j, k, a, b));
                }
            }
        }
    }

private:
    std::size_t scale(std::size_t visit) const { return heterogeneous ? visit : 0; }
};

}  // namespace equipoise::gaussian
