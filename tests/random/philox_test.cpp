// Reference: the known answers of Random123 (kat_vectors, philox4x64-10), Random123 itself where installed, and std::philox4x64 of C++26.
#include "catch.hpp"

#include <equipoise/random/philox.hpp>

#include <bit>
#include <cmath>
#include <random>

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#endif

namespace philox_test {

namespace {

using equipoise::Philox4x64;
using Counter = Philox4x64::Counter;

constexpr std::uint64_t ones = ~std::uint64_t{0};

static_assert(Philox4x64::block({0, 0, 0, 0}, {0, 0}) ==
              Counter{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU});
static_assert(Philox4x64::block({ones, ones, ones, ones}, {ones, ones}) ==
              Counter{0x87b092c3013fe90bU, 0x438c3c67be8d0224U, 0x9cc7d7c69cd777b6U, 0xa09caebf594f0ba0U});
constexpr Counter digits_of_pi{0x243f6a8885a308d3U, 0x13198a2e03707344U, 0xa4093822299f31d0U, 0x082efa98ec4e6c89U};
constexpr Philox4x64::Key more_digits_of_pi{0x452821e638d01377U, 0xbe5466cf34e90c6cU};
constexpr Counter answer_to_pi{0xa528f45403e61d95U, 0x38c72dbd566e9788U, 0xa5a1610e72fd18b5U, 0x57bd43b5e52b7fe6U};
static_assert(Philox4x64::block(digits_of_pi, more_digits_of_pi) == answer_to_pi);

}  // namespace

TEST_CASE("Philox gives at run time the known answers that it gives at compile time") {
    Counter counter = digits_of_pi;  // not constants, so that nothing is folded
    Philox4x64::Key key = more_digits_of_pi;
    CHECK(Philox4x64::block(counter, key) == answer_to_pi);
    counter.fill(0);
    key.fill(0);
    CHECK(Philox4x64::block(counter, key) == Counter{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU});
}

TEST_CASE("the 10,000th value of a default-constructed std::philox4x64") {
    // [rand.predef]; [rand.eng.philox]: key {20111115, 0}, counter from 0 in steps of 1 with its lowest word first, words in order.
    constexpr std::uint64_t default_seed = 20111115;
    constexpr std::uint64_t index = 9'999;
    CHECK(Philox4x64::block({index / 4, 0, 0, 0}, {default_seed, 0})[index % 4] == 3409172418970261260U);
}

TEST_CASE("Philox equals the installed Random123 on random counters and keys") {
#if __has_include(<Random123/philox.h>)
    std::mt19937_64 words(20110815);
    for (int repeat = 0; repeat < 10'000; ++repeat) {
        Counter counter{};
        Philox4x64::Key key{};
        for (std::uint64_t& word : counter) word = words();
        for (std::uint64_t& word : key) word = words();
        const philox4x64_ctr_t their_counter{{counter[0], counter[1], counter[2], counter[3]}};
        const philox4x64_key_t their_key{{key[0], key[1]}};
        const philox4x64_ctr_t theirs = philox4x64_R(10, their_counter, their_key);
        REQUIRE(Philox4x64::block(counter, key) == Counter{theirs.v[0], theirs.v[1], theirs.v[2], theirs.v[3]});
    }
#else
    WARN("Random123 is not installed (Debian: librandom123-dev): not compared");
#endif
}

TEST_CASE("one bit of a counter or key changes about half of the bits of the block") {
    std::mt19937_64 words(7);
    double changed = 0;
    int trials = 0;
    for (int repeat = 0; repeat < 100; ++repeat) {
        const Counter counter{words(), words(), words(), words()};
        const Philox4x64::Key key{words(), words()};
        const Counter before = Philox4x64::block(counter, key);
        for (std::size_t bit = 0; bit < 384; ++bit) {
            Counter near = counter;
            Philox4x64::Key near_key = key;
            (bit < 256 ? near[bit / 64] : near_key[bit / 64 - 4]) ^= std::uint64_t{1} << (bit % 64);
            const Counter after = Philox4x64::block(near, near_key);
            for (std::size_t word = 0; word < 4; ++word) changed += std::popcount(before[word] ^ after[word]);
            ++trials;
        }
    }
    // 256 fair bits in each trial: mean 128, SD 8.
    CHECK_THAT(changed / trials, Catch::Matchers::WithinAbs(128.0, 4 * 8 / std::sqrt(trials)));
}

}  // namespace philox_test
