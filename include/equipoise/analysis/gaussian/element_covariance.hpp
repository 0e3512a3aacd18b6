#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/exact_information.hpp>
#include <equipoise/analysis/gaussian/information.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/parameters.hpp>
#include <equipoise/analysis/information_matrix.hpp>

namespace equipoise::gaussian {

// What is uncertain of Sigma after a usable fit. With J the information on the parameters theta of the structure and Jac the derivatives of
// the elements of Sigma (as in `Information`: lower triangles, one covariance after the other)
//
//     Cov(elements) = Jac J^-1 Jac',      and for an unstructured Sigma Jac = I.
//
// On a boundary theta are the parameters of the reduced model. Together with P_k of every element it is all that Satterthwaite's and
// Kenward and Roger's methods need, whatever the structure.

/// The covariance of the elements of Sigma, and the room to compute it in.
struct ElementCovariance {
    explicit ElementCovariance(const AnySize& size)
        : count(elements(size)), values(count * count), information(count * count), factor(count * count), half(count * count), squares(2 * size.visits * size.visits) {}

    double operator()(std::size_t k, std::size_t l) const { return values[k * count + l]; }

    std::size_t count;
    std::vector<double> values;  ///< elements x elements
    std::vector<double> information;
    std::vector<double> factor;
    std::vector<double> half;
    std::vector<double> squares;
};

/// The expected information on the elements:
///
///     1/2 [ sum_g n_g tr(W_g E_k W_g E_l) - 2 tr(Phi Q_kl) + tr(Phi P_k Phi P_l) ],    tr(Phi Q_kl) = sum_g tr(W_g E_k W_g E_l W_g H_g)
///
/// (for ML the first term alone). `fit` has its exact information: of that F is used.
template <class Size>
void expected_element_information(const Size& size, Fit& fit, ElementCovariance& to) {
    const auto T = size.visits;
    const std::size_t m = elements(size);
    const std::size_t stride = triangle(size.coefficients) + size.coefficients;
    Likelihood& at = fit.at;
    pack_variances(size, at);
    double* __restrict H = to.squares.data();
    double* __restrict WH = H + T * T;
    sum_over_patterns(size, at, fit.patterns, fit.information, to.information.data(), [&](std::size_t g, const double* W) {
        const double* __restrict block = at.blocks.data();
        for (std::size_t j = 0; j < T; ++j) {
            for (std::size_t k = 0; k <= j; ++k, block += triangle(size.columns)) {
                double value = 0.0;
                for (std::size_t i = 0; i < triangle(size.columns); ++i) value += block[i] * fit.patterns.S(g)[i];
                H[j * T + k] = H[k * T + j] = at.restricted ? value : 0.0;
            }
        }
        multiply(W, H, WH, T);
        multiply(WH, W, H, T);
        add_product(size, fit.information, W, 0.5 * fit.patterns.n(g), H, -1.0);
    });
    for (std::size_t k = 0; at.restricted && k < m; ++k) {
        for (std::size_t l = 0; l <= k; ++l) {
            double sum = 0.0;
            for (std::size_t i = 0; i < triangle(size.coefficients); ++i) sum += fit.information.F[k * stride + i] * fit.information.F[l * stride + i];
            to.information[k * m + l] += sum;
            if (k != l) to.information[l * m + k] += sum;
        }
    }
}

/// Jac (L L')^-1 Jac', L the factor of the information on the parameters; Jac = I if there is none.
inline void spread(const double* __restrict L, std::size_t f, const double* __restrict jacobian, ElementCovariance& to) {
    const std::size_t m = to.count;
    double* __restrict half = to.half.data();  // row e: L^-1 (Jac' e)
    for (std::size_t e = 0; e < m; ++e) {
        double* __restrict row = half + e * f;
        for (std::size_t k = 0; k < f; ++k) {
            row[k] = jacobian != nullptr ? jacobian[e * f + k] : (e == k ? 1.0 : 0.0);
            for (std::size_t l = 0; l < k; ++l) row[k] -= L[k * f + l] * row[l];
            row[k] /= L[k * f + k];
        }
    }
    for (std::size_t e = 0; e < m; ++e) {
        for (std::size_t d = 0; d <= e; ++d) {
            double sum = 0.0;
            for (std::size_t k = 0; k < f; ++k) sum += half[e * f + k] * half[d * f + k];
            to.values[e * m + d] = to.values[d * m + e] = sum;
        }
    }
}

/// The covariance of the elements of Sigma after a usable fit.
///
/// @returns    whether the information on the parameters is positive definite; the observed one always is
/// @complexity O(elements^3), and by the expected information O(patterns (T^4 + T^2 p^2) + elements^2 q^2)
/// @source     Kenward & Roger (1997), Biometrics 53:983, for the expected information.
/// @verified   tests/analysis/gaussian/element_covariance_test.cpp (dense matrices)
template <class Size>
[[nodiscard]] bool element_covariance(const Size& size, Fit& fit, InformationMatrix kind, ElementCovariance& to) {
    const Parameters& parameters = fit.parameters;
    const std::size_t m = to.count;
    const std::size_t f = parameters.structured ? parameters.free : m;
    const double* jacobian = parameters.structured ? parameters.jacobian.data() : nullptr;
    if (kind == InformationMatrix::observed) {
        spread(parameters.structured ? parameters.factor.data() : fit.information.factor.data(), f, jacobian, to);
        return true;
    }
    expected_element_information(size, fit, to);
    if (!parameters.structured) {
        std::copy(to.information.begin(), to.information.end(), to.factor.begin());
    } else {
        for (std::size_t e = 0; e < m; ++e) {
            for (std::size_t k = 0; k < f; ++k) {
                double sum = 0.0;
                for (std::size_t d = 0; d < m; ++d) sum += to.information[e * m + d] * jacobian[d * f + k];
                to.half[e * f + k] = sum;
            }
        }
        std::fill_n(to.factor.begin(), f * f, 0.0);
        for (std::size_t e = 0; e < m; ++e) {
            for (std::size_t k = 0; k < f; ++k) {
                for (std::size_t l = 0; l <= k; ++l) to.factor[k * f + l] += jacobian[e * f + k] * to.half[e * f + l];
            }
        }
    }
    if (!cholesky(to.factor.data(), f, f)) return false;
    spread(to.factor.data(), f, jacobian, to);
    return true;
}

}  // namespace equipoise::gaussian
