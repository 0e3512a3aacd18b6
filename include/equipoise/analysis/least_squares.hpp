#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/t_estimate.hpp>

namespace equipoise {

/// Of a sum of squares, the part that is rounding where nothing is left.
inline constexpr double no_residual = 1e-13;

/// What becomes of a column before the last that the columns before it determine.
enum class Aliased : std::uint8_t {
    fails,     ///< the model is not estimable
    left_out   ///< the fit is the same without it, as in R's lm
};

/// The coefficient of the last column before y, by least squares.
///
/// With L the Cholesky factor of the cross-products of (columns, y) and c the last column: effect = L_yc / L_cc, residual sum of
/// squares = L_yy^2, standard error = s / L_cc, df = n - rank.
///
/// @param products  size x size, the lower triangle of the cross-products; overwritten by L, but for L_yy
/// @param n         participants
/// @returns         status `not_estimable` if the last column is collinear with the others, these are among themselves (unless they are left
///                  out) or no degree of freedom is left, `covariance_singular` if no residual variance is
/// @complexity      O(size^3)
/// @verified        tests/analysis/ancova_test.cpp, tests/analysis/booster_factorial_test.cpp (least squares by QR, R lm)
inline Estimate last_coefficient(std::span<double> products, std::size_t size, double n, const Inference& inference,
                                 Aliased aliased = Aliased::fails) {
    const std::size_t columns = size - 1;
    const double total = products.back();
    const std::size_t rank = cholesky_of_any_rank(products.data(), size, columns);
    const double df = n - static_cast<double>(rank);
    const double pivot = products[(columns - 1) * size + columns - 1];
    if (df < 1 || pivot == 0 || (rank < columns && aliased == Aliased::fails)) return failed_estimate(FitStatus::not_estimable, n);
    const double* last = products.data() + columns * size;
    double residual = total;
    for (std::size_t j = 0; j < columns; ++j) residual -= last[j] * last[j];
    if (residual <= no_residual * total) return failed_estimate(FitStatus::covariance_singular, n);
    return t_estimate(last[columns - 1] / pivot, std::sqrt(residual / df) / pivot, df, n, inference);
}

}  // namespace equipoise
