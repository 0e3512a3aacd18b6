#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/wide/avx2_available.hpp>

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

#endif

/// The words of the block at a counter and of those after it, whose first counter word is greater by 1, 2, ...
///
/// @param words  where they are put; a multiple of words_at_a_time
/// @complexity   26 ns with AVX2 for 32 words, 80 ns without. @verified tests/random/wide/philox_blocks_test.cpp (Philox4x32::block)
inline void philox_blocks(const Philox4x32::Counter& counter, const Philox4x32::Key& key, std::span<std::uint32_t> words) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (avx2_available()) return avx2::philox_blocks(counter, key, words);
#endif
    portable::philox_blocks(counter, key, words);
}

}  // namespace equipoise::wide
