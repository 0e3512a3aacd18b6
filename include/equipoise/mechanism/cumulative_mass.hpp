#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <boost/math/quadrature/gauss.hpp>

namespace equipoise {

/// How much of a distribution lies below and above a point; both, so that neither tail loses digits.
struct Tails {
    double lower;
    double upper;
};

/// The integral of a smooth function from a to b by the 10-point Gauss-Legendre rule.
template <class Function>
double gauss_integral(const Function& function, double a, double b) {
    using Rule = boost::math::quadrature::gauss<double, 10>;
    const double centre = (a + b) / 2;
    const double half = (b - a) / 2;
    double sum = 0;
    for (std::size_t k = 0; k < Rule::abscissa().size(); ++k) {
        sum += Rule::weights()[k] * (function(centre - half * Rule::abscissa()[k]) + function(centre + half * Rule::abscissa()[k]));
    }
    return half * sum;
}

/// A density cumulated once over equal cells, for distribution function and quantiles.
///
/// @tparam Density  a smooth positive function of a real number, of any total
/// @complexity      construction 10 evaluations for each cell; a quantile about 50.
/// @verified        tests/mechanism/cumulative_mass_test.cpp
template <class Density>
class CumulativeMass {
public:
    /// @param lower, upper  everything is taken to lie between them
    CumulativeMass(Density density, double lower, double upper, std::size_t cells)
        : density_(std::move(density)), lowest_(lower), width_((upper - lower) / static_cast<double>(cells)), below_(cells + 1, 0.0), above_(cells + 1, 0.0) {
        std::vector<double> mass;
        for (std::size_t i = 0; i < cells; ++i) mass.push_back(gauss_integral(density_, edge(i), edge(i + 1)));
        for (std::size_t i = 0; i < cells; ++i) below_[i + 1] = below_[i] + mass[i];
        for (std::size_t i = cells; i-- > 0;) above_[i] = above_[i + 1] + mass[i];
        total_ = below_[cells];
    }

    std::size_t cells() const { return below_.size() - 1; }
    double edge(std::size_t i) const { return lowest_ + static_cast<double>(i) * width_; }
    Tails at_edge(std::size_t i) const { return {below_[i] / total_, above_[i] / total_}; }

    /// The density at a point, of total 1.
    double density(double x) const { return density_(x) / total_; }

    /// What lies below and above a point.
    Tails operator()(double x) const {
        if (!(x > lowest_)) return {0, 1};
        if (!(x < edge(cells()))) return {1, 0};
        const std::size_t i = std::min(static_cast<std::size_t>((x - lowest_) / width_), cells() - 1);
        return {(below_[i] + gauss_integral(density_, edge(i), x)) / total_, (above_[i + 1] + gauss_integral(density_, x, edge(i + 1))) / total_};
    }

    /// The point with so much below and above it: Newton's method in its cell, kept between the edges, from the smaller tail.
    double quantile(const Tails& tails) const {
        const bool from_below = tails.lower < tails.upper;
        const double wanted = (from_below ? tails.lower : tails.upper) * total_;
        const std::size_t i = from_below ? cell_from_below(wanted) : cell_from_above(wanted);
        double left = edge(i);
        double right = edge(i + 1);
        double x = (left + right) / 2;
        for (int k = 0; k < 60; ++k) {
            const double excess = from_below ? below_[i] + gauss_integral(density_, edge(i), x) - wanted
                                             : wanted - above_[i + 1] - gauss_integral(density_, x, edge(i + 1));
            (excess < 0 ? left : right) = x;
            double next = x - excess / density_(x);
            if (!(next >= left && next <= right)) next = (left + right) / 2;
            const bool settled = std::abs(next - x) <= 1e-15 * (std::abs(x) + width_);
            x = next;
            if (settled) break;
        }
        return x;
    }

private:
    std::size_t cell_from_below(double wanted) const {
        const auto after = std::upper_bound(below_.begin(), below_.end(), wanted);
        const auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - below_.begin() - 1, 0));
        return std::min(i, cells() - 1);
    }

    /// above_ falls: the last edge that has more than what is wanted above it.
    std::size_t cell_from_above(double wanted) const {
        const auto after = std::partition_point(above_.begin(), above_.end(), [&](double above) { return above > wanted; });
        const auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - above_.begin() - 1, 0));
        return std::min(i, cells() - 1);
    }

    Density density_;
    double lowest_;
    double width_;
    double total_ = 0;
    std::vector<double> below_;
    std::vector<double> above_;
};

}  // namespace equipoise
