#pragma once

#include <cstddef>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>

namespace equipoise::gaussian {

/// Satterthwaite's degrees of freedom of one coefficient at the maximum.
///
/// df = 2 v^2 / (grad v' J^-1 grad v), v = c' Phi c, dv/dtheta_k = c' Phi P_k Phi c, J the observed information.
///
/// @param coefficient  which is the 1 of c
/// @complexity         O(T^2 q^2 + T^4)
/// @source             Giesbrecht & Burns (1985), Biometrics 41:477; Fai & Cornelius (1996), J Stat Comput Simul 54:363.
/// @verified           tests/analysis/mmrm_test.cpp (R mmrm, 1e-7 relative)
template <class Size>
double satterthwaite(const Size& size, Fit& fit, std::size_t coefficient) {
    const auto q = size.coefficients;
    const std::size_t m = triangle(size.visits);
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
    // grad v' J^-1 grad v is the square of L^-1 grad v.
    const double* __restrict L = fit.information.factor.data();
    double square = 0.0;
    for (std::size_t k = 0; k < m; ++k) {
        for (std::size_t l = 0; l < k; ++l) fit.step[k] -= L[k * m + l] * fit.step[l];
        fit.step[k] /= L[k * m + k];
        square += fit.step[k] * fit.step[k];
    }
    return 2.0 * v * v / square;
}

}  // namespace equipoise::gaussian
