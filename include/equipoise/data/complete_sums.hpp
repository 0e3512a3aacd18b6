#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace equipoise {

/// A column of a trial, and what is subtracted from its values.
struct CentredColumn {
    const double* values;
    double centre;
};

namespace detail {

/// Two numbers that a processor takes at a time: so wide are the registers of all that we know.
using Pair [[gnu::vector_size(16)]] = double;

/// Calls step(0), ..., step(Count - 1) with numbers that the compiler knows, so that what they index can stay in registers.
template <std::size_t Count, class Step>
[[gnu::always_inline]] inline void repeat(Step step) {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (step(std::integral_constant<std::size_t, I>{}), ...); }(std::make_index_sequence<Count>{});
}

}  // namespace detail

/// Adds participants who have every column to the moments of their group: of (1, x - c) the upper triangle, row by row.
///
/// Columns stand in pairs, and rows of products begin at a whole pair: one product in a few is not wanted, and two are one instruction.
/// Every sum is taken in the order of the participants, one by one, so it has the same bits however many are added at a time.
///
/// @param who  the participants, in order
/// @complexity O(count Width^2)
/// @verified   tests/data/reduction_test.cpp
template <std::size_t Width>
void add_complete(const std::array<CentredColumn, Width>& columns, const std::uint16_t* who, std::size_t count, double* moments) {
    constexpr std::size_t pairs = (Width + 1) / 2;
    constexpr auto packed = [](std::size_t row, std::size_t column) { return row * (Width + 1) - row * (row + 1) / 2 + column; };
    // The moments of row r (0: the sums) and the two columns of pair p; 0 where it has none.
    const auto load = [moments, packed](auto r, auto p) {
        constexpr std::size_t first = 2 * p + 1;
        return detail::Pair{first >= r ? moments[packed(r, first)] : 0.0, first < Width ? moments[packed(r, first + 1)] : 0.0};
    };
    const auto store = [moments, packed](auto r, auto p, detail::Pair sum) {
        constexpr std::size_t first = 2 * p + 1;
        if constexpr (first >= r) moments[packed(r, first)] = sum[0];
        if constexpr (first < Width) moments[packed(r, first + 1)] = sum[1];
    };
    std::array<detail::Pair, pairs> centre;
    std::array<std::array<detail::Pair, pairs>, Width + 1> sums;  // row 0: of x; row c + 1: of products with column c
    detail::repeat<pairs>([&](auto p) { centre[p] = detail::Pair{columns[2 * p].centre, 2 * p + 1 < Width ? columns[(2 * p + 1) % Width].centre : 0.0}; });
    detail::repeat<Width + 1>([&](auto r) {
        constexpr std::size_t first = r == 0 ? 0 : (r - 1) / 2;
        detail::repeat<pairs - first>([&](auto p) { sums[r][first + p] = load(r, std::integral_constant<std::size_t, first + p>{}); });
    });
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t i = who[k];
        std::array<detail::Pair, pairs> x;
        detail::repeat<pairs>([&](auto p) {
            const detail::Pair values{columns[2 * p].values[i], 2 * p + 1 < Width ? columns[(2 * p + 1) % Width].values[i] : 0.0};
            x[p] = values - centre[p];
            sums[0][p] += x[p];
        });
        detail::repeat<Width>([&](auto c) {
            const double factor = x[c / 2][c % 2];
            detail::repeat<pairs - c / 2>([&](auto p) { sums[c + 1][c / 2 + p] += detail::Pair{factor, factor} * x[c / 2 + p]; });
        });
    }
    moments[0] += static_cast<double>(count);
    detail::repeat<Width + 1>([&](auto r) {
        constexpr std::size_t first = r == 0 ? 0 : (r - 1) / 2;
        detail::repeat<pairs - first>([&](auto p) { store(r, std::integral_constant<std::size_t, first + p>{}, sums[r][first + p]); });
    });
}

}  // namespace equipoise
