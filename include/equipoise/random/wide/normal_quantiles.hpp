#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/wide/instruction_sets.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace equipoise::wide {

namespace portable {

inline void normal_quantiles(const NormalsAbove& those, std::span<const std::uint32_t> words, double* normals, std::uint32_t* tails) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        const WordUniform u(words[k]);
        const std::uint32_t before = k % words_at_a_time == 0 ? 0 : tails[k / words_at_a_time];
        tails[k / words_at_a_time] = before | static_cast<std::uint32_t>(u.in_tail()) << (k % words_at_a_time);
        normals[k] = normal_quantile(those, u);
    }
}

}  // namespace portable

#if defined(__x86_64__) && defined(__GNUC__)

namespace avx2 {

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i whole(std::uint64_t number) { return _mm256_set1_epi64x(static_cast<long long>(number)); }

/// NormalTable's cubic in each lane: four rows of coefficients are read, and turned into four columns.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256d upper_quantile(const NormalTable::Piece* pieces, __m256d area) {
    const __m256i bits = _mm256_castpd_si256(area);
    const __m256i low = _mm256_and_si256(bits, whole(NormalTable::low_bits));
    const __m256d t = _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(low, whole(NormalTable::one))), _mm256_set1_pd(NormalTable::middle));
    // In bytes: the index times the size of a piece.
    const __m256i place = _mm256_and_si256(_mm256_srli_epi64(bits, NormalTable::index_shift - 5), whole(~std::uint64_t{31}));
    static_assert(sizeof(NormalTable::Piece) == 32);
    const char* const start = reinterpret_cast<const char*>(pieces) - sizeof(NormalTable::Piece) * NormalTable::first_index;
    const __m128i front = _mm256_castsi256_si128(place);
    const __m128i back = _mm256_extracti128_si256(place, 1);
    const auto* const row0 = reinterpret_cast<const double*>(start + _mm_cvtsi128_si64(front));
    const auto* const row1 = reinterpret_cast<const double*>(start + _mm_extract_epi64(front, 1));
    const auto* const row2 = reinterpret_cast<const double*>(start + _mm_cvtsi128_si64(back));
    const auto* const row3 = reinterpret_cast<const double*>(start + _mm_extract_epi64(back, 1));
    const __m256d low02 = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row0)), _mm_load_pd(row2), 1);
    const __m256d low13 = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row1)), _mm_load_pd(row3), 1);
    const __m256d high02 = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row0 + 2)), _mm_load_pd(row2 + 2), 1);
    const __m256d high13 = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row1 + 2)), _mm_load_pd(row3 + 2), 1);
    const __m256d c0 = _mm256_unpacklo_pd(low02, low13);
    const __m256d c1 = _mm256_unpackhi_pd(low02, low13);
    const __m256d c2 = _mm256_unpacklo_pd(high02, high13);
    const __m256d c3 = _mm256_unpackhi_pd(high02, high13);
    __m256d z = _mm256_add_pd(_mm256_mul_pd(c3, t), c2);
    z = _mm256_add_pd(_mm256_mul_pd(z, t), c1);
    return _mm256_add_pd(_mm256_mul_pd(z, t), c0);
}

/// @tparam All  whether there is no cut
template <bool All>
[[gnu::target("avx2")]] void normal_quantiles(const NormalsAbove& those, std::span<const std::uint32_t> words, double* normals, std::uint32_t* tails) {
    const NormalTable::Piece* const pieces = NormalTable::get().pieces();
    const __m256d sign = _mm256_set1_pd(-0.0);
    const __m256d half = _mm256_set1_pd(NormalTable::half);
    std::uint32_t here = 0;
    for (std::size_t k = 0; k < words.size(); k += 4) {
        const __m128i word = _mm_loadu_si128(reinterpret_cast<const __m128i*>(words.data() + k));
        __m256d side = _mm256_add_pd(_mm256_cvtepi32_pd(word), _mm256_set1_pd(0.5));
        __m256d area = _mm256_sub_pd(half, _mm256_andnot_pd(sign, side));
        here |= static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_cmp_pd(area, _mm256_set1_pd(WordUniform::tail), _CMP_LT_OQ))) << k % words_at_a_time;
        if ((k + 4) % words_at_a_time == 0) {
            tails[k / words_at_a_time] = here;
            here = 0;
        }
        if constexpr (!All) {
            const __m256d everyone = _mm256_set1_pd(2 * NormalTable::half);
            const __m256d drawn = _mm256_blendv_pd(area, _mm256_sub_pd(everyone, area), side);
            const __m256d above = _mm256_mul_pd(_mm256_set1_pd(those.share), drawn);
            side = _mm256_sub_pd(half, above);
            area = _mm256_max_pd(_mm256_min_pd(above, _mm256_sub_pd(everyone, above)), _mm256_set1_pd(NormalTable::least));
        }
        __m256d z = _mm256_xor_pd(upper_quantile(pieces, area), _mm256_and_pd(side, sign));
        if constexpr (!All) z = _mm256_max_pd(z, _mm256_set1_pd(those.cut));
        _mm256_storeu_pd(normals + k, z);
    }
}

}  // namespace avx2

namespace avx512 {

// Of three numbers, bit by bit, (first & second) | third and (first & second) ^ third: the results for 000, 001, ..., 111, from the lowest bit.
inline constexpr int and_or = 0b11101010;
inline constexpr int and_xor = 0b01101010;

[[gnu::target("avx512f"), gnu::always_inline]] inline __m512i whole(std::uint64_t number) { return _mm512_set1_epi64(static_cast<long long>(number)); }

[[gnu::target("avx512f"), gnu::always_inline]] inline __m512d two_rows(const double* front, const double* back) {
    return _mm512_maskz_insertf64x4(all, _mm512_castpd256_pd512(_mm256_loadu_pd(front)), _mm256_loadu_pd(back), 1);
}

/// NormalTable's cubic in each lane: eight rows of coefficients are read, and turned into four columns.
[[gnu::target("avx512f"), gnu::always_inline]] inline __m512d upper_quantile(const NormalTable::Piece* pieces, __m512d area) {
    const __m512i bits = _mm512_castpd_si512(area);
    const __m512i low = _mm512_ternarylogic_epi64(bits, whole(NormalTable::low_bits), whole(NormalTable::one), and_or);
    const __m512d t = _mm512_sub_pd(_mm512_castsi512_pd(low), _mm512_set1_pd(NormalTable::middle));
    alignas(64) std::array<std::uint64_t, 8> place;  // in bytes, as in namespace avx2
    _mm512_store_si512(place.data(), _mm512_and_si512(_mm512_maskz_srli_epi64(all, bits, NormalTable::index_shift - 5), whole(~std::uint64_t{31})));
    const char* const start = reinterpret_cast<const char*>(pieces) - sizeof(NormalTable::Piece) * NormalTable::first_index;
    const auto row = [&](std::size_t lane) { return reinterpret_cast<const double*>(start + place[lane]); };
    const __m512d a = two_rows(row(0), row(2));
    const __m512d b = two_rows(row(1), row(3));
    const __m512d c = two_rows(row(4), row(6));
    const __m512d d = two_rows(row(5), row(7));
    const __m512d front_even = _mm512_maskz_unpacklo_pd(all, a, b);  // pairs of c0 and c2, in turn
    const __m512d front_odd = _mm512_maskz_unpackhi_pd(all, a, b);   // of c1 and c3
    const __m512d back_even = _mm512_maskz_unpacklo_pd(all, c, d);
    const __m512d back_odd = _mm512_maskz_unpackhi_pd(all, c, d);
    const __m512d c0 = _mm512_maskz_shuffle_f64x2(all, front_even, back_even, 0x88);
    const __m512d c1 = _mm512_maskz_shuffle_f64x2(all, front_odd, back_odd, 0x88);
    const __m512d c2 = _mm512_maskz_shuffle_f64x2(all, front_even, back_even, 0xDD);
    const __m512d c3 = _mm512_maskz_shuffle_f64x2(all, front_odd, back_odd, 0xDD);
    __m512d z = _mm512_add_pd(_mm512_mul_pd(c3, t), c2);
    z = _mm512_add_pd(_mm512_mul_pd(z, t), c1);
    return _mm512_add_pd(_mm512_mul_pd(z, t), c0);
}

/// @tparam All  whether there is no cut
template <bool All>
[[gnu::target("avx512f")]] void normal_quantiles(const NormalsAbove& those, std::span<const std::uint32_t> words, double* normals, std::uint32_t* tails) {
    const NormalTable::Piece* const pieces = NormalTable::get().pieces();
    const __m512i sign = whole(std::uint64_t{1} << 63U);
    const __m512d half = _mm512_set1_pd(NormalTable::half);
    for (std::size_t first = 0; first < words.size(); first += words_at_a_time) {
        std::uint32_t here = 0;
        for (std::size_t k = first; k < first + words_at_a_time; k += 8) {
            const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words.data() + k));
            __m512d side = _mm512_add_pd(_mm512_maskz_cvtepi32_pd(all, word), _mm512_set1_pd(0.5));
            __m512d area = _mm512_sub_pd(half, _mm512_castsi512_pd(_mm512_maskz_andnot_epi64(all, sign, _mm512_castpd_si512(side))));
            here |= static_cast<std::uint32_t>(_mm512_cmp_pd_mask(area, _mm512_set1_pd(WordUniform::tail), _CMP_LT_OQ)) << (k - first);
            if constexpr (!All) {
                const __m512d everyone = _mm512_set1_pd(2 * NormalTable::half);
                const __mmask8 below = _mm512_cmplt_epi64_mask(_mm512_castpd_si512(side), _mm512_setzero_si512());
                const __m512d drawn = _mm512_mask_sub_pd(area, below, everyone, area);
                const __m512d above = _mm512_mul_pd(_mm512_set1_pd(those.share), drawn);
                side = _mm512_sub_pd(half, above);
                area = _mm512_maskz_max_pd(all, _mm512_maskz_min_pd(all, above, _mm512_sub_pd(everyone, above)), _mm512_set1_pd(NormalTable::least));
            }
            const __m512i upper = _mm512_castpd_si512(upper_quantile(pieces, area));
            __m512d z = _mm512_castsi512_pd(_mm512_ternarylogic_epi64(_mm512_castpd_si512(side), sign, upper, and_xor));
            if constexpr (!All) z = _mm512_maskz_max_pd(all, z, _mm512_set1_pd(those.cut));
            _mm512_storeu_pd(normals + k, z);
        }
        tails[first / words_at_a_time] = here;
    }
}

}  // namespace avx512

#endif

/// normal_quantile of each word's WordUniform, not refined.
///
/// @param words    a multiple of words_at_a_time of them
/// @param normals  where they are put
/// @param tails    for each 32 words a word whose bit k says that the k-th is in a tail, and has yet to be refined
/// @complexity     about 0.9 ns for a normal with AVX-512, 1.2 ns with AVX2, 3 ns without
/// @verified       tests/random/wide/normal_quantiles_test.cpp (normal_quantile, bit for bit)
inline void normal_quantiles(const NormalsAbove& those, std::span<const std::uint32_t> words, double* normals, std::uint32_t* tails) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (avx512_available()) return those.all() ? avx512::normal_quantiles<true>(those, words, normals, tails) : avx512::normal_quantiles<false>(those, words, normals, tails);
    if (avx2_available()) return those.all() ? avx2::normal_quantiles<true>(those, words, normals, tails) : avx2::normal_quantiles<false>(those, words, normals, tails);
#endif
    portable::normal_quantiles(those, words, normals, tails);
}

}  // namespace equipoise::wide
