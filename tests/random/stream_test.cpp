// Oracle: the words of a stream recomputed from raw Philox blocks. Statistical: neighbouring addresses are uncorrelated (seeded).
#include "catch.hpp"

#include <equipoise/random/stream.hpp>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <vector>

namespace stream_test {

namespace {

using equipoise::Layer;
using equipoise::Philox4x32;
using equipoise::Purpose;
using equipoise::Stream;
using equipoise::StudyKey;

static_assert(std::uniform_random_bit_generator<Stream>);
static_assert(std::is_trivially_copyable_v<Stream>);

constexpr StudyKey study{20240229};

constexpr std::uint64_t nth_word(Stream stream, std::size_t n) {
    for (std::size_t skipped = 0; skipped < n; ++skipped) stream();
    return stream();
}
constexpr std::uint64_t both(std::uint32_t low, std::uint32_t high) { return low | (std::uint64_t{high} << 32U); }
constexpr std::uint32_t place(std::uint32_t participant, std::uint32_t layer) { return participant + (layer << 22U); }
static_assert(nth_word(Stream(study, 7, {Layer::dropout, 3}, 148), 5) == both(Philox4x32::block({2, place(148, 3), 7, 3}, {20240229, 0})[2],
                                                                             Philox4x32::block({2, place(148, 3), 7, 3}, {20240229, 0})[3]));

std::vector<std::uint64_t> first_words(Stream stream, std::size_t n) {
    std::vector<std::uint64_t> words(n);
    for (std::uint64_t& word : words) word = stream();
    return words;
}

/// The sample correlation of two sequences of uniform words.
double correlation(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    const auto centred = [](std::uint64_t word) { return static_cast<double>(word) * 0x1p-64 - 0.5; };
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += centred(a[i]) * centred(b[i]);
    return 12 * sum / static_cast<double>(a.size());
}

}  // namespace

TEST_CASE("the words of a stream are the Philox blocks of its address, in order") {
    const StudyKey other(17, 5);
    constexpr std::uint32_t replicate = 4'123'456'789, participant = 4'194'303;
    const Stream stream(other, replicate, {Layer::analysis, 0xdeadbeef}, participant);
    const std::vector<std::uint64_t> words = first_words(stream, 1'001);
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const Philox4x32::Counter block = Philox4x32::block({i / 2, place(participant, 4), replicate, 0xdeadbeef}, other.philox_key());
        REQUIRE(words[i] == both(block[2 * (i % 2)], block[2 * (i % 2) + 1]));
        REQUIRE(stream.word(2 * i) == block[2 * (i % 2)]);
        REQUIRE(stream.word(2 * i + 1) == block[2 * (i % 2) + 1]);
    }
}

TEST_CASE("many words at a time are those drawn alone, however many") {
    const Stream stream(study, 9, {Layer::outcome, 3});
    for (const std::size_t count : {0U, 1U, 31U, 32U, 33U, 149U, 256U, 257U, 1'000U}) {
        std::vector<std::uint32_t> words(count + 1, 77);
        stream.fill(std::span(words).first(count));
        for (std::uint32_t i = 0; i < count; ++i) REQUIRE(words[i] == stream.word(i));
        CHECK(words.back() == 77);
    }
}

TEST_CASE("the stream of tails has the same address but for one bit") {
    const Stream tails = Stream(study, 9, {Layer::outcome, 3}, 5).tails();
    for (std::uint32_t i = 0; i < 8; ++i) CHECK(tails.word(i) == Philox4x32::block({i / 4, place(5, 2) | 0x80000000U, 9, 3}, study.philox_key())[i % 4]);
}

TEST_CASE("an address that does not fit is refused") {
    CHECK_NOTHROW(Stream(study, 0xFFFFFFFFU, {Layer::outcome}, (1U << 22U) - 1));
    CHECK_THROWS_AS(Stream(study, std::uint64_t{1} << 32U, {Layer::outcome}), std::out_of_range);
    CHECK_THROWS_AS(Stream(study, 0, {Layer::outcome}, 1U << 22U), std::out_of_range);
}

TEST_CASE("who is not named is participant 0, and item 0") {
    CHECK(first_words(Stream(study, 3, {Layer::allocation}), 9) == first_words(Stream(study, 3, {Layer::allocation, 0}, 0), 9));
}

TEST_CASE("a stream is a value") {
    Stream stream(study, 1, {Layer::outcome}, 2);
    for (int word = 0; word < 6; ++word) stream();
    Stream copy = stream;
    const std::vector<std::uint64_t> rest = first_words(stream, 10);
    CHECK(first_words(copy, 10) == rest);
    CHECK(first_words(Stream(study, 1, {Layer::outcome}, 2), 16) == [&] {
        std::vector<std::uint64_t> whole = first_words(Stream(study, 1, {Layer::outcome}, 2), 6);
        whole.insert(whole.end(), rest.begin(), rest.end());
        return whole;
    }());
}

TEST_CASE("streams that differ in any part of their address share no word") {
    constexpr std::size_t length = 20;
    std::set<std::uint64_t> words;
    std::size_t drawn = 0;
    const auto draw = [&](const Stream& stream) {
        for (const std::uint64_t word : first_words(stream, length)) words.insert(word);
        drawn += length;
    };
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        for (std::uint64_t study_stream = 0; study_stream < 2; ++study_stream) {
            for (std::uint64_t replicate = 0; replicate < 5; ++replicate) {
                for (std::uint32_t layer = 1; layer <= 6; ++layer) {
                    for (std::uint32_t item = 0; item < 3; ++item) {
                        for (std::uint64_t participant = 0; participant < 5; ++participant) {
                            draw(Stream(StudyKey(seed, study_stream), replicate, {static_cast<Layer>(layer), item}, participant));
                        }
                    }
                }
            }
        }
    }
    CHECK(words.size() == drawn);  // two equal words of 36,000 have probability 4e-11
}

TEST_CASE("neighbouring addresses are uncorrelated") {
    constexpr std::size_t n = 100'000;
    const double tolerance = 4 / std::sqrt(static_cast<double>(n));
    const auto words = [](std::uint64_t replicate, Purpose purpose, std::uint64_t participant) {
        return first_words(Stream(study, replicate, purpose, participant), n);
    };
    const std::vector<std::uint64_t> here = words(10, {Layer::outcome, 0}, 20);
    CHECK_THAT(correlation(here, words(11, {Layer::outcome, 0}, 20)), Catch::Matchers::WithinAbs(0.0, tolerance));
    CHECK_THAT(correlation(here, words(10, {Layer::dropout, 0}, 20)), Catch::Matchers::WithinAbs(0.0, tolerance));
    CHECK_THAT(correlation(here, words(10, {Layer::outcome, 1}, 20)), Catch::Matchers::WithinAbs(0.0, tolerance));
    CHECK_THAT(correlation(here, words(10, {Layer::outcome, 0}, 21)), Catch::Matchers::WithinAbs(0.0, tolerance));
    CHECK_THAT(correlation(here, here), Catch::Matchers::WithinAbs(1.0, 0.02));  // so the measure can see one
}

TEST_CASE("the first words of consecutive participants are as random as one stream") {
    constexpr std::size_t n = 100'000;
    std::vector<std::uint64_t> words(n + 1);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = Stream(study, 0, {Layer::outcome}, i)();
    const std::vector<std::uint64_t> now(words.begin(), words.end() - 1), next(words.begin() + 1, words.end());
    CHECK_THAT(correlation(now, next), Catch::Matchers::WithinAbs(0.0, 4 / std::sqrt(static_cast<double>(n))));
}

TEST_CASE("the distributions of the standard library and of Boost.Random work on a stream") {
    Stream stream(study, 0, {Layer::analysis});
    std::uniform_int_distribution<int> die(1, 6);
    std::set<int> faces;
    for (int roll = 0; roll < 200; ++roll) faces.insert(die(stream));
    CHECK(faces == std::set<int>{1, 2, 3, 4, 5, 6});

    constexpr int n = 10'000;
    double uniform_sum = 0, exponential_sum = 0;
    boost::random::uniform_01<double> uniform;
    boost::random::exponential_distribution<double> exponential(0.5);
    for (int draw = 0; draw < n; ++draw) {
        uniform_sum += uniform(stream);
        exponential_sum += exponential(stream);
    }
    CHECK_THAT(uniform_sum / n, Catch::Matchers::WithinAbs(0.5, 4 * std::sqrt(1.0 / 12 / n)));
    CHECK_THAT(exponential_sum / n, Catch::Matchers::WithinAbs(2.0, 4 * std::sqrt(4.0 / n)));

    std::vector<int> order{1, 2, 3, 4, 5, 6, 7, 8};
    std::shuffle(order.begin(), order.end(), stream);
    CHECK(std::set<int>(order.begin(), order.end()).size() == 8);
}

}  // namespace stream_test
