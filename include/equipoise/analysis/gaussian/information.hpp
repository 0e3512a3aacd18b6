#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>

namespace equipoise::gaussian {

// Information on theta, with E_k = dSigma/dtheta_k and N_g = M_g - n_g W_g / 2:
//
//     exact        J_kl = sum_g tr(E_k W_g E_l N_g) - 1/2 tr(Phi P_k Phi P_l) - u_k' Phi u_l
//     approximate  J_kl = sum_g tr(E_k W_g E_l N_g) - p/2 tr(E_k W E_l W),    W = Sigma^-1
//     expected     J_kl = 1/2 sum_g n_g tr(E_k W_g E_l W_g)
//
//     P_k = K' [ sum_g W_g E_k W_g (x) S_g ] K,    u_k = K' vec[ sum_g D_g W_g E_k W_g ]
//
// (for ML the exact J has no term in P, the approximate one none in p). The exact J is minus the second derivative of l. The
// approximate one is what is left of it if all are seen at all visits: it costs next to nothing, and near the maximum differs from J
// by a part of the order (missing share) q / n. With L the Cholesky factor of A, tr(Phi P_k Phi P_l) = <F_k, F_l> with
// F_k = L^-1 P_k L^-T, and u_k' Phi u_l = <f_k, f_l> with f_k = L^-1 u_k.

/// Information at one Sigma and the room to compute it in.
struct Information {
    explicit Information(const AnySize& size)
        : parameters(elements(size)),
          J(parameters * parameters),
          factor(J.size()),
          products(triangle(size.visits) * triangle(size.visits)),
          pairs(2 * triangle(size.visits)),
          P(parameters * size.coefficients * size.coefficients),
          F(parameters * (triangle(size.coefficients) + size.coefficients)),
          blocks(triangle(size.visits) * triangle(size.columns)),
          workspace(size.coefficients * size.coefficients + size.coefficients) {}

    std::size_t parameters;
    std::vector<double> J;         // parameters x parameters
    std::vector<double> factor;    // the Cholesky factor of J
    std::vector<double> products;  // of one covariance: sum of X_yz Y_wx over what J is made of, by the triangles of (y, z) and (w, x)
    std::vector<double> pairs;
    std::vector<double> P;  // q x q for each parameter
    std::vector<double> F;  // for each parameter the triangle of F_k, scaled so that <F_k, F_l> is half the trace, and f_k
    std::vector<double> blocks;
    std::vector<double> workspace;
};

/// Adds X (x) (factor_x X + factor_y Y) to the products, X and Y symmetric T x T.
template <class Size>
void add_product(const Size& size, Information& to, const double* __restrict X, double factor_x, const double* __restrict Y, double factor_y) {
    const auto T = size.visits;
    const std::size_t m = triangle(T);
    double* __restrict first = to.pairs.data();
    double* __restrict second = first + m;
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            first[lower(j, k)] = X[j * T + k];
            second[lower(j, k)] = factor_x * X[j * T + k] + factor_y * Y[j * T + k];
        }
    }
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < m; ++j) to.products[i * m + j] += first[i] * second[j];
    }
}

/// J_kl = sum of tr(E_k X E_l Y) from the products of all X and Y, for the elements of the covariance s.
template <class Size>
void contract_products(const Size& size, const Information& from, std::size_t s, double* __restrict J) {
    const auto T = size.visits;
    const std::size_t m = triangle(T);
    const std::size_t stride = elements(size);
    J += s * m * (stride + 1);
    const auto product = [&](std::size_t y, std::size_t z, std::size_t w, std::size_t x) { return from.products[lower(y, z) * m + lower(w, x)]; };
    std::size_t k = 0;
    for (std::size_t a = 0; a < T; ++a) {
        for (std::size_t b = 0; b <= a; ++b, ++k) {
            std::size_t l = 0;
            for (std::size_t c = 0; l <= k; ++c) {
                for (std::size_t d = 0; d <= c && l <= k; ++d, ++l) {
                    const double sum = product(b, c, d, a) + product(b, d, c, a) + product(a, c, d, b) + product(a, d, c, b);
                    J[k * stride + l] = J[l * stride + k] = sum * (a == b ? 0.5 : 1.0) * (c == d ? 0.5 : 1.0);
                }
            }
        }
    }
}

/// J_kl = sum_g tr(E_k W_g E_l N_g), where `add(g, W_g)` adds W_g (x) N_g to the products.
template <class Size, class Add>
void sum_over_patterns(const Size& size, const Likelihood& at, const Patterns& patterns, Information& to, double* __restrict J, Add add) {
    if constexpr (!Size::one_covariance) std::fill_n(J, to.J.size(), 0.0);
    for (std::size_t s = 0; s < size.covariances; ++s) {
        std::fill(to.products.begin(), to.products.end(), 0.0);
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            if (covariance_of(size, patterns, g) == s) add(g, at.W.data() + g * size.visits * size.visits);
        }
        contract_products(size, to, s, J);
    }
}

/// The expected information.
template <class Size>
void expected_information(const Size& size, const Likelihood& at, const Patterns& patterns, Information& to) {
    sum_over_patterns(size, at, patterns, to, to.J.data(), [&](std::size_t g, const double* W) { add_product(size, to, W, 0.5 * patterns.n(g), W, 0.0); });
}

/// The approximate information, of one covariance. Pattern `complete` of `at` has to have been inverted, whether it is among the patterns or not.
template <class Size>
void approximate_information(const Size& size, const Likelihood& at, const Patterns& patterns, std::size_t complete, Information& to) {
    const std::size_t square = size.visits * size.visits;
    std::fill(to.products.begin(), to.products.end(), 0.0);
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        add_product(size, to, at.W.data() + g * square, -0.5 * patterns.n(g), at.M.data() + g * square, 1.0);
    }
    if (at.restricted) {
        const double* __restrict W = at.W.data() + complete * square;
        add_product(size, to, W, -0.5 * static_cast<double>(std::size_t{size.columns}), W, 0.0);
    }
    contract_products(size, to, 0, to.J.data());
}

}  // namespace equipoise::gaussian
