#pragma once

#include <algorithm>
#include <cstddef>

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/kenward_roger.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/monotone_fit.hpp>
#include <equipoise/analysis/information_matrix.hpp>

namespace equipoise::gaussian {

// Inference from a MonotoneFit, on its own parameters theta = (gamma, s), which stand where elements of Sigma do: gamma_jk at (j, k), s_j at (j, j).
// Satterthwaite's degrees of freedom and Kenward and Roger's standard errors do not depend on the parameters at the maximum. Of a form c, c_j its
// weights on the columns of z at visit j,
//
//     d_l = sum_(j>=l) G_jl c_j,    a_l = S_l^-1 d_l,    c'Phi c = sum_l s_l d_l'a_l
//     d(c'Phi c)/ds_l = d_l'a_l,    d(c'Phi c)/dgamma_jk = 2 sum_(l<=k) s_l G_kl d_j'a_l
//     c'(Phi_A - Phi)c = 2 sum_j s_j sum_(l<j) s_l kappa_jl d_j'(S_j^-1 - S_l^-1)d_j,    kappa_jl = g_l' [ Cov(gamma_j) / s_j ] g_l,   g_l column l of G above row j
//
// In the last, the terms Q_kl and P_k Phi P_l of s cancel, and of gamma all but these: without missing data (S_j the same) nothing is left.

/// What is common to the inference on all forms after a fit in closed form.
/// @param pairs  whether covariances between forms are wanted, as a joint test does
/// @complexity   O(forms T (T p + p^2) + pairs T^3 p)
template <class Size>
void project_monotone(const Size& size, const Fit& fit, LinearForms& forms, bool pairs) {
    const auto T = size.visits;
    const auto p = size.columns;
    const MonotoneFit& of = fit.monotone;
    const std::size_t f = forms.count();
    for (std::size_t i = 0; i < f; ++i) {
        const double* __restrict c = forms.c.data() + i * size.coefficients;
        double* __restrict d = forms.d.data() + i * T * p;
        double* __restrict a = forms.a.data() + i * T * p;
        double value = forms.origins[i];
        for (std::size_t j = 0; j < T; ++j) {
            for (std::size_t k = 0; k < p; ++k) {
                d[j * p + k] = has_coefficient(size, fit.at, j, k) ? c[coefficient(size, fit.at, j, k)] : 0.0;
                value += d[j * p + k] * of.b[j * p + k];
            }
        }
        forms.values[i] = value;
        // Row l of d needs the rows of c after it, which are there until they are met themselves.
        for (std::size_t l = 0; l < T; ++l) {
            for (std::size_t j = l + 1; j < T; ++j) {
                for (std::size_t k = 0; k < p; ++k) d[l * p + k] += of.G[j * T + l] * d[j * p + k];
            }
            const double* __restrict inverse = of.S_inverse.data() + l * p * p;
            for (std::size_t r = 0; r < p; ++r) {
                double sum = 0.0;
                for (std::size_t k = 0; k < p; ++k) sum += inverse[r * p + k] * d[l * p + k];
                a[l * p + r] = sum;
            }
        }
    }
    for (std::size_t i = 0; i < f; ++i) {
        for (std::size_t h = pairs ? 0 : i; h <= i; ++h) {
            const auto product = [&](std::size_t of_d, std::size_t j, std::size_t of_a, std::size_t l) {
                double sum = 0.0;
                for (std::size_t k = 0; k < p; ++k) sum += forms.d[(of_d * T + j) * p + k] * forms.a[(of_a * T + l) * p + k];
                return sum;
            };
            double variance = 0.0;
            const auto set_slope = [&](std::size_t theta, double slope) { forms.slopes[(theta * f + i) * f + h] = forms.slopes[(theta * f + h) * f + i] = slope; };
            for (std::size_t j = 0; j < T; ++j) {
                const double of_variance = product(i, j, h, j);
                variance += of.variance[j] * of_variance;
                set_slope(lower(j, j), of_variance);
                for (std::size_t k = 0; k < j; ++k) {
                    double slope = 0.0;
                    for (std::size_t l = 0; l <= k; ++l) {
                        const double one = product(i, j, h, l);
                        slope += of.variance[l] * of.G[k * T + l] * (one + (h == i ? one : product(h, j, i, l)));
                    }
                    set_slope(lower(j, k), slope);
                }
            }
            forms.variances[i * f + h] = forms.variances[h * f + i] = variance;
        }
    }
}

/// The covariance of the parameters of a fit in closed form.
/// @complexity O(T^3)
template <class Size>
void monotone_covariance(const Size& size, const Fit& fit, InformationMatrix kind, ElementCovariance& to) {
    const auto T = size.visits;
    const MonotoneFit& of = fit.monotone;
    std::fill(to.values.begin(), to.values.end(), 0.0);
    const auto set = [&](std::size_t k, std::size_t l, double value) { to.values[k * to.count + l] = to.values[l * to.count + k] = value; };
    for (std::size_t j = 0; j < T; ++j) {
        set(lower(j, j), lower(j, j), 2.0 * of.variance[j] * of.variance[j] / of.degrees[j]);
        for (std::size_t k = 0; k < j; ++k) {
            for (std::size_t l = 0; l <= k; ++l) {
                double value = of.H_inverse[(j * T + k) * T + l];
                if (kind == InformationMatrix::expected) {  // of Sigma_(<j)^-1 = (I - gamma)' diag(1/s) (I - gamma)
                    value = 0.0;
                    for (std::size_t i = k; i < j; ++i) {
                        const double first = i == k ? 1.0 : -of.slopes[i * T + k];
                        const double second = i == l ? 1.0 : -of.slopes[i * T + l];
                        value += first * second / of.variance[i];
                    }
                    value /= of.degrees[j];
                }
                set(lower(j, k), lower(j, l), of.variance[j] * value);
            }
        }
    }
}

/// Kenward and Roger's adjustment of forms that were projected, by the covariance of the parameters.
/// @complexity O(T^4 + pairs T^2 p^2)
/// @source     Kenward & Roger (1997), Biometrics 53:983.
template <class Size>
void monotone_kenward_roger(const Size& size, const Fit& fit, const ElementCovariance& covariance, const LinearForms& forms, bool pairs, KenwardRoger& to) {
    const auto T = size.visits;
    const auto p = size.columns;
    const MonotoneFit& of = fit.monotone;
    const std::size_t f = forms.count();
    std::fill(to.bias.begin(), to.bias.end(), 0.0);
    for (std::size_t j = 1; j < T; ++j) {
        for (std::size_t l = 0; l < j; ++l) {
            double kappa = 0.0;  // times s_j
            for (std::size_t k = l; k < j; ++k) {
                for (std::size_t i = l; i < j; ++i) kappa += of.G[k * T + l] * covariance(lower(j, k), lower(j, i)) * of.G[i * T + l];
            }
            const double weight = 2.0 * kappa * of.variance[l];
            const double* __restrict inverse = of.S_inverse.data() + l * p * p;
            for (std::size_t i = 0; i < f; ++i) {
                for (std::size_t h = pairs ? 0 : i; h <= i; ++h) {
                    const double* __restrict d = forms.d.data() + (i * T + j) * p;
                    const double* __restrict e = forms.d.data() + (h * T + j) * p;
                    const double* __restrict a = forms.a.data() + (h * T + j) * p;
                    double sum = 0.0;
                    for (std::size_t r = 0; r < p; ++r) {
                        double here = a[r];
                        for (std::size_t k = 0; k < p; ++k) here -= inverse[r * p + k] * e[k];
                        sum += d[r] * here;
                    }
                    to.bias[i * f + h] += weight * sum;
                    if (h != i) to.bias[h * f + i] += weight * sum;
                }
            }
        }
    }
}

}  // namespace equipoise::gaussian
