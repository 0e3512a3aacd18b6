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

/// How many words of a column are made normals at a time, at most.
inline constexpr std::size_t most_words = 8 * wide::words_at_a_time;

/// The standard normals of consecutive words of a column that have been read: normal_quantile of column_uniform(column, first + k), k = 0, 1, ...
///
/// @param column   a stream from which nothing was taken
/// @param first    the place of the first word
/// @param words    a multiple of wide::words_at_a_time of them, at most most_words
/// @param those    from which they are drawn
/// @param normals  where they are put, as many
/// @complexity     O(words). @verified tests/random/standard_normal_test.cpp
inline void standard_normals_of(const Stream& column, std::size_t first, std::span<const std::uint32_t> words, const NormalsAbove& those, double* normals) {
    std::array<std::uint32_t, most_words / 32> in_tail;
    wide::normal_quantiles(those, words, normals, in_tail.data());
    for (std::size_t start = 0; start < words.size(); start += 32) {
        for (std::uint32_t left = in_tail[start / 32]; left != 0; left &= left - 1) {
            const std::size_t k = start + static_cast<std::size_t>(std::countr_zero(left));
            WordUniform u(words[k]);
            u.refine(column.tails().word(static_cast<std::uint32_t>(first + k)));
            normals[k] = normal_quantile(those, u);
        }
    }
}

/// The standard normals of all participants, one word of the stream for each: normal_quantile of column_uniform(column, i), i = 0, 1, ...
///
/// @param column   a stream from which nothing was taken
/// @param those    from which they are drawn
/// @param normals  where they are put
/// @complexity     O(normals), about 1 ns each with AVX-512, 2 ns with AVX2, 7 ns without. @verified tests/random/standard_normal_test.cpp
inline void fill_standard_normals(const Stream& column, const NormalsAbove& those, std::span<double> normals) {
    std::array<std::uint32_t, most_words> words;
    std::array<double, wide::words_at_a_time> last;
    for (std::size_t done = 0; done < normals.size();) {
        const std::size_t count = std::min(most_words, normals.size() - done);
        const std::size_t whole = count / wide::words_at_a_time * wide::words_at_a_time;
        const std::span<std::uint32_t> drawn = std::span(words).first(wide::whole_words(count));
        column.read(done / 4, drawn);
        if (whole > 0) standard_normals_of(column, done, drawn.first(whole), those, normals.data() + done);
        if (whole < count) {
            standard_normals_of(column, done + whole, drawn.subspan(whole), those, last.data());
            std::copy_n(last.begin(), count - whole, normals.begin() + static_cast<std::ptrdiff_t>(done + whole));
        }
        done += count;
    }
}

}  // namespace equipoise
