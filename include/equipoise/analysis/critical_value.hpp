#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// Two-sided critical values of the t distribution at one level, for any degrees of freedom.
///
/// At a fixed level the critical value is a smooth function of 1 / df. It is interpolated by Chebyshev polynomials for df from 5
/// upwards, in two pieces; below, and at levels so small that a polynomial is not exact, it is computed directly.
///
/// @source   Trefethen (2019), Approximation theory and approximation practice, ch. 3.
/// @verified tests/analysis/critical_value_test.cpp (two_sided_critical, 1e-13 relative)
class CriticalValue {
public:
    /// @param alpha  in (0, 1)
    explicit CriticalValue(double alpha) : alpha_(alpha), many_(interpolate(0.0, 1.0 / 20)), few_(interpolate(1.0 / 20, 1.0 / 5)) {}

    double alpha() const { return alpha_; }

    /// @param df  > 0
    double operator()(double df) const {
        if (many_.accurate && df >= 20) return many_(1.0 / df);
        if (few_.accurate && df >= 5 && df <= 20) return few_(1.0 / df);
        return two_sided_critical(alpha_, df);
    }

private:
    static constexpr std::size_t terms = 12;

    struct Piece {
        double centre;
        double half_width;
        bool accurate;
        std::array<double, terms> coefficients;

        // Clenshaw's recurrence.
        double operator()(double x) const {
            const double u = (x - centre) / half_width;
            double next = 0.0;
            double after = 0.0;
            for (std::size_t j = terms - 1; j > 0; --j) {
                const double here = 2.0 * u * next - after + coefficients[j];
                after = next;
                next = here;
            }
            return u * next - after + coefficients[0];
        }
    };

    Piece interpolate(double lowest, double highest) const {
        Piece piece{.centre = 0.5 * (lowest + highest), .half_width = 0.5 * (highest - lowest), .accurate = false, .coefficients = {}};
        const double step = std::acos(-1.0) / static_cast<double>(terms);
        for (std::size_t k = 0; k < terms; ++k) {
            const double angle = step * (static_cast<double>(k) + 0.5);
            const double value = two_sided_critical(alpha_, 1.0 / (piece.centre + piece.half_width * std::cos(angle)));
            for (std::size_t j = 0; j < terms; ++j) {
                piece.coefficients[j] += value * std::cos(static_cast<double>(j) * angle) * (j == 0 ? 1.0 : 2.0) / static_cast<double>(terms);
            }
        }
        piece.accurate = std::abs(piece.coefficients.back()) <= 1e-13 * piece.coefficients.front();
        return piece;
    }

    double alpha_;
    Piece many_;  // degrees of freedom
    Piece few_;
};

}  // namespace equipoise
