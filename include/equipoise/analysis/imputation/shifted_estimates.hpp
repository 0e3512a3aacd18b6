#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <boost/math/tools/toms748_solve.hpp>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/imputation/rubin.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// Analyses of covariance of m completed data sets of one trial, as functions of a shift delta of the scores imputed after dropout.
///
/// Least squares is linear in the scores, and the shift is the same in every data set: estimate k is e_k + delta c, and its residual sum of
/// squares R_k + 2 delta S_k + delta^2 D.
struct ShiftedEstimates {
    std::vector<double> effects{};    ///< e_k [outcome units]
    std::vector<double> residuals{};  ///< R_k
    std::vector<double> products{};   ///< S_k: of the residuals of the scores and of those of the shift
    double shift_effect = 0.0;        ///< c: the effect among shifts of 1
    double shift_residual = 0.0;      ///< D
    double unit_variance = 0.0;       ///< of an effect, by that of the residuals
    double degrees_of_freedom = 0.0;  ///< of the residuals
    std::size_t participants = 0;

    /// Rubin's rules at a shift.
    /// @complexity O(m)
    PooledEstimate pooled(double delta) const {
        const auto m = static_cast<double>(effects.size());
        double effect = 0.0;
        double residual = 0.0;
        for (const double e : effects) effect += e / m;
        for (std::size_t k = 0; k < effects.size(); ++k) residual += (residuals[k] + 2.0 * delta * products[k]) / m;
        double between = 0.0;
        for (const double e : effects) between += (e - effect) * (e - effect) / (m - 1.0);
        const double within = (residual + delta * delta * shift_residual) / degrees_of_freedom * unit_variance;
        return pool(effect + delta * shift_effect, within, between, effects.size(), degrees_of_freedom);
    }
};

/// The tipping point: the shift nearest to 0 at which a test no longer shows what it shows without.
///
/// Sought between 0 and the shift that moves the estimate to the margin (to the nearer one for equivalence), in the imputations as they are.
/// @returns  the shift, to 12 digits; 0 if the test shows nothing without a shift; nothing if no shift moves the estimate
/// @complexity O(m) each of about 10 steps
/// @source   Carpenter & Kenward (2013), Multiple imputation and its application, ch. 10.
/// @verified tests/analysis/imputation/shifted_estimates_test.cpp
inline std::optional<double> tipping_point(const ShiftedEstimates& estimates, const Inference& inference) {
    const auto beyond = [&](double delta) {
        const PooledEstimate found = estimates.pooled(delta);
        return inference.p_value(found.effect, std::sqrt(found.total), found.degrees_of_freedom) - inference.level();
    };
    const double at_none = beyond(0.0);
    if (!(at_none < 0)) return 0.0;
    if (estimates.shift_effect == 0) return std::nullopt;
    const double effect = estimates.pooled(0.0).effect;
    double margin = inference.hypothesis().margin;
    if (inference.hypothesis().alternative == Alternative::equivalence && effect < 0) margin = -margin;
    const double at_margin = (margin - effect) / estimates.shift_effect;
    const double low = std::min(0.0, at_margin);
    const double high = std::max(0.0, at_margin);
    std::uintmax_t steps = 100;
    const auto [left, right] = boost::math::tools::toms748_solve(beyond, low, high, boost::math::tools::eps_tolerance<double>(42), steps, detail::QuietMath{});
    return 0.5 * (left + right);
}

}  // namespace equipoise
