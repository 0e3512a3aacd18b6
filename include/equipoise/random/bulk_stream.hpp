#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <equipoise/random/address.hpp>
#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace equipoise {

/// Random numbers that are drawn many at a time and handed out one after another: words of 64 bits, and beside them standard normals, each in
/// their own order.
///
/// The b-th 16 words and the b-th 32 normals are the first of the streams of participant b with items 0 and 1 of one layer, of which nothing else is drawn.
/// @complexity  O(1)
/// @verified    tests/random/bulk_stream_test.cpp (the streams themselves)
class BulkStream {
public:
    using result_type = std::uint64_t;

    /// @param replicate  which simulated trial, from 0, below 2^32
    /// @param layer      of which nobody draws in another way
    /// @throws           std::out_of_range, when numbers are drawn, beyond 2^32 replicates or 2^22 batches
    constexpr BulkStream(const StudyKey& study, std::uint64_t replicate, Layer layer) : study_(study), replicate_(replicate), layer_(layer) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next word: any of the 2^64, each as likely.
    result_type operator()() {
        if (next_word_ == words_.size()) draw_words();
        const std::uint64_t low = words_[next_word_];
        const std::uint64_t high = words_[next_word_ + 1];
        next_word_ += 2;
        return low | (high << 32U);
    }

    /// The next standard normal.
    double normal() {
        if (next_normal_ == normals_.size()) draw_normals();
        return normals_[next_normal_++];
    }

private:
    void draw_words() {
        Stream(study_, replicate_, {layer_, 0}, word_batch_++).read(0, words_);
        next_word_ = 0;
    }

    void draw_normals() {
        fill_standard_normals(Stream(study_, replicate_, {layer_, 1}, normal_batch_++), NormalsAbove{}, normals_);
        next_normal_ = 0;
    }

    StudyKey study_;
    std::uint64_t replicate_;
    Layer layer_;
    std::uint64_t word_batch_ = 0;
    std::uint64_t normal_batch_ = 0;
    std::array<std::uint32_t, wide::words_at_a_time> words_;
    std::array<double, wide::words_at_a_time> normals_;
    std::size_t next_word_ = wide::words_at_a_time;
    std::size_t next_normal_ = wide::words_at_a_time;
};

/// A draw from the standard normal distribution.
inline double standard_normal(BulkStream& chance) { return chance.normal(); }

}  // namespace equipoise
