#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>

namespace equipoise::gaussian {

// Phi_A = Phi + 2 Phi [ sum_kl Cov_kl (Q_kl - P_k Phi P_l) ] Phi over the elements k, l of Sigma. The sum of Q is contracted by pattern first:
//
//     sum_kl Cov_kl Q_kl = K' [ sum_g G_g (x) S_g ] K,    G_g = W_g N_g W_g,    N_g[i,j] = sum_bc Cov[(i,b), (c,j)] W_g[b,c]
//
// and that of P Phi P is taken of the forms that are asked for: with x = Phi c and h_k = L^-1 P_k x it is sum_kl Cov_kl h_k' h_l.

/// The covariance of linear forms, allowing for that of the outcomes being estimated.
struct KenwardRoger {
    explicit KenwardRoger(const LinearForms& forms)
        : Q(forms.q() * forms.q()),
          Qx(forms.x.size()),
          spread(forms.h.size()),
          blocks(triangle(forms.size.visits) * triangle(forms.size.columns)),
          squares(3 * forms.size.visits * forms.size.visits),
          bias(forms.count() * forms.count()) {}

    /// c_i' Phi_A c_j.
    double variance(const LinearForms& forms, std::size_t i, std::size_t j) const {
        if (forms.closed_form) return forms.variance(i, j) + bias[i * forms.count() + j];
        const std::size_t mq = forms.m() * forms.q();
        double half = forms.dot(&forms.x[i * forms.q()], &Qx[j * forms.q()]);
        for (std::size_t a = 0; a < mq; ++a) half -= forms.h[i * mq + a] * spread[j * mq + a];
        return forms.variance(i, j) + 2.0 * half;
    }

    std::vector<double> Q;       // sum_kl Cov_kl Q_kl
    std::vector<double> Qx;      // of each form
    std::vector<double> spread;  // sum_l Cov_kl h_l: forms x elements x q
    std::vector<double> blocks;
    std::vector<double> squares;
    std::vector<double> bias;    // forms x forms, where the fit is in closed form
};

/// G_g of one pattern, added to the blocks as (lower T x T of lower p x p).
template <class Size>
void add_contracted(const Size& size, const Fit& fit, const ElementCovariance& covariance, std::size_t g, KenwardRoger& to) {
    const auto T = size.visits;
    const std::size_t m = elements(size);
    const double* __restrict Cov = covariance.values.data() + covariance_of(size, fit.patterns, g) * triangle(T) * (m + 1);
    const double* __restrict W = fit.at.W.data() + g * T * T;
    double* __restrict N = to.squares.data();
    double* __restrict WN = N + T * T;
    double* __restrict G = WN + T * T;
    for (std::size_t i = 0; i < T; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0.0;
            for (std::size_t b = 0; b < T; ++b) {
                for (std::size_t c = 0; c < T; ++c) sum += Cov[lower(i, b) * m + lower(c, j)] * W[b * T + c];
            }
            N[i * T + j] = N[j * T + i] = sum;
        }
    }
    multiply(W, N, WN, T);
    multiply(WN, W, G, T);
    double* __restrict block = to.blocks.data();
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k <= j; ++k, block += triangle(size.columns)) {
            for (std::size_t i = 0; i < triangle(size.columns); ++i) block[i] += G[j * T + k] * fit.patterns.S(g)[i];
        }
    }
}

/// Kenward and Roger's adjustment of forms that were projected with h, from the covariance of the elements of Sigma.
///
/// Linear in Sigma: without the term in the second derivatives of Sigma, so that it does not depend on how Sigma is parametrised.
/// @complexity O(patterns T^2 (T^2 + p^2) + forms q (q + elements^2))
/// @source     Kenward & Roger (1997), Biometrics 53:983.
/// @verified   tests/analysis/mmrm_inference_test.cpp (R mmrm and a dense program, 1e-7)
template <class Size>
void kenward_roger(const Size& size, const Fit& fit, const ElementCovariance& covariance, const LinearForms& forms, KenwardRoger& to) {
    const auto q = size.coefficients;
    const std::size_t m = elements(size);
    std::fill(to.blocks.begin(), to.blocks.end(), 0.0);
    for (std::size_t g = 0; g < fit.patterns.count(); ++g) add_contracted(size, fit, covariance, g, to);
    unpack(size, fit.at, to.blocks.data(), to.Q.data());
    for (std::size_t i = 0; i < forms.count(); ++i) {
        const double* __restrict x = forms.x.data() + i * q;
        double* __restrict Qx = to.Qx.data() + i * q;
        std::fill_n(Qx, std::size_t{q}, 0.0);
        for (std::size_t a = 0; a < q; ++a) {
            for (std::size_t b = 0; b < q; ++b) Qx[b] += x[a] * to.Q[a * q + b];
        }
        const double* __restrict h = forms.h.data() + i * m * q;
        for (std::size_t k = 0; k < m; ++k) {
            double* __restrict spread = to.spread.data() + (i * m + k) * q;
            std::fill_n(spread, std::size_t{q}, 0.0);
            for (std::size_t l = 0; l < m; ++l) {
                const double weight = covariance.values[k * m + l];
                for (std::size_t a = 0; a < q; ++a) spread[a] += weight * h[l * q + a];
            }
        }
    }
}

}  // namespace equipoise::gaussian
