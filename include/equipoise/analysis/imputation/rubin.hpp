#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace equipoise {

/// What several completed data sets say together.
struct PooledEstimate {
    double effect = std::numeric_limits<double>::quiet_NaN();              ///< mean of the estimates
    double within = std::numeric_limits<double>::quiet_NaN();              ///< mean of their variances, W
    double between = std::numeric_limits<double>::quiet_NaN();             ///< variance of the estimates, B
    double total = std::numeric_limits<double>::quiet_NaN();               ///< T = W + (1 + 1/m) B
    double degrees_of_freedom = std::numeric_limits<double>::quiet_NaN();  ///< of t = effect / sqrt(T)
    double relative_increase = std::numeric_limits<double>::quiet_NaN();   ///< of the variance by missing data, r = (1 + 1/m) B / W
    double missing_information = std::numeric_limits<double>::quiet_NaN();  ///< the fraction of it, (r + 2 / (df + 3)) / (1 + r)
};

/// Rubin's rules from what they need of m estimates: their mean and variance, and the mean of their variances.
///
///     T = W + (1 + 1/m) B,    lambda = (1 + 1/m) B / T,    df_m = (m - 1) / lambda^2
///     df_obs = (1 - lambda) df_com (df_com + 1) / (df_com + 3),    df = df_m df_obs / (df_m + df_obs)
///
/// with df_com the degrees of freedom that the complete data would have had; if they are infinite df = df_m (Rubin 1987). Where the
/// estimates do not differ, df_m is infinite and df = df_obs.
/// @param imputations  m, at least 2
/// @param complete_degrees_of_freedom  > 0, or infinite
/// @source   Rubin (1987), Multiple imputation for nonresponse in surveys, section 3.3; Barnard & Rubin (1999), Biometrika 86:948.
/// @verified tests/analysis/imputation/rubin_test.cpp (R mice, 1e-12)
inline PooledEstimate pool(double effect, double within, double between, std::size_t imputations, double complete_degrees_of_freedom) {
    const auto m = static_cast<double>(imputations);
    const double added = (1.0 + 1.0 / m) * between;
    const double lambda = added / (within + added);
    const double of_imputations = lambda > 0 ? (m - 1.0) / (lambda * lambda) : std::numeric_limits<double>::infinity();
    double df = of_imputations;
    if (std::isfinite(complete_degrees_of_freedom)) {
        const double complete = complete_degrees_of_freedom;
        const double observed = (1.0 - lambda) * complete * (complete + 1.0) / (complete + 3.0);
        df = std::isfinite(of_imputations) ? of_imputations * observed / (of_imputations + observed) : observed;
    }
    const double increase = added / within;
    return {.effect = effect,
            .within = within,
            .between = between,
            .total = within + added,
            .degrees_of_freedom = df,
            .relative_increase = increase,
            .missing_information = (increase + 2.0 / (df + 3.0)) / (1.0 + increase)};
}

/// Rubin's rules: the estimates of m completed data sets and their squared standard errors, as one.
///
/// @param estimates, variances  m of each, m at least 2
/// @returns  NaN throughout if there are fewer than two, or not as many variances as estimates
/// @complexity O(m)
inline PooledEstimate pool(std::span<const double> estimates, std::span<const double> variances,
                           double complete_degrees_of_freedom = std::numeric_limits<double>::infinity()) {
    if (estimates.size() < 2 || estimates.size() != variances.size()) return {};
    const auto m = static_cast<double>(estimates.size());
    double effect = 0.0;
    double within = 0.0;
    for (const double estimate : estimates) effect += estimate / m;
    for (const double variance : variances) within += variance / m;
    double between = 0.0;
    for (const double estimate : estimates) between += (estimate - effect) * (estimate - effect) / (m - 1.0);
    return pool(effect, within, between, estimates.size(), complete_degrees_of_freedom);
}

}  // namespace equipoise
