// Philox 4x32-10 against 4x64-10, on what a simulation asks of a generator: a column of words for the participants of a trial at a time, and
// a fresh stream of a dozen words for one of them. The figures stand in docs/decisions/0013-random-numbers-by-columns.md.

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace {

using equipoise::Philox4x32;

/// Philox 4x64-10 (Salmon et al. 2011), the generator of the first rng_schema.
struct Philox4x64 {
    using Counter = std::array<std::uint64_t, 4>;
    using Key = std::array<std::uint64_t, 2>;

    [[gnu::always_inline]] static constexpr Counter block(const Counter& counter, const Key& key) {
        __extension__ using Wide = unsigned __int128;
        auto [a, b, c, d] = counter;
        auto [p, q] = key;
        for (int round = 0; round < 10; ++round) {
            const Wide first = static_cast<Wide>(0xD2E7470EE14C6C93U) * a;
            const Wide second = static_cast<Wide>(0xCA5A826395121157U) * c;
            a = static_cast<std::uint64_t>(second >> 64U) ^ b ^ p;
            b = static_cast<std::uint64_t>(second);
            c = static_cast<std::uint64_t>(first >> 64U) ^ d ^ q;
            d = static_cast<std::uint64_t>(first);
            p += 0x9E3779B97F4A7C15U;
            q += 0xBB67AE8584CAA73BU;
        }
        return {a, b, c, d};
    }
};
static_assert(Philox4x64::block({}, {})[0] == 0x16554d9eca36314cU);  // Random123's answer

/// As many bits as 608 words of 32, block after block.
template <class Philox>
void words(benchmark::State& state) {
    using Word = typename Philox::Counter::value_type;
    constexpr std::size_t count = 608 * sizeof(std::uint32_t) / sizeof(Word);
    std::array<Word, count> column{};
    Word replicate = 0;
    for (auto _ : state) {
        for (std::size_t k = 0; k < count; k += 4) {
            const auto block = Philox::block({static_cast<Word>(k / 4), 0, replicate, 2}, {20240229, 0});
            for (std::size_t word = 0; word < 4; ++word) column[k + word] = block[word];
        }
        benchmark::DoNotOptimize(column.data());
        ++replicate;
    }
}

/// The same by the widest instructions of this machine.
void words_at_a_time(benchmark::State& state) {
    std::array<std::uint32_t, 608> column{};
    std::uint32_t replicate = 0;
    for (auto _ : state) {
        equipoise::wide::philox_blocks({0, 0, replicate++, 2}, {20240229, 0}, column);
        benchmark::DoNotOptimize(column.data());
    }
}

/// 596 normals, as the columns of a trial of 149 participants and four visits.
void columns_of_normals(benchmark::State& state) {
    const equipoise::StudyKey study(20240229);
    std::vector<double> normals(149);
    std::uint64_t replicate = 0;
    for (auto _ : state) {
        for (std::uint32_t visit = 0; visit < 4; ++visit) {
            equipoise::fill_standard_normals(equipoise::Stream(study, replicate, {equipoise::Layer::outcome, visit}), {}, normals);
            benchmark::DoNotOptimize(normals.data());
        }
        ++replicate;
    }
}

/// The same drawn one after another from the streams of participants.
void normals_of_participants(benchmark::State& state) {
    const equipoise::StudyKey study(20240229);
    std::uint64_t replicate = 0;
    for (auto _ : state) {
        double sum = 0;
        for (std::uint64_t i = 0; i < 149; ++i) {
            equipoise::Stream chance(study, replicate, {equipoise::Layer::outcome}, i);
            for (int visit = 0; visit < 4; ++visit) sum += equipoise::standard_normal(chance);
        }
        benchmark::DoNotOptimize(sum);
        ++replicate;
    }
}

BENCHMARK_TEMPLATE(words, Philox4x64);
BENCHMARK_TEMPLATE(words, Philox4x32);
BENCHMARK(words_at_a_time);
BENCHMARK(columns_of_normals);
BENCHMARK(normals_of_participants);

}  // namespace
