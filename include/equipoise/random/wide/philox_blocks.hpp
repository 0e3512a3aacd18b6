#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/wide/instruction_sets.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace equipoise::wide {

/// How many words are drawn at a time, 4 to a block: enough to keep the multipliers busy while each block waits for its own.
inline constexpr std::size_t words_at_a_time = 32;

/// The smallest multiple of words_at_a_time that is not less.
constexpr std::size_t whole_words(std::size_t count) { return (count + words_at_a_time - 1) / words_at_a_time * words_at_a_time; }

namespace portable {

inline void philox_blocks(Philox4x32::Counter counter, const Philox4x32::Key& key, std::span<std::uint32_t> words) {
    for (std::size_t place = 0; place < words.size(); place += 4) {
        const Philox4x32::Counter block = Philox4x32::block(counter, key);
        for (std::size_t word = 0; word < 4; ++word) words[place + word] = block[word];
        ++counter[0];
    }
}

}  // namespace portable

#if defined(__x86_64__) && defined(__GNUC__)

namespace avx2 {

/// Each 64-bit lane is a block: its words stand in the lower halves, where the multiplier takes them; the upper halves are of no account.
[[gnu::target("avx2")]] inline void philox_blocks(const Philox4x32::Counter& counter, const Philox4x32::Key& key, std::span<std::uint32_t> words) {
    struct Lanes {
        __m256i a, b, c, d;
    };
    const __m256i first_multiplier = _mm256_set1_epi64x(Philox4x32::first_multiplier);
    const __m256i second_multiplier = _mm256_set1_epi64x(Philox4x32::second_multiplier);
    __m256i place = _mm256_add_epi64(_mm256_set_epi64x(3, 2, 1, 0), _mm256_set1_epi64x(counter[0]));
    std::uint32_t* to = words.data();
    for (std::size_t done = 0; done < words.size(); done += words_at_a_time) {
        std::array<Lanes, words_at_a_time / 16> lanes;
        for (Lanes& four : lanes) {
            four = {place, _mm256_set1_epi64x(counter[1]), _mm256_set1_epi64x(counter[2]), _mm256_set1_epi64x(counter[3])};
            place = _mm256_add_epi64(place, _mm256_set1_epi64x(4));
        }
        __m256i p = _mm256_set1_epi64x(key[0]);
        __m256i q = _mm256_set1_epi64x(key[1]);
        for (std::size_t round = 0; round < Philox4x32::rounds; ++round) {
            for (auto& [a, b, c, d] : lanes) {
                const __m256i first = _mm256_mul_epu32(a, first_multiplier);
                const __m256i second = _mm256_mul_epu32(c, second_multiplier);
                a = _mm256_xor_si256(_mm256_srli_epi64(second, 32), _mm256_xor_si256(b, p));
                c = _mm256_xor_si256(_mm256_srli_epi64(first, 32), _mm256_xor_si256(d, q));
                b = second;
                d = first;
            }
            p = _mm256_add_epi64(p, _mm256_set1_epi64x(Philox4x32::key_growth[0]));
            q = _mm256_add_epi64(q, _mm256_set1_epi64x(Philox4x32::key_growth[1]));
        }
        for (const auto& [a, b, c, d] : lanes) {
            const __m256i front = _mm256_blend_epi32(a, _mm256_slli_epi64(b, 32), 0b10101010);  // a b of each block
            const __m256i back = _mm256_blend_epi32(c, _mm256_slli_epi64(d, 32), 0b10101010);   // c d
            const __m256i even = _mm256_unpacklo_epi64(front, back);                            // blocks 0 and 2
            const __m256i odd = _mm256_unpackhi_epi64(front, back);                             // blocks 1 and 3
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permute2x128_si256(even, odd, 0x20));
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 8), _mm256_permute2x128_si256(even, odd, 0x31));
            to += 16;
        }
    }
}

}  // namespace avx2

namespace avx512 {

/// All lanes. Functions that take a mask and clear the others give the same instructions as those without one, whose undefined lanes GCC 12 warns of.
inline constexpr __mmask8 all = 0xFF;

/// Draws 8 blocks in each of several vectors, as in namespace avx2.
template <std::size_t Vectors>
[[gnu::target("avx512f"), gnu::always_inline]] inline void draw(__m512i& place, const Philox4x32::Counter& counter, const Philox4x32::Key& key, std::uint32_t* to) {
    struct Lanes {
        __m512i a, b, c, d;
    };
    const __m512i first_multiplier = _mm512_set1_epi64(Philox4x32::first_multiplier);
    const __m512i second_multiplier = _mm512_set1_epi64(Philox4x32::second_multiplier);
    std::array<Lanes, Vectors> lanes;
    for (Lanes& eight : lanes) {
        eight = {place, _mm512_set1_epi64(counter[1]), _mm512_set1_epi64(counter[2]), _mm512_set1_epi64(counter[3])};
        place = _mm512_add_epi64(place, _mm512_set1_epi64(8));
    }
    __m512i p = _mm512_set1_epi64(key[0]);
    __m512i q = _mm512_set1_epi64(key[1]);
    for (std::size_t round = 0; round < Philox4x32::rounds; ++round) {
        for (auto& [a, b, c, d] : lanes) {
            const __m512i first = _mm512_maskz_mul_epu32(all, a, first_multiplier);
            const __m512i second = _mm512_maskz_mul_epu32(all, c, second_multiplier);
            a = _mm512_xor_si512(_mm512_maskz_srli_epi64(all, second, 32), _mm512_xor_si512(b, p));
            c = _mm512_xor_si512(_mm512_maskz_srli_epi64(all, first, 32), _mm512_xor_si512(d, q));
            b = second;
            d = first;
        }
        p = _mm512_add_epi64(p, _mm512_set1_epi64(Philox4x32::key_growth[0]));
        q = _mm512_add_epi64(q, _mm512_set1_epi64(Philox4x32::key_growth[1]));
    }
    const __m512i first_four = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i last_four = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    for (const auto& [a, b, c, d] : lanes) {
        const __m512i front = _mm512_mask_blend_epi32(0b1010101010101010, a, _mm512_maskz_slli_epi64(all, b, 32));
        const __m512i back = _mm512_mask_blend_epi32(0b1010101010101010, c, _mm512_maskz_slli_epi64(all, d, 32));
        const __m512i even = _mm512_maskz_unpacklo_epi64(all, front, back);
        const __m512i odd = _mm512_maskz_unpackhi_epi64(all, front, back);
        _mm512_storeu_si512(to, _mm512_permutex2var_epi64(even, first_four, odd));
        _mm512_storeu_si512(to + 16, _mm512_permutex2var_epi64(even, last_four, odd));
        to += 32;
    }
}

[[gnu::target("avx512f")]] inline void philox_blocks(const Philox4x32::Counter& counter, const Philox4x32::Key& key, std::span<std::uint32_t> words) {
    static_assert(words_at_a_time == 32);
    __m512i place = _mm512_add_epi64(_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7), _mm512_set1_epi64(counter[0]));
    if (words.size() == 128) return draw<4>(place, counter, key, words.data());  // two batches of BulkStream: one wait for ten rounds, not two
    std::size_t done = 0;
    for (; done + 96 <= words.size(); done += 96) draw<3>(place, counter, key, words.data() + done);
    for (; done + 64 <= words.size(); done += 64) draw<2>(place, counter, key, words.data() + done);
    for (; done < words.size(); done += 32) draw<1>(place, counter, key, words.data() + done);
}

}  // namespace avx512

#endif

/// The words of the block at a counter and of those after it, whose first counter word is greater by 1, 2, ...
///
/// @param words  where they are put; a multiple of words_at_a_time
/// @complexity   21 ns with AVX-512 for 32 words and 32 ns for 64, 26 ns with AVX2 for 32, 80 ns without. @verified tests/random/wide/philox_blocks_test.cpp (Philox4x32::block)
inline void philox_blocks(const Philox4x32::Counter& counter, const Philox4x32::Key& key, std::span<std::uint32_t> words) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (avx512_available()) return avx512::philox_blocks(counter, key, words);
    if (avx2_available()) return avx2::philox_blocks(counter, key, words);
#endif
    portable::philox_blocks(counter, key, words);
}

}  // namespace equipoise::wide
