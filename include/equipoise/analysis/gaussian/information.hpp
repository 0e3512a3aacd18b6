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

/// Information and the room to compute it in.
struct Information {
    explicit Information(const AnySize& size)
        : parameters(triangle(size.visits)),
          J(parameters * parameters),
          factor(J.size()),
          products(size.visits * size.visits * size.visits * size.visits),
          P(parameters * size.coefficients * size.coefficients),
          F(parameters * (triangle(size.coefficients) + size.coefficients)),
          weights(parameters * triangle(size.visits)),
          blocks(triangle(size.visits) * triangle(size.columns)),
          workspace(2 * size.coefficients * size.coefficients + size.columns * size.visits) {}

    std::size_t parameters;
    std::vector<double> J;         // parameters x parameters, in full
    std::vector<double> factor;    // its Cholesky factor
    std::vector<double> products;  // sum_g W_g (x) N_g
    std::vector<double> P;         // q x q for each parameter
    std::vector<double> F;         // for each parameter (lower F_k / sqrt 2, doubled off the diagonal; f_k): <F_k, F_l> is half the trace + the product
    std::vector<double> weights;
    std::vector<double> blocks;
    std::vector<double> workspace;
};

/// Adds x (x) y to the products.
template <class Size>
void add_product(const Size& size, Information& information, const double* x, const double* y, double x_scale, double y_scale_of_x) {
    (void)size; (void)information; (void)x; (void)y; (void)x_scale; (void)y_scale_of_x;
}

}
