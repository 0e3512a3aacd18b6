#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>

namespace equipoise::gaussian {

/// W_g and |Sigma_O| of one pattern of the covariance s; false if Sigma_O is not positive definite.
template <class Size>
bool invert_pattern(const Size& size, Likelihood& at, std::uint32_t mask, std::size_t g, std::size_t s = 0) {
    const auto T = size.visits;
    const double* __restrict Sigma = at.Sigma.data() + s * T * T;
    double* __restrict L = at.workspace.data();
    double* __restrict L_inverse = L + T * T;
    const auto seen = [mask](std::size_t j) { return (mask >> j & 1U) != 0; };
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k < j; ++k) L[j * T + k] = seen(j) && seen(k) ? Sigma[j * T + k] : 0.0;
        L[j * T + j] = seen(j) ? Sigma[j * T + j] : 1.0;
    }
    if (!cholesky(L, T, T)) return false;
    double root = 1.0;
    for (std::size_t j = 0; j < T; ++j) root *= L[j * T + j];
    at.determinant[g] = root * root;
    invert_lower(L, L_inverse, T);
    double* __restrict W = at.W.data() + g * T * T;
    square_of_lower(L_inverse, W, T);
    for (std::size_t j = 0; j < T; ++j) {
        if (!seen(j)) W[j * T + j] = 0.0;
    }
    return true;
}

/// K'XK in full, of a symmetric X given as the lower triangle of T x T blocks, each symmetric and given as its lower triangle.
template <class Size>
void unpack(const Size& size, const Likelihood& at, const double* __restrict blocks, double* __restrict matrix) {
    const auto q = size.coefficients;
    if constexpr (!Size::each_column_by_visit) std::fill_n(matrix, q * q, 0.0);
    for (std::size_t j = 0; j < size.visits; ++j) {
        for (std::size_t k = 0; k <= j; ++k, blocks += triangle(size.columns)) {
            for (std::size_t c = 0; c < size.columns; ++c) {
                if (!has_coefficient(size, at, j, c)) continue;
                const std::size_t row = coefficient(size, at, j, c);
                for (std::size_t d = 0; d < size.columns; ++d) {
                    if (!has_coefficient(size, at, k, d)) continue;
                    const std::size_t column = coefficient(size, at, k, d);
                    const double value = blocks[lower(c, d)];
                    if constexpr (Size::each_column_by_visit) {
                        matrix[row * q + column] = matrix[column * q + row] = value;
                    } else {
                        matrix[row * q + column] += value;
                        if (j != k) matrix[column * q + row] += value;
                    }
                }
            }
        }
    }
}

/// A = K' [ sum_g W_g (x) S_g ] K, its factor and inverse, and B; false if A is singular.
template <class Size>
bool solve_means(const Size& size, Likelihood& at, const Patterns& patterns) {
    const auto T = size.visits;
    const auto p = size.columns;
    const auto q = size.coefficients;
    std::fill(at.blocks.begin(), at.blocks.end(), 0.0);
    std::fill(at.right.begin(), at.right.end(), 0.0);
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        const double* __restrict W = at.W.data() + g * T * T;
        double* __restrict block = at.blocks.data();
        for (std::size_t j = 0; j < T; ++j) {
            for (std::size_t k = 0; k <= j; ++k, block += triangle(p)) {
                for (std::size_t i = 0; i < triangle(p); ++i) block[i] += W[j * T + k] * patterns.S(g)[i];
            }
            for (std::size_t c = 0; c < p; ++c) {
                if (!has_coefficient(size, at, j, c)) continue;
                double sum = 0.0;
                for (std::size_t k = 0; k < T; ++k) sum += patterns.C(g)[c * T + k] * W[j * T + k];
                at.right[coefficient(size, at, j, c)] += sum;
            }
        }
    }
    unpack(size, at, at.blocks.data(), at.A.data());
    if (!cholesky(at.A.data(), q, q)) return false;
    invert_lower(at.A.data(), at.L_inverse.data(), q);
    square_of_lower(at.L_inverse.data(), at.Phi.data(), q);
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t c = 0; c < p; ++c) {
            if (!has_coefficient(size, at, j, c)) continue;  // stays 0
            const double* __restrict row = at.Phi.data() + coefficient(size, at, j, c) * q;
            double sum = 0.0;
            for (std::size_t i = 0; i < q; ++i) sum += row[i] * at.right[i];
            at.B[c * T + j] = sum;
        }
    }
    return true;
}

/// The blocks of K Phi K', each added to its transpose but for the diagonal: their inner product with S_g's triangle is H_g.
template <class Size>
void pack_variances(const Size& size, Likelihood& at) {
    double* __restrict block = at.blocks.data();
    const auto variance = [&](std::size_t j, std::size_t c, std::size_t k, std::size_t d) {
        if (!has_coefficient(size, at, j, c) || !has_coefficient(size, at, k, d)) return 0.0;
        return at.Phi[coefficient(size, at, j, c) * size.coefficients + coefficient(size, at, k, d)];
    };
    for (std::size_t j = 0; j < size.visits; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            for (std::size_t c = 0; c < size.columns; ++c) {
                for (std::size_t d = 0; d < c; ++d) *block++ = variance(j, c, k, d) + variance(j, d, k, c);
                *block++ = variance(j, c, k, c);
            }
        }
    }
}

/// D_g, R_g, H_g and M_g of one pattern, added to the score.
template <class Size>
void score_pattern(const Size& size, Likelihood& at, const Patterns& patterns, std::size_t g) {
    const auto T = size.visits;
    const auto p = size.columns;
    const double* __restrict S = patterns.S(g);
    const double* __restrict C = patterns.C(g);
    const double* __restrict W = at.W.data() + g * T * T;
    double* __restrict D = at.D.data() + g * p * T;
    for (std::size_t c = 0; c < p; ++c) {
        for (std::size_t j = 0; j < T; ++j) {
            double value = C[c * T + j];
            for (std::size_t d = 0; d < p; ++d) value -= S[lower(c, d)] * at.B[d * T + j];
            D[c * T + j] = value;
        }
    }
    double* __restrict X = at.workspace.data();
    const double* __restrict block = at.blocks.data();
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k <= j; ++k, block += triangle(p)) {
            double value = patterns.Q(g)[lower(j, k)];
            for (std::size_t c = 0; c < p; ++c) value -= at.B[c * T + j] * C[c * T + k] + D[c * T + j] * at.B[c * T + k];
            at.weighted_residuals += (j == k ? 1.0 : 2.0) * W[j * T + k] * value;
            if (at.restricted) {
                for (std::size_t i = 0; i < triangle(p); ++i) value += block[i] * S[i];
            }
            X[j * T + k] = X[k * T + j] = value;
        }
    }
    double* __restrict WX = X + T * T;
    double* __restrict M = at.M.data() + g * T * T;
    multiply(W, X, WX, T);
    multiply(WX, W, M, T);
    const double n = patterns.n(g);
    double* __restrict score = at.score.data() + covariance_of(size, patterns, g) * triangle(T);
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k < j; ++k) score[lower(j, k)] += M[j * T + k] - n * W[j * T + k];
        score[lower(j, j)] += 0.5 * (M[j * T + j] - n * W[j * T + j]);
    }
}

enum class Evaluation : std::uint8_t { done, covariance_not_positive_definite, means_not_estimable };

/// Everything in `Likelihood` at its Sigma.
///
/// @complexity O(patterns (T^3 + T^2 p^2) + q^3)
/// @verified   tests/analysis/gaussian/evaluate_test.cpp (dense matrices; finite differences of the likelihood)
template <class Size>
[[nodiscard]] Evaluation evaluate(const Size& size, Likelihood& at, const Patterns& patterns) {
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        if (!invert_pattern(size, at, patterns.mask(g), g, covariance_of(size, patterns, g))) return Evaluation::covariance_not_positive_definite;
    }
    if (!solve_means(size, at, patterns)) return Evaluation::means_not_estimable;
    pack_variances(size, at);
    std::fill(at.score.begin(), at.score.end(), 0.0);
    at.weighted_residuals = 0.0;
    for (std::size_t g = 0; g < patterns.count(); ++g) score_pattern(size, at, patterns, g);
    return Evaluation::done;
}

/// l at the Sigma that was evaluated last.
template <class Size>
double log_likelihood(const Size& size, const Likelihood& at, const Patterns& patterns) {
    constexpr double log_two_pi = 1.8378770664093454836;
    double twice = at.weighted_residuals + patterns.observations() * log_two_pi;
    for (std::size_t g = 0; g < patterns.count(); ++g) twice += patterns.n(g) * std::log(at.determinant[g]);
    if (at.restricted) {
        for (std::size_t i = 0; i < size.coefficients; ++i) twice += 2.0 * std::log(at.A[i * size.coefficients + i]);
        twice -= static_cast<double>(std::size_t{size.coefficients}) * log_two_pi;
    }
    return -0.5 * twice;
}

}  // namespace equipoise::gaussian
