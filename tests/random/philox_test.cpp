// Reference: the known answers of Random123 (kat_vectors, philox4x32-10), Random123 itself where installed, and std::philox4x32 of C++26.
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

using equipoise::Philox4x32;
using Counter = Philox4x32::Counter;

constexpr std::uint32_t ones = ~std::uint32_t{0};

static_assert(Philox4x32::block({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
static_assert(Philox4x32::block({ones, ones, ones, ones}, {ones, ones}) == Counter{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU});
constexpr Counter digits_of_pi{0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U};
constexpr Philox4x32::Key more_digits_of_pi{0xa4093822U, 0x299f31d0U};
constexpr Counter answer_to_pi{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U};
static_assert(Philox4x32::block(digits_of_pi, more_digits_of_pi) == answer_to_pi);

}  // namespace

TEST_CASE("Philox gives at run time the known answers that it gives at compile time") {
    Counter counter = digits_of_pi;  // not constants, so that nothing is folded
    Philox4x32::Key key = more_digits_of_pi;
    CHECK(Philox4x32::block(counter, key) == answer_to_pi);
    counter.fill(0);
    key.fill(0);
    CHECK(Philox4x32::block(counter, key) == Counter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
}

TEST_CASE("the 10,000th value of a default-constructed std::philox4x32") {
    // [rand.predef]; [rand.eng.philox]: key {20111115, 0}, counter from 0 in steps of 1 with its lowest word first, words in order.
    constexpr std::uint32_t default_seed = 20111115;
    constexpr std::uint32_t index = 9'999;
    CHECK(Philox4x32::block({index / 4, 0, 0, 0}, {default_seed, 0})[index % 4] == 1955073260U);
}

TEST_CASE("Philox equals the installed Random123 on random counters and keys") {
#if __has_include(<Random123/philox.h>)
    std::independent_bits_engine<std::mt19937_64, 32, std::uint32_t> words(20110815);
    for (int repeat = 0; repeat < 10'000; ++repeat) {
        Counter counter{};
        Philox4x32::Key key{};
        for (std::uint32_t& word : counter) word = words();
        for (std::uint32_t& word : key) word = words();
        const philox4x32_ctr_t their_counter{{counter[0], counter[1], counter[2], counter[3]}};
        const philox4x32_key_t their_key{{key[0], key[1]}};
        const philox4x32_ctr_t theirs = philox4x32_R(10, their_counter, their_key);
        REQUIRE(Philox4x32::block(counter, key) == Counter{theirs.v[0], theirs.v[1], theirs.v[2], theirs.v[3]});
    }
#else
    WARN("Random123 is not installed (Debian: librandom123-dev): not compared");
#endif
}

TEST_CASE("one bit of a counter or key changes about half of the bits of the block") {
    std::independent_bits_engine<std::mt19937_64, 32, std::uint32_t> words(7);
    double changed = 0;
    int trials = 0;
    for (int repeat = 0; repeat < 100; ++repeat) {
        const Counter counter{words(), words(), words(), words()};
        const Philox4x32::Key key{words(), words()};
        const Counter before = Philox4x32::block(counter, key);
        for (std::size_t bit = 0; bit < 192; ++bit) {
            Counter near = counter;
            Philox4x32::Key near_key = key;
            (bit < 128 ? near[bit / 32] : near_key[bit / 32 - 4]) ^= std::uint32_t{1} << (bit % 32);
            const Counter after = Philox4x32::block(near, near_key);
            for (std::size_t word = 0; word < 4; ++word) changed += std::popcount(before[word] ^ after[word]);
            ++trials;
        }
    }
    // 128 fair bits in each trial: mean 64, variance 32.
    CHECK_THAT(changed / trials, Catch::Matchers::WithinAbs(64.0, 4 * std::sqrt(32.0 / trials)));
}

}  // namespace philox_test
