#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include <equipoise/random/address.hpp>
#include <equipoise/random/philox.hpp>

namespace equipoise {

/// A sequence of random 64-bit words with an address: study key, replicate, purpose and participant.
///
/// A stream is a value, made where it is needed and dropped after use; two streams of one address give the same words, and different
/// addresses never share a block. It is a UniformRandomBitGenerator, so the distributions of Boost.Random and of the standard library
/// work on it; only standard_normal, uniform and uniform_index promise the same values everywhere.
///
/// Words 4 b to 4 b + 3 are Philox(counter = {b, participant, replicate, layer + 2^32 item}, key of the study), b = 0, 1, ...
/// @complexity O(1) per word; the period is 2^66 words.
/// @verified tests/random/stream_test.cpp (words recomputed from Philox blocks)
class Stream {
public:
    using result_type = std::uint64_t;

    /// @param replicate    which simulated trial, from 0
    /// @param participant  who, from 0; 0 too for what concerns the whole trial
    constexpr Stream(const StudyKey& study, std::uint64_t replicate, Purpose purpose, std::uint64_t participant = 0)
        : counter_{0, participant, replicate,
                   static_cast<std::uint64_t>(purpose.layer) | (static_cast<std::uint64_t>(purpose.item) << 32U)},
          key_(study.philox_key()) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next word: any of the 2^64, each as likely.
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
    Philox4x64::Counter words_{};  // of the block before counter_
    std::size_t used_ = 4;
};

}  // namespace equipoise
