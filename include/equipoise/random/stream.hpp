#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>

#include <equipoise/random/address.hpp>
#include <equipoise/random/philox.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace equipoise {

/// A sequence of random words with an address: study key, replicate, purpose and participant.
///
/// A stream is a value, made where it is needed and dropped after use; two streams of one address give the same words, and different
/// addresses never share a block. It is a UniformRandomBitGenerator of 64-bit words, so the distributions of Boost.Random and of the standard
/// library work on it; only standard_normal, uniform and uniform_index promise the same values everywhere.
///
/// 32-bit words 4 b to 4 b + 3 are Philox(counter = {b, c, replicate, item}, key of the study), b = 0, 1, ...; the bits of c are, from the
/// lowest, 22 of the participant, 5 of the layer, 4 for blocks from 2^32 on, and one that tells the stream of tails, see tails(). A word of
/// 64 bits is two of 32, the lower half first.
///
/// A column, one random number for each participant, is read off a stream of the whole trial: word i is participant i's, whether it is
/// drawn with all the others by fill() or alone by word().
/// @complexity O(1) per word; there are 2^38 words of 32 bits.
/// @verified tests/random/stream_test.cpp (words recomputed from Philox blocks)
class Stream {
public:
    using result_type = std::uint64_t;

    /// @param replicate    which simulated trial, from 0, below 2^32
    /// @param participant  who, from 0, below 2^22; 0 too for what concerns the whole trial
    /// @throws             std::out_of_range beyond that, rather than meet another address's numbers
    constexpr Stream(const StudyKey& study, std::uint64_t replicate, Purpose purpose, std::uint64_t participant = 0)
        : counter_{0, checked(participant, participant_bits) | (static_cast<std::uint32_t>(purpose.layer) << participant_bits), checked(replicate, 32), purpose.item},
          key_(study.philox_key()) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next word of 64 bits: any of the 2^64, each as likely.
    constexpr result_type operator()() {
        if (used_ == words_.size()) {
            words_ = Philox4x32::block(counter_, key_);
            if (++counter_[0] == 0) counter_[1] += std::uint32_t{1} << block_shift;
            used_ = 0;
        }
        const std::uint64_t low = words_[used_];
        const std::uint64_t high = words_[used_ + 1];
        used_ += 2;
        return low | (high << 32U);
    }

    /// The 32-bit word at a place, counted from a stream's beginning, of a stream from which nothing was taken.
    constexpr std::uint32_t word(std::uint32_t place) const {
        Philox4x32::Counter counter = counter_;
        counter[0] += place / 4;
        return Philox4x32::block(counter, key_)[place % 4];
    }

    /// The words of consecutive blocks from one on, of a stream from which nothing was taken.
    ///
    /// @param words  where they are put; a multiple of wide::words_at_a_time
    /// @complexity   about 1.6 ns for two words with AVX2, 5 ns without
    void read(std::size_t first, std::span<std::uint32_t> words) const {
        Philox4x32::Counter counter = counter_;
        counter[0] += static_cast<std::uint32_t>(first);
        wide::philox_blocks(counter, key_, words);
    }

    /// As many 32-bit words from the beginning, of a stream from which nothing was taken: what word() gives at 0, 1, ...
    ///
    /// @param words  where they are put
    void fill(std::span<std::uint32_t> words) const {
        std::array<std::uint32_t, 8 * wide::words_at_a_time> some;
        for (std::size_t done = 0; done < words.size(); done += some.size()) {
            const std::size_t count = std::min(some.size(), words.size() - done);
            read(done / 4, std::span(some).first(wide::whole_words(count)));
            std::copy_n(some.begin(), count, words.begin() + static_cast<std::ptrdiff_t>(done));
        }
    }

    /// The stream with the same address that is kept for the tails of what is drawn from this one.
    constexpr Stream tails() const {
        Stream other = *this;
        other.counter_[1] |= std::uint32_t{1} << tail_bit;
        return other;
    }

private:
    static constexpr unsigned participant_bits = 22;
    static constexpr unsigned block_shift = 27;
    static constexpr unsigned tail_bit = 31;
    static_assert(static_cast<std::uint32_t>(last_layer) < 32);

    static constexpr std::uint32_t checked(std::uint64_t number, unsigned bits) {
        if (number >> bits != 0) throw std::out_of_range("a stream has an address of fewer than 2^22 participants and 2^32 replicates");
        return static_cast<std::uint32_t>(number);
    }

    Philox4x32::Counter counter_;
    Philox4x32::Key key_;
    Philox4x32::Counter words_{};  // of the block before counter_
    std::uint32_t used_ = 4;
};

}  // namespace equipoise
