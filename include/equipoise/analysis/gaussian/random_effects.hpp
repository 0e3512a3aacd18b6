#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/gaussian/model_size.hpp>

namespace equipoise::gaussian {

// Sigma = Z D Z' + s^2 I, Z of T visits and 0, 1 or 2 effects, D positive semi-definite. theta begins with s^2; then, by the rank of D,
//
//     full     the triangle of D, row by row       (Sigma is linear in theta)
//     1 of 2   u, D = u u'
//     0        nothing
//
// These are the faces of the parameter space: the boundary is closed, and a maximum may be on each of them.

/// A Sigma of random effects and independent errors over T visits.
struct RandomEffects {
    std::size_t visits;
    std::size_t effects;
    std::vector<double> Z{};  ///< visits x effects

    std::size_t parameters(std::size_t rank) const { return 1 + (rank == effects ? triangle(effects) : rank * effects); }

    double z(std::size_t visit, std::size_t effect) const { return Z[visit * effects + effect]; }

    /// D in full, at most 2 x 2.
    std::array<double, 4> D(const double* theta, std::size_t rank) const {
        std::array<double, 4> D{};
        for (std::size_t a = 0; a < effects && rank > 0; ++a) {
            for (std::size_t b = 0; b < effects; ++b) D[a * effects + b] = rank == effects ? theta[1 + lower(a, b)] : theta[1 + a] * theta[1 + b];
        }
        return D;
    }

    /// Whether s^2 > 0 and a D of full rank is positive definite.
    bool feasible(const double* theta, std::size_t rank) const {
        if (!(theta[0] > 0)) return false;
        if (rank == 0 || rank < effects) return true;
        return theta[1] > 0 && (effects == 1 || theta[1] * theta[3] > theta[2] * theta[2]);
    }

    void place(const double* theta, std::size_t rank, double* Sigma) const {
        const std::array<double, 4> D = this->D(theta, rank);
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k) {
                double value = j == k ? theta[0] : 0.0;
                for (std::size_t a = 0; a < effects; ++a) {
                    for (std::size_t b = 0; b < effects; ++b) value += z(j, a) * D[a * effects + b] * z(k, b);
                }
                Sigma[j * visits + k] = Sigma[k * visits + j] = value;
            }
        }
    }

    /// @param jacobian  a row for each element of the triangle, so many apart as `stride` says
    void differentiate(const double* theta, std::size_t rank, double* jacobian, std::size_t stride) const {
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k, jacobian += stride) {
                if (j == k) jacobian[0] += 1.0;
                for (std::size_t a = 0; a < effects && rank > 0; ++a) {
                    if (rank == effects) {
                        for (std::size_t b = 0; b <= a; ++b) jacobian[1 + lower(a, b)] += a == b ? z(j, a) * z(k, a) : z(j, a) * z(k, b) + z(j, b) * z(k, a);
                    } else {
                        for (std::size_t b = 0; b < effects; ++b) jacobian[1 + a] += (z(j, a) * z(k, b) + z(j, b) * z(k, a)) * theta[1 + b];
                    }
                }
            }
        }
    }

    /// information -= sum_e score_e d2Sigma_e / dtheta2.
    void subtract_curvature(std::size_t rank, const double* score, double* information, std::size_t stride) const {
        if (rank == 0 || rank == effects) return;
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k, ++score) {
                for (std::size_t a = 0; a < effects; ++a) {
                    for (std::size_t b = 0; b < effects; ++b) information[(1 + a) * stride + 1 + b] -= *score * (z(j, a) * z(k, b) + z(j, b) * z(k, a));
                }
            }
        }
    }

    /// dl / dD as a symmetric matrix, from the score in the elements of Sigma.
    std::array<double, 4> slope(const double* score) const {
        std::array<double, 4> G{};
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k <= j; ++k, ++score) {
                for (std::size_t a = 0; a < effects; ++a) {
                    for (std::size_t b = 0; b < effects; ++b) G[a * effects + b] += 0.5 * *score * (z(j, a) * z(k, b) + z(k, a) * z(j, b));
                }
            }
        }
        return G;
    }
};

/// The larger or smaller eigenvalue of a symmetric matrix of 1 x 1 or 2 x 2, and its eigenvector of length 1.
struct Eigenpair {
    double value;
    std::array<double, 2> vector;
};
inline Eigenpair eigenpair(const std::array<double, 4>& matrix, std::size_t size, bool larger) {
    if (size == 1) return {matrix[0], {1.0, 0.0}};
    const double half = 0.5 * (matrix[0] - matrix[3]);
    const double radius = std::hypot(half, matrix[1]);
    const double angle = 0.5 * std::atan2(matrix[1], half);  // of the larger one
    const double value = 0.5 * (matrix[0] + matrix[3]) + (larger ? radius : -radius);
    if (larger) return {value, {std::cos(angle), std::sin(angle)}};
    return {value, {-std::sin(angle), std::cos(angle)}};
}

/// Z of an intercept, and perhaps a slope in weeks: centred and scaled, which leaves the set of all Z D Z' as it is.
inline RandomEffects random_effects(std::size_t visits, bool slope, const std::vector<double>& weeks) {
    RandomEffects effects{.visits = visits, .effects = visits < 2 ? std::size_t{0} : (slope ? std::size_t{2} : std::size_t{1})};
    double mean = 0.0;
    double square = 0.0;
    if (slope) {
        for (std::size_t j = 0; j < visits; ++j) mean += weeks[j + 1] / static_cast<double>(visits);
        for (std::size_t j = 0; j < visits; ++j) square += (weeks[j + 1] - mean) * (weeks[j + 1] - mean) / static_cast<double>(visits);
    }
    for (std::size_t j = 0; j < visits && effects.effects > 0; ++j) {
        effects.Z.push_back(1.0);
        if (slope) effects.Z.push_back((weeks[j + 1] - mean) / std::sqrt(square));
    }
    return effects;
}

}  // namespace equipoise::gaussian
