#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// Two-sided critical values of the t distribution at one level, for any degrees of freedom.
///
/// At a fixed level the critical value is a smooth function of 1 / df. It is interpolated by Chebyshev polynomials for df from 5
/// upwards, in two pieces; below, and at levels so small that a polynomial is not exact, it is computed directly. Those of whole df from 20 to
/// 531, which most t-tests and analyses of covariance have, are kept.
///
/// @source   Trefethen (2019), Approximation theory and approximation practice, ch. 3.
/// @verified tests/analysis/critical_value_test.cpp (two_sided_critical, 1e-13 relative)
class CriticalValue {
public:
    /// @param alpha  in (0, 1)
    explicit CriticalValue(double alpha) : alpha_(alpha), many_(interpolate(0.0, 1.0 / 20)), few_(interpolate(1.0 / 20, 1.0 / 5)) {
        for (std::size_t k = 0; many_.accurate && k < 512; ++k) whole_.push_back(many_(1.0 / static_cast<double>(first_whole + k)));
    }

    double alpha() const { return alpha_; }

    /// @param df  > 0
    double operator()(double df) const {
        if (df >= static_cast<double>(first_whole) && df < static_cast<double>(first_whole + whole_.size())) {
            const auto whole = static_cast<std::size_t>(df);
            if (static_cast<double>(whole) == df) return whole_[whole - first_whole];
        }
        return of_any(df);
    }

private:
    // Kept apart, so that what most tests need is short enough to stand where they are.
    [[gnu::noinline]] double of_any(double df) const {
        if (many_.accurate && df >= 20) return many_(1.0 / df);
        if (few_.accurate && df >= 5 && df <= 20) return few_(1.0 / df);
        return two_sided_critical(alpha_, df);
    }

    static constexpr std::size_t terms = 12;
    static constexpr std::size_t first_whole = 20;

    struct Piece {
        double centre;
        double half_width;
        bool accurate;
        std::array<double, terms> coefficients;  // of the powers of u, in [-1, 1]

        // Horner's rule for the even and for the odd powers, which a processor computes at the same time.
        double operator()(double x) const {
            const double u = (x - centre) / half_width;
            const double square = u * u;
            double even = coefficients[terms - 2];
            double odd = coefficients[terms - 1];
            for (std::size_t j = terms - 2; j > 0; j -= 2) {
                even = even * square + coefficients[j - 2];
                odd = odd * square + coefficients[j - 1];
            }
            return even + u * odd;
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
        piece.coefficients = powers(piece.coefficients);
        return piece;
    }

    // The coefficients of powers of u from those of Chebyshev's polynomials; small enough an expansion to lose no digit by it.
    static std::array<double, terms> powers(const std::array<double, terms>& of_polynomials) {
        std::array<double, terms> before{};   // of T_(j - 1)
        std::array<double, terms> here{1.0};  // of T_j
        std::array<double, terms> sum{};
        for (std::size_t j = 0; j < terms; ++j) {
            std::array<double, terms> next{};
            for (std::size_t i = 0; i < terms; ++i) {
                sum[i] += of_polynomials[j] * here[i];
                next[i] = (i > 0 ? (j == 0 ? 1.0 : 2.0) * here[i - 1] : 0.0) - (j == 0 ? 0.0 : before[i]);
            }
            before = here;
            here = next;
        }
        return sum;
    }

    double alpha_;
    Piece many_;  // degrees of freedom
    Piece few_;
    std::vector<double> whole_{};  // of first_whole, first_whole + 1, ... degrees of freedom
};

}  // namespace equipoise
