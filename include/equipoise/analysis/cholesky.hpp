#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace equipoise {

/// What of a column's sum of squares must be left, after regression on the columns before it, for it not to count as collinear.
inline constexpr double collinearity_tolerance = 1e-12;

/// Cholesky factor of the leading columns of a symmetric matrix, in place: A = L L'.
///
/// Sizes are whole numbers, or std::integral_constants so that small loops are unrolled; so it is with the functions below.
///
/// @param a        size x size, row by row; of it the lower triangle is read, and holds L afterwards. Rows past `columns` hold their
///                 rows of the factor, and their columns past `columns` are left alone
/// @param columns  how many to factor, at most size
/// @returns        whether all pivots are positive; a pivot of `collinearity_tolerance` times its diagonal element or less counts as 0
/// @complexity     O(size x columns^2)
/// @verified       tests/analysis/cholesky_test.cpp
template <class Rows, class Columns>
[[nodiscard]] inline bool cholesky(double* __restrict a, Rows size, Columns columns) {
    for (std::size_t j = 0; j < columns; ++j) {
        double* __restrict row = a + j * size;
        const double diagonal = row[j];
        double pivot = diagonal;
        for (std::size_t k = 0; k < j; ++k) pivot -= row[k] * row[k];
        if (!(pivot > collinearity_tolerance * diagonal)) return false;
        row[j] = std::sqrt(pivot);
        const double inverse = 1.0 / row[j];
        for (std::size_t i = j + 1; i < size; ++i) {
            double* __restrict other = a + i * size;
            double value = other[j];
            for (std::size_t k = 0; k < j; ++k) value -= other[k] * row[k];
            other[j] = value * inverse;
        }
    }
    return true;
}

/// The same of any rank: a column that those before it determine is left out, its column of the factor 0.
///
/// Solving by such a factor gives the least squares of the columns that are left, and so the fit of all of them.
/// @returns        the rank
/// @verified       tests/analysis/cholesky_test.cpp
template <class Rows, class Columns>
[[nodiscard]] inline std::size_t cholesky_of_any_rank(double* __restrict a, Rows size, Columns columns) {
    std::size_t rank = 0;
    for (std::size_t j = 0; j < columns; ++j) {
        double* __restrict row = a + j * size;
        const double diagonal = row[j];
        double pivot = diagonal;
        for (std::size_t k = 0; k < j; ++k) pivot -= row[k] * row[k];
        const bool independent = pivot > collinearity_tolerance * diagonal;
        row[j] = independent ? std::sqrt(pivot) : 0.0;
        const double inverse = independent ? 1.0 / row[j] : 0.0;
        for (std::size_t i = j + 1; i < size; ++i) {
            double* __restrict other = a + i * size;
            double value = other[j];
            for (std::size_t k = 0; k < j; ++k) value -= other[k] * row[k];
            other[j] = value * inverse;
        }
        rank += independent ? 1U : 0U;
    }
    return rank;
}

/// The inverse of a lower triangular matrix, zeros above its diagonal.
template <class Rows>
inline void invert_lower(const double* __restrict L, double* __restrict inverse, Rows size) {
    std::fill_n(inverse, static_cast<std::size_t>(size) * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
        const double pivot = 1.0 / L[i * size + i];
        for (std::size_t k = 0; k < i; ++k) {
            const double factor = -L[i * size + k] * pivot;
            for (std::size_t j = 0; j <= k; ++j) inverse[i * size + j] += factor * inverse[k * size + j];
        }
        inverse[i * size + i] = pivot;
    }
}

/// L' L for a lower triangular L: with L the inverse of a Cholesky factor of A, the inverse of A, in full.
template <class Rows>
inline void square_of_lower(const double* __restrict L, double* __restrict square, Rows size) {
    std::fill_n(square, static_cast<std::size_t>(size) * size, 0.0);
    for (std::size_t k = 0; k < size; ++k) {
        for (std::size_t i = 0; i <= k; ++i) {
            for (std::size_t j = 0; j <= i; ++j) square[i * size + j] += L[k * size + i] * L[k * size + j];
        }
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < i; ++j) square[j * size + i] = square[i * size + j];
    }
}

/// The product of two square matrices.
template <class Rows>
inline void multiply(const double* __restrict a, const double* __restrict b, double* __restrict product, Rows size) {
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k < size; ++k) sum += a[i * size + k] * b[k * size + j];
            product[i * size + j] = sum;
        }
    }
}

/// Solves L L' x = x in place.
template <class Rows>
inline void solve_cholesky(const double* __restrict L, double* __restrict x, Rows size) {
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < i; ++k) x[i] -= L[i * size + k] * x[k];
        x[i] /= L[i * size + i];
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t k = i + 1; k < size; ++k) x[i] -= L[k * size + i] * x[k];
        x[i] /= L[i * size + i];
    }
}

}  // namespace equipoise
