#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include <equipoise/random/normal_table.hpp>

namespace equipoise {

/// A uniform number as a random word tells it: on which side of 1/2, and how far from the end of that side.
///
/// A word w, read as a two's complement number, stands for U = 1/2 + (w + 1/2) 2^-32. Where U is within 2^-10 of 0 or 1, a second word says
/// where in that step of 2^-32 it is, so that tails are as fine as they are long: the smallest U is 2^-65.
struct WordUniform {
    double side;  ///< negative: U < 1/2; |side| + area = 2^31 unless a second word was used
    double area;  ///< 2^32 min(U, 1 - U), in (0, 2^31)

    static constexpr double tail = 0x1p22;  ///< an area below it is refined by a second word

    explicit constexpr WordUniform(std::uint32_t word)
        : side(static_cast<double>(static_cast<std::int32_t>(word)) + 0.5), area(NormalTable::half - (side < 0 ? -side : side)) {}

    constexpr bool in_tail() const { return area < tail; }

    /// @param word  another one, of a U in the tail
    constexpr void refine(std::uint32_t word) { area += (static_cast<double>(word) + 0.5) * 0x1p-32 - 0.5; }

    /// 2^32 (1 - U)
    constexpr double above() const { return side < 0 ? 2 * NormalTable::half - area : area; }

    /// U itself, in (0, 1).
    constexpr double value() const { return (side < 0 ? area : 2 * NormalTable::half - area) * NormalTable::unit; }
};

/// The standard normal z with P(Z < z) = U.
///
/// @complexity O(1), about 3 ns. @verified tests/random/normal_quantile_test.cpp (Boost.Math, 5e-11)
inline double normal_quantile(const WordUniform& u) {
    const double z = NormalTable::get()(u.area);
    return u.side < 0 ? -z : z;
}

/// Those standard normals that are above a cut, as a distribution of their own.
struct NormalsAbove {
    double cut = -std::numeric_limits<double>::infinity();  ///< -infinity: all
    double share = 1.0;                                     ///< P(Z > cut), in (0, 1]

    bool all() const { return share == 1.0; }
};

/// The z above the cut with P(Z < z | Z > cut) = U: never below the cut, whatever is rounded.
///
/// @verified tests/random/normal_quantile_test.cpp
inline double normal_quantile(const NormalsAbove& those, const WordUniform& u) {
    if (those.all()) return normal_quantile(u);
    const double above = those.share * u.above();
    const double area = std::max(std::min(above, 2 * NormalTable::half - above), NormalTable::least);
    const double z = NormalTable::get()(area);
    return std::max(NormalTable::half - above < 0 ? -z : z, those.cut);
}

}  // namespace equipoise
