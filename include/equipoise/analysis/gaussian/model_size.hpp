#pragma once

#include <cstddef>
#include <type_traits>

namespace equipoise::gaussian {

/// The sizes of a model with T visits, p columns z of participants and q coefficients, known when a program runs.
struct AnySize {
    std::size_t visits;        ///< T
    std::size_t columns;       ///< p
    std::size_t coefficients;  ///< q <= T p; the map K from (visit, column) to coefficient may be any, or have none for some
    std::size_t covariances = 1;  ///< 1: one Sigma; 2: one for each arm
    bool from_baseline = false;   ///< whether the first visit is the baseline, where treatment has no coefficient

    static constexpr bool each_column_by_visit = false;
    static constexpr bool one_covariance = false;
};

/// The same, known when a program is compiled, so that small loops are unrolled. K is the identity; where the first visit is the baseline,
/// without the coefficient of treatment there.
template <std::size_t Visits, std::size_t Columns, bool FromBaseline = false>
struct FixedSize {
    static constexpr std::integral_constant<std::size_t, Visits> visits{};
    static constexpr std::integral_constant<std::size_t, Columns> columns{};
    static constexpr std::integral_constant<std::size_t, Visits * Columns - (FromBaseline ? 1 : 0)> coefficients{};
    static constexpr std::integral_constant<std::size_t, 1> covariances{};
    static constexpr bool each_column_by_visit = true;
    static constexpr bool one_covariance = true;

    static constexpr bool has_coefficient(std::size_t visit, std::size_t column) { return !FromBaseline || visit > 0 || column != 1; }
    static constexpr std::size_t coefficient(std::size_t visit, std::size_t column) {
        return visit * Columns + column - (FromBaseline && (visit > 0 || column > 1) ? 1 : 0);
    }
};

/// How many elements the lower triangle of a symmetric matrix has, which is stored row by row.
constexpr std::size_t triangle(std::size_t size) { return size * (size + 1) / 2; }

/// Where an element of a symmetric matrix is in its lower triangle.
constexpr std::size_t lower(std::size_t row, std::size_t column) {
    return row >= column ? triangle(row) + column : triangle(column) + row;
}

/// How many elements all covariances have: the lower triangle of Sigma, row by row, one covariance after the other.
template <class Size>
constexpr std::size_t elements(const Size& size) {
    return size.covariances * triangle(size.visits);
}

}  // namespace equipoise::gaussian
