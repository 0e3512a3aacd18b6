#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include <equipoise/analysis/within_strata.hpp>

namespace equipoise {

/// Where the standard error of a coefficient comes from.
enum class CoefficientVariance : std::uint8_t {
    model,  ///< one residual variance for all
    hc0,    ///< the squared residuals as they are
    hc1,    ///< times n / (n - rank)
    hc2,    ///< each divided by 1 - h, h the participant's leverage
    hc3     ///< each divided by (1 - h)^2
};

/// The name of a variance, as in every input.
constexpr std::string_view to_string(CoefficientVariance variance) {
    constexpr std::array<std::string_view, 5> names{"model", "hc0", "hc1", "hc2", "hc3"};
    return names[static_cast<std::size_t>(variance)];
}

/// The heteroscedasticity-consistent variance of the treatment coefficient of a fitted model.
///
/// With r_i the residual of treatment on the other columns, e_i that of y on all of them and h_i the leverage,
///     V = sum_i (r_i e_i)^2 w_i / (sum_i r_i^2)^2,   w = 1, n / (n - rank), 1 / (1 - h_i), 1 / (1 - h_i)^2   (HC0 to HC3).
/// One whose leverage is 1 has a residual of 0 whatever the data. If treatment is determined by the other columns there too (r_i = 0, as
/// where the participant is a stratum), nothing is added; else HC2 and HC3 do not exist.
///
/// @param L        the rows of the Cholesky factor of the cross-products of the columns, y's row too (but for its diagonal)
/// @param rank     of the model, the strata's intercepts included
/// @param scratch  as long as a row
/// @returns        the variance, or NaN if it does not exist
/// @source         White (1980), Econometrica 48:817; MacKinnon & White (1985), J Econometrics 29:305; Long & Ervin (2000), Am Stat 54:217.
/// @complexity     O(participants x columns^2)
/// @verified       tests/analysis/ancova_test.cpp (R sandwich, 1e-10 relative; dense matrices)
inline double robust_variance(CoefficientVariance variance, const WithinStrata& model, std::span<const double> L, double rank,
                              std::vector<double>& scratch) {
    const std::size_t size = model.size();
    const std::size_t columns = size - 1;
    const double* fitted = L.data() + columns * size;
    const double pivot = L[(columns - 1) * size + columns - 1];
    const auto n = static_cast<double>(model.participants());
    double sum = 0.0;
    for (std::size_t i = 0; i < model.participants(); ++i) {
        const double* x = model.row(i);
        double leverage = 1.0 / model.stratum_size(model.stratum(i));
        double residual = x[columns];
        for (std::size_t j = 0; j < columns; ++j) {
            double value = x[j];
            for (std::size_t k = 0; k < j; ++k) value -= L[j * size + k] * scratch[k];
            scratch[j] = L[j * size + j] > 0 ? value / L[j * size + j] : 0.0;  // 0: left out
            leverage += scratch[j] * scratch[j];
            residual -= fitted[j] * scratch[j];
        }
        const double influence = scratch[columns - 1] / pivot;  // r_i / sum r^2
        double weight = 1.0;
        if (variance == CoefficientVariance::hc2 || variance == CoefficientVariance::hc3) {
            const double left = 1.0 - leverage;
            if (left < 1e-10) {
                if (std::abs(scratch[columns - 1]) > 1e-6) return std::numeric_limits<double>::quiet_NaN();
                continue;
            }
            weight = variance == CoefficientVariance::hc2 ? 1.0 / left : 1.0 / (left * left);
        }
        sum += influence * influence * residual * residual * weight;
    }
    if (variance == CoefficientVariance::hc1) sum *= n / (n - rank);
    return sum;
}

}  // namespace equipoise
