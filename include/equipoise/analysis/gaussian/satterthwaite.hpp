#pragma once

#include <cstddef>

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>

namespace equipoise::gaussian {

/// Satterthwaite's degrees of freedom of one linear form that was projected with its slopes.
///
/// df = 2 v^2 / (grad v' Cov grad v), v = c' Phi c, dv/dSigma_k = c' Phi P_k Phi c, Cov the covariance of the elements of Sigma.
/// Kenward and Roger's are the same.
///
/// @param gradient  room for as many numbers as there are elements
/// @complexity      O(elements (q + elements))
/// @source          Giesbrecht & Burns (1985), Biometrics 41:477; Fai & Cornelius (1996), J Stat Comput Simul 54:363.
/// @verified        tests/analysis/mmrm_test.cpp, tests/analysis/mmrm_inference_test.cpp (R mmrm, 1e-7 relative)
inline double satterthwaite(const LinearForms& forms, std::size_t form, const ElementCovariance& covariance, double* __restrict gradient) {
    const std::size_t m = forms.m();
    for (std::size_t k = 0; k < m; ++k) gradient[k] = forms.slope(k, form, form);
    double square = 0.0;
    for (std::size_t k = 0; k < m; ++k) {
        double sum = 0.0;
        for (std::size_t l = 0; l < m; ++l) sum += covariance.values[k * m + l] * gradient[l];
        square += sum * gradient[k];
    }
    const double v = forms.variance(form, form);
    return 2.0 * v * v / square;
}

}  // namespace equipoise::gaussian
