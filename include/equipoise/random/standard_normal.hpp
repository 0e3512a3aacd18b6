#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/wide/normal_quantiles.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace equipoise {

/// A draw from the standard normal distribution above a cut, by inversion: the same on every machine.
///
/// One 64-bit word: its lower half is the uniform number, its upper half refines the tails.
/// @complexity  O(1), about 15 ns; a column costs a fifth of that for each, see fill_standard_normals.
/// @source      Hoermann & Leydold (2003), ACM TOMACS 13:347.
/// @verified    tests/random/standard_normal_test.cpp
inline double standard_normal(Stream& chance, const NormalsAbove& those) {
    const std::uint64_t word = chance();
    WordUniform u(static_cast<std::uint32_t>(word));
    if (u.in_tail()) u.refine(static_cast<std::uint32_t>(word >> 32U));
    return normal_quantile(those, u);
}

/// A draw from the standard normal distribution.
inline double standard_normal(Stream& chance) { return standard_normal(chance, NormalsAbove{}); }

/// The uniform number of one participant in a column: that of word `place` of the stream, its tail refined by the same word of tails().
/// @complexity about 10 ns; a tail costs that again
inline WordUniform column_uniform(const Stream& column, std::uint32_t place) {
    WordUniform u(column.word(place));
    if (u.in_tail()) u.refine(column.tails().word(place));
    return u;
}

/// The standard normals of all participants, one word of the stream for each: normal_quantile of column_uniform(column, i), i = 0, 1, ...
///
/// @param column   a stream from which nothing was taken
/// @param those    from which they are drawn
/// @param normals  where they are put
/// @complexity     O(normals), about 2 ns each with AVX2, 7 ns without. @verified tests/random/standard_normal_test.cpp
inline void fill_standard_normals(const Stream& column, const NormalsAbove& those, std::span<double> normals) {
    constexpr std::size_t most = 8 * wide::words_at_a_time;
    std::array<std::uint32_t, most> words;
    std::array<std::uint32_t, 8> in_tail;
    std::array<double, wide::words_at_a_time> last;
    for (std::size_t done = 0; done < normals.size();) {
        const std::size_t whole = std::min(most, (normals.size() - done) / wide::words_at_a_time * wide::words_at_a_time);
        const std::size_t drawn = whole > 0 ? whole : wide::words_at_a_time;
        double* const to = whole > 0 ? normals.data() + done : last.data();
        column.read(done / 4, std::span(words).first(drawn));
        wide::normal_quantiles(those, std::span(words).first(drawn), to, in_tail.data());
        for (std::size_t first = 0; first < drawn; first += 32) {
            for (std::uint32_t left = in_tail[first / 32]; left != 0; left &= left - 1) {
                const std::size_t k = first + static_cast<std::size_t>(std::countr_zero(left));
                WordUniform u(words[k]);
                u.refine(column.tails().word(static_cast<std::uint32_t>(done + k)));
                to[k] = normal_quantile(those, u);
            }
        }
        if (whole == 0) std::copy_n(last.begin(), normals.size() - done, normals.begin() + static_cast<std::ptrdiff_t>(done));
        done += drawn;
    }
}

}  // namespace equipoise
