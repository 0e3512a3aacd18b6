#pragma once

#include <array>
#include <cstdint>

namespace equipoise {

/// Philox 4x64-10: a bijection of 256 bits for every 128-bit key, whose outputs pass as random whatever the counters are.
///
/// @source Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11, section 3.3.
/// @verified tests/random/philox_test.cpp
struct Philox4x64 {
    using Counter = std::array<std::uint64_t, 4>;
    using Key = std::array<std::uint64_t, 2>;

    static constexpr Counter block(Counter counter, Key key) {
        for (int round = 0; round < 10; ++round) {
            const Product first = multiply(0xD2E7470EE14C6C93U, counter[0]);
            const Product second = multiply(0xCA5A826395121157U, counter[2]);
            counter = {second.high ^ counter[1] ^ key[0], second.low, first.high ^ counter[3] ^ key[1], first.low};
            key[0] += 0x9E3779B97F4A7C15U;
            key[1] += 0xBB67AE8584CAA73BU;
        }
        return counter;
    }

private:
    struct Product {
        std::uint64_t high;
        std::uint64_t low;
    };

    static constexpr Product multiply(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return {static_cast<std::uint64_t>(product >> 64U), static_cast<std::uint64_t>(product)};
    }
};

}  // namespace equipoise
