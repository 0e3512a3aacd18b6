#pragma once

#include <cstdint>
#include <limits>

#include <equipoise/random/address.hpp>
#include <equipoise/random/philox.hpp>

namespace equipoise {

/// A sequence of random 64-bit words with an address: (study key, replicate, purpose, participant).
///
/// A stream is a value made where it is needed and dropped after use; two streams with one address give the same words.
/// It is a UniformRandomBitGenerator: the distributions of Boost.Random and of the standard library work on it.
/// Words: block b of the address is Philox(counter = {b, participant, replicate, layer + 2^32 item}, key of the study).
///
/// @verified tests/random/stream_test.cpp
class Stream {
public:
    using result_type = std::uint64_t;

    constexpr Stream(const StudyKey& study, std::uint64_t replicate, Purpose purpose, std::uint64_t participant = 0)
        : counter_{0, participant, replicate,
                   static_cast<std::uint64_t>(purpose.layer) | (static_cast<std::uint64_t>(purpose.item) << 32U)},
          key_(study.philox_key()) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    constexpr result_type operator()() {
        if (used_ == words_.size()) {
            words_ = Philox4x64::block(counter_, key_);
            ++counter_[0];
            used_ = 0;
        }
        return words_[used_++];
    }

private:
    Philox4x64::Counter counter_;
    Philox4x64::Key key_;
    Philox4x64::Counter words_{};
    std::size_t used_ = 4;
};

}  // namespace equipoise
