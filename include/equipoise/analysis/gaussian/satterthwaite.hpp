#pragma once

#include <cstddef>

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>

namespace equipoise::gaussian {

/// Satterthwaite's degrees of freedom of one coefficient at the maximum.
///
/// df = 2 v^2 / (grad v' J^-1 grad v), v = c' Phi c, dv/dtheta_k = c' Phi P_k Phi c, J the observed information.
///
/// J^-1 is that of the elements of Sigma, whatever the structure.
///
/// @param coefficient  which is the 1 of c
/// @complexity         O(T^2 q^2 + T^4)
/// @source             Giesbrecht & Burns (1985), Biometrics 41:477; Fai & Cornelius (1996), J Stat Comput Simul 54:363.
/// @verified           tests/analysis/mmrm_test.cpp (R mmrm, 1e-7 relative)
template <class Size>
double satterthwaite(const Size& size, Fit& fit, std::size_t coefficient) {
    const auto q = size.coefficients;
    const std::size_t m = elements(size);
    const double* __restrict row = fit.at.Phi.data() + coefficient * q;
    for (std::size_t k = 0; k < m; ++k) {
        const double* __restrict P = fit.information.P.data() + k * q * q;
        double form = 0.0;
        for (std::size_t i = 0; i < q; ++i) {
            double sum = 0.0;
            for (std::size_t j = 0; j < q; ++j) sum += P[i * q + j] * row[j];
            form += sum * row[i];
        }
        fit.step[k] = form;
    }
    const double v = row[coefficient];
    const double square = variance_of_elements(fit, fit.step.data(), fit.before.data());
    return 2.0 * v * v / square;
}

}  // namespace equipoise::gaussian
