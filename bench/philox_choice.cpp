// Philox 4x64-10 against 4x32-10, on what a simulation asks of a generator: a fresh stream for each participant, and a dozen normals of it.
// The figures stand in docs/decisions/0001-philox-4x64.md.

#include <benchmark/benchmark.h>

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/portable_real.hpp>

namespace {

using equipoise::Philox4x64;

/// Philox 4x32-10 (Salmon et al. 2011), the generator that was not chosen.
struct Philox4x32 {
    using Counter = std::array<std::uint32_t, 4>;
    using Key = std::array<std::uint32_t, 2>;

    [[gnu::always_inline]] static constexpr Counter block(const Counter& counter, const Key& key) {
        auto [a, b, c, d] = counter;
        auto [p, q] = key;
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t first = std::uint64_t{0xD2511F53U} * a;
            const std::uint64_t second = std::uint64_t{0xCD9E8D57U} * c;
            a = static_cast<std::uint32_t>(second >> 32U) ^ b ^ p;
            b = static_cast<std::uint32_t>(second);
            c = static_cast<std::uint32_t>(first >> 32U) ^ d ^ q;
            d = static_cast<std::uint32_t>(first);
            p += 0x9E3779B9U;
            q += 0xBB67AE85U;
        }
        return {a, b, c, d};
    }
};
static_assert(Philox4x32::block({}, {}) == Philox4x32::Counter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});  // Random123's answer

/// The same stream over either generator.
template <class Philox>
class Words {
public:
    using result_type = typename Philox::Counter::value_type;

    explicit Words(result_type participant) : counter_{0, participant, 1, 2} {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        if (used_ == words_.size()) {
            words_ = Philox::block(counter_, {20240229, 0});
            ++counter_[0];
            used_ = 0;
        }
        return words_[used_++];
    }

private:
    typename Philox::Counter counter_;
    typename Philox::Counter words_{};
    std::size_t used_ = 4;
};

template <class Philox>
void fresh_stream(benchmark::State& state) {
    typename Words<Philox>::result_type participant = 0;
    const auto normals = state.range(0);
    boost::random::normal_distribution<equipoise::portable::Real> normal;
    for (auto _ : state) {
        Words<Philox> words(participant++);
        double sum = 0;
        for (std::int64_t draw = 0; draw < normals; ++draw) sum += normal(words).value;
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * normals);
}

BENCHMARK_TEMPLATE(fresh_stream, Philox4x64)->Arg(4)->Arg(12)->Arg(596);
BENCHMARK_TEMPLATE(fresh_stream, Philox4x32)->Arg(4)->Arg(12)->Arg(596);

}  // namespace
