#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

namespace equipoise {

template <std::size_t N>
using Point = std::array<double, N>;

/// A system of N functions of N unknowns at a point.
template <std::size_t N>
struct SystemAt {
    Point<N> residual;                 ///< in units in which 1 is large
    std::array<Point<N>, N> jacobian;  ///< [function][unknown]
};

namespace detail {

/// Gaussian elimination with partial pivoting; none if singular.
template <std::size_t N>
std::optional<Point<N>> solve_linear(std::array<Point<N>, N> a, Point<N> b) {
    for (std::size_t k = 0; k < N; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k + 1; i < N; ++i) {
            if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
        }
        if (!(std::abs(a[pivot][k]) > 0)) return std::nullopt;
        std::swap(a[k], a[pivot]);
        std::swap(b[k], b[pivot]);
        for (std::size_t i = k + 1; i < N; ++i) {
            const double factor = a[i][k] / a[k][k];
            for (std::size_t j = k; j < N; ++j) a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = N; k-- > 0;) {
        for (std::size_t j = k + 1; j < N; ++j) b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
    }
    return b;
}

template <std::size_t N>
double squared_norm(const Point<N>& x) {
    double sum = 0;
    for (const double element : x) sum += element * element;
    return sum;
}

}  // namespace detail

/// A root of a system of equations by Newton's method, steps halved until the residuals shrink.
///
/// @param system   from a point to std::optional<SystemAt<N>>, none outside the domain
/// @param start    inside the domain
/// @param distant  (from, to) -> true if a step is too long to be trusted
/// @returns        a point with all residuals below 1e-9 (usually 1e-12), or none
/// @complexity     up to 200 evaluations, usually 5.
/// @verified       tests/mechanism/damped_newton_test.cpp
template <std::size_t N, class System, class Distant>
std::optional<Point<N>> damped_newton(const System& system, Point<N> start, const Distant& distant) {
    Point<N> x = start;
    std::optional<SystemAt<N>> here = system(x);
    for (int evaluations = 1; here && evaluations < 200;) {
        const double norm = detail::squared_norm<N>(here->residual);
        if (norm < 1e-24) return x;
        const auto step = detail::solve_linear<N>(here->jacobian, here->residual);
        if (!step || !(detail::squared_norm<N>(*step) < std::numeric_limits<double>::infinity())) break;
        double length = 1;
        bool shrunk = false;
        for (; length > 1e-7 && !shrunk && evaluations < 200; length /= 2) {
            Point<N> next = x;
            for (std::size_t i = 0; i < N; ++i) next[i] -= length * (*step)[i];
            if (distant(x, next)) continue;
            std::optional<SystemAt<N>> there = system(next);
            ++evaluations;
            shrunk = there && detail::squared_norm<N>(there->residual) < norm * (1 - 1e-4 * length);
            if (shrunk) {
                x = next;
                here = there;
            }
        }
        if (!shrunk) break;
    }
    if (here && detail::squared_norm<N>(here->residual) < 1e-18) return x;
    return std::nullopt;
}

}  // namespace equipoise
