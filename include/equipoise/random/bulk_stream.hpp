#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <equipoise/random/address.hpp>
#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace equipoise {

/// Random numbers that are drawn many at a time and handed out one after another: words of 64 bits, and beside them standard normals, each in
/// their own order.
///
/// They are those of one stream, of which nothing else is drawn, batch by batch of 64 words of 32 bits: the first half of a batch are 16 words of 64
/// bits, and behind each of its other words there is a normal.
/// @complexity  O(1)
/// @verified    tests/random/bulk_stream_test.cpp (the stream itself)
class BulkStream {
public:
    using result_type = std::uint64_t;

    /// @param replicate  which simulated trial, from 0, below 2^32
    /// @param layer      of which nobody draws in another way
    /// @param at_once    batches drawn at once, 1 or 2: those that will be used. The numbers are the same
    /// @throws           std::out_of_range beyond 2^32 replicates
    BulkStream(const StudyKey& study, std::uint64_t replicate, Layer layer, std::size_t at_once = 1)
        : stream_(study, replicate, {layer}), at_once_(at_once), normal_batch_(at_once), normals_end_(at_once * half) {
        stream_.read(0, std::span(words_).first(at_once * batch));
        for (std::size_t b = 0; b < at_once; ++b) make_normals(b, std::span(words_).subspan(b * batch + half, half), normals_.data() + b * half);
    }

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next word: any of the 2^64, each as likely.
    result_type operator()() {
        if (next_word_ == words_end_) next_words();
        const std::uint64_t low = words_[next_word_];
        const std::uint64_t high = words_[next_word_ + 1];
        next_word_ += 2;
        return low | (high << 32U);
    }

    /// The next standard normal.
    double normal() {
        if (next_normal_ == normals_end_) next_normals();
        return normals_[next_normal_++];
    }

private:
    static constexpr std::size_t half = wide::words_at_a_time;
    static constexpr std::size_t batch = 2 * half;
    static constexpr std::size_t most_at_once = 2;

    // Most replicates need no more than what is drawn at once; the rest is kept apart so that what is frequent is short.
    [[gnu::noinline]] void next_words() {
        ++word_batch_;
        next_word_ = word_batch_ < at_once_ ? word_batch_ * batch : 0;
        words_end_ = next_word_ + half;
        if (word_batch_ >= at_once_) stream_.read(word_batch_ * batch / 4, std::span(words_).first(half));
    }

    [[gnu::noinline]] void next_normals() {
        std::array<std::uint32_t, half> behind;
        stream_.read((normal_batch_ * batch + half) / 4, behind);
        make_normals(normal_batch_++, behind, normals_.data());
        next_normal_ = 0;
        normals_end_ = half;
    }

    void make_normals(std::size_t which, std::span<const std::uint32_t> behind, double* normals) const {
        standard_normals_of(stream_, which * batch + half, behind, NormalsAbove{}, normals);
    }

    Stream stream_;
    std::size_t at_once_;
    std::size_t word_batch_ = 0;    ///< that words come from
    std::size_t normal_batch_;      ///< that normals are drawn from next
    std::size_t next_word_ = 0;
    std::size_t words_end_ = half;
    std::size_t next_normal_ = 0;
    std::size_t normals_end_;
    std::array<std::uint32_t, most_at_once * batch> words_;
    std::array<double, most_at_once * half> normals_;
};

/// A draw from the standard normal distribution.
inline double standard_normal(BulkStream& chance) { return chance.normal(); }

}  // namespace equipoise
