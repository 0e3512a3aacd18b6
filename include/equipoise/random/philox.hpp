#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace equipoise {

/// Philox 4x32-10: for every key a bijection of 128 bits, whose outputs pass as random however regular the counters are.
///
/// Ten rounds of two 32 x 32 -> 64 bit multiplications, a swap, and two xors with a key that grows by a constant from round to round. It
/// holds no state: a random number is a pure function of its address.
/// @complexity  about 10 ns for four words of 32 bits; a third of that where many are wanted at a time, see Stream::fill.
/// @source      Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11, section 3.3.
/// @verified    tests/random/philox_test.cpp (Random123's known answers and installed header; std::philox4x32 of C++26)
struct Philox4x32 {
    using Counter = std::array<std::uint32_t, 4>;
    using Key = std::array<std::uint32_t, 2>;

    static constexpr std::size_t rounds = 10;
    static constexpr std::uint32_t first_multiplier = 0xD2511F53U;
    static constexpr std::uint32_t second_multiplier = 0xCD9E8D57U;
    static constexpr Key key_growth{0x9E3779B9U, 0xBB67AE85U};  // the golden ratio; sqrt(3) - 1

    /// The four random words at a counter.
    // Inlined, because clang 14 would pass and return the arrays through memory.
    [[gnu::always_inline]] static constexpr Counter block(const Counter& counter, const Key& key) {
        auto [a, b, c, d] = counter;
        auto [p, q] = key;
        for (std::size_t round = 0; round < rounds; ++round) {
            const std::uint64_t first = std::uint64_t{first_multiplier} * a;
            const std::uint64_t second = std::uint64_t{second_multiplier} * c;
            a = static_cast<std::uint32_t>(second >> 32U) ^ b ^ p;
            b = static_cast<std::uint32_t>(second);
            c = static_cast<std::uint32_t>(first >> 32U) ^ d ^ q;
            d = static_cast<std::uint32_t>(first);
            p += key_growth[0];
            q += key_growth[1];
        }
        return {a, b, c, d};
    }
};

}  // namespace equipoise
