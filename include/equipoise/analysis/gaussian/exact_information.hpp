#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/information.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>

namespace equipoise::gaussian {

/// P_k = K' [ sum_g W_g E_k W_g (x) S_g ] K for E_k of visits a >= b of the covariance s.
template <class Size>
void differentiate_means(const Size& size, const Likelihood& at, const Patterns& patterns, std::size_t s, std::size_t a, std::size_t b, Information& to) {
    const auto T = size.visits;
    const std::size_t block_size = triangle(size.columns);
    std::fill(to.blocks.begin(), to.blocks.end(), 0.0);
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        if (covariance_of(size, patterns, g) != s) continue;
        const double* __restrict W = at.W.data() + g * T * T;
        const double* __restrict S = patterns.S(g);
        double* __restrict block = to.blocks.data();
        for (std::size_t j = 0; j < T; ++j) {
            for (std::size_t k = 0; k <= j; ++k, block += block_size) {
                const double weight = a == b ? W[j * T + a] * W[k * T + a] : W[j * T + a] * W[k * T + b] + W[j * T + b] * W[k * T + a];
                for (std::size_t i = 0; i < block_size; ++i) block[i] += weight * S[i];
            }
        }
    }
    unpack(size, at, to.blocks.data(), to.P.data() + (s * triangle(T) + lower(a, b)) * size.coefficients * size.coefficients);
}

/// u_k = K' vec[ sum_g D_g W_g E_k W_g ] for E_k of visits a >= b of the covariance s.
template <class Size>
void differentiate_residuals(const Size& size, const Likelihood& at, const Patterns& patterns, std::size_t s, std::size_t a, std::size_t b, double* __restrict u) {
    const auto T = size.visits;
    const auto p = size.columns;
    std::fill_n(u, std::size_t{size.coefficients}, 0.0);
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        if (covariance_of(size, patterns, g) != s) continue;
        const double* __restrict W = at.W.data() + g * T * T;
        const double* __restrict D = at.D.data() + g * p * T;
        for (std::size_t c = 0; c < p; ++c) {
            double of_a = 0.0;
            double of_b = 0.0;
            for (std::size_t j = 0; j < T; ++j) {
                of_a += D[c * T + j] * W[j * T + a];
                of_b += D[c * T + j] * W[j * T + b];
            }
            if (a == b) of_b = 0.0;
            for (std::size_t j = 0; j < T; ++j) {
                if (has_coefficient(size, at, j, c)) u[coefficient(size, at, j, c)] += of_a * W[j * T + b] + of_b * W[j * T + a];
            }
        }
    }
}

/// F_k = L^-1 P_k L^-T, its triangle scaled so that inner products are half the trace of the product.
template <class Size>
void whiten(const Size& size, const Likelihood& at, const double* __restrict P, double* __restrict F, double* __restrict half) {
    const auto q = size.coefficients;
    const double* __restrict L_inverse = at.L_inverse.data();
    for (std::size_t i = 0; i < q; ++i) {
        double* __restrict row = half + i * q;
        std::fill_n(row, std::size_t{q}, 0.0);
        for (std::size_t k = 0; k <= i; ++k) {
            for (std::size_t j = 0; j < q; ++j) row[j] += L_inverse[i * q + k] * P[k * q + j];
        }
    }
    const double diagonal = std::sqrt(0.5);
    for (std::size_t i = 0; i < q; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k <= j; ++k) sum += half[i * q + k] * L_inverse[j * q + k];
            *F++ = i == j ? diagonal * sum : sum;
        }
    }
}

/// The exact information: minus the matrix of second derivatives of the log-likelihood in theta. Keeps P_k.
///
/// @complexity O(patterns T^4 p^2 + T^2 q^3 + T^4 q^2)
/// @source     Lindstrom & Bates (1988), JASA 83:1014, for the likelihood's derivatives.
/// @verified   tests/analysis/gaussian/exact_information_test.cpp (finite differences of the score)
template <class Size>
void exact_information(const Size& size, const Likelihood& at, const Patterns& patterns, Information& to) {
    const std::size_t m = elements(size);
    const std::size_t q = size.coefficients;
    const std::size_t stride = triangle(q) + q;
    const std::size_t skipped = at.restricted ? 0 : triangle(q);
    sum_over_patterns(size, at, patterns, to, to.J.data(), [&](std::size_t g, const double* W) {
        add_product(size, to, W, -0.5 * patterns.n(g), at.M.data() + g * size.visits * size.visits, 1.0);
    });
    double* __restrict F = to.F.data();
    double* __restrict u = to.workspace.data() + q * q;
    for (std::size_t s = 0; s < size.covariances; ++s) {
        for (std::size_t a = 0; a < size.visits; ++a) {
            for (std::size_t b = 0; b <= a; ++b, F += stride) {
                differentiate_means(size, at, patterns, s, a, b, to);
                if (at.restricted) whiten(size, at, to.P.data() + (s * triangle(size.visits) + lower(a, b)) * q * q, F, to.workspace.data());
                differentiate_residuals(size, at, patterns, s, a, b, u);
                for (std::size_t i = 0; i < q; ++i) {
                    double sum = 0.0;
                    for (std::size_t j = 0; j <= i; ++j) sum += at.L_inverse[i * q + j] * u[j];
                    F[triangle(q) + i] = sum;
                }
            }
        }
    }
    for (std::size_t k = 0; k < m; ++k) {
        for (std::size_t l = 0; l <= k; ++l) {
            double sum = 0.0;
            for (std::size_t i = skipped; i < stride; ++i) sum += to.F[k * stride + i] * to.F[l * stride + i];
            to.J[k * m + l] -= sum;
            if (k != l) to.J[l * m + k] -= sum;
        }
    }
}

}  // namespace equipoise::gaussian
