#pragma once

#include <array>
#include <cstdint>

namespace equipoise {

/// Philox 4x64-10: for every key a bijection of 256 bits, whose outputs pass as random however regular the counters are.
///
/// Ten rounds of two 64 x 64 -> 128 bit multiplications, a swap, and two xors with a key that grows by a constant from round to round. It
/// holds no state: a random number is a pure function of its address.
/// @complexity  about 10 ns for four words.
/// @source      Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11, section 3.3.
/// @verified    tests/random/philox_test.cpp (Random123's known answers and installed header; std::philox4x64 of C++26)
struct Philox4x64 {
    using Counter = std::array<std::uint64_t, 4>;
    using Key = std::array<std::uint64_t, 2>;

    /// The four random words at a counter.
    // Inlined, because clang 14 would pass and return the arrays through memory, which makes a stream a sixth slower.
    [[gnu::always_inline]] static constexpr Counter block(const Counter& counter, const Key& key) {
        auto [a, b, c, d] = counter;
        auto [p, q] = key;
        for (int round = 0; round < 10; ++round) {
            const Product first = multiply(0xD2E7470EE14C6C93U, a);
            const Product second = multiply(0xCA5A826395121157U, c);
            a = second.high ^ b ^ p;
            b = second.low;
            c = first.high ^ d ^ q;
            d = first.low;
            p += 0x9E3779B97F4A7C15U;  // the golden ratio
            q += 0xBB67AE8584CAA73BU;  // sqrt(3) - 1
        }
        return {a, b, c, d};
    }

private:
    struct Product {
        std::uint64_t high;
        std::uint64_t low;
    };

    static constexpr Product multiply(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return {.high = static_cast<std::uint64_t>(product >> 64U), .low = static_cast<std::uint64_t>(product)};
    }
};

}  // namespace equipoise
