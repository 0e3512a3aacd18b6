// Oracle: each quantile computed alone, bit for bit, by the portable code and by every instruction set of this machine.
#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <vector>

#include <equipoise/random/wide/normal_quantiles.hpp>

namespace normal_quantiles_test {

using namespace equipoise;

namespace {

using Quantiles = void (*)(const NormalsAbove&, std::span<const std::uint32_t>, double*, std::uint32_t*);

std::vector<Quantiles> ways(const NormalsAbove& those) {
    std::vector<Quantiles> all{&wide::portable::normal_quantiles, &wide::normal_quantiles};
#if defined(__x86_64__) && defined(__GNUC__)
    if (wide::avx2_available()) all.push_back(those.all() ? &wide::avx2::normal_quantiles<true> : &wide::avx2::normal_quantiles<false>);
    if (wide::avx512_available()) all.push_back(those.all() ? &wide::avx512::normal_quantiles<true> : &wide::avx512::normal_quantiles<false>);
#endif
    return all;
}

}  // namespace

TEST_CASE("quantiles computed at a time are those computed alone") {
    std::mt19937 engine(5);
    std::vector<std::uint32_t> words(40'000 * wide::words_at_a_time);
    for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(engine());
    for (std::size_t k = 0; k < 32; ++k) words[3 * 32 + k] = std::uint32_t{1} << k;
    for (std::size_t k = 0; k < 32; ++k) words[4 * 32 + k] = ~(std::uint32_t{1} << k);
    words[0] = 0x80000000U;
    words[1] = 0x7FFFFFFFU;
    std::vector<double> normals(words.size());
    std::vector<double> alone(words.size());
    std::vector<std::uint32_t> tails(words.size() / 32);
    std::vector<std::uint32_t> in_tail(words.size() / 32, 0);
    for (std::size_t k = 0; k < words.size(); ++k) in_tail[k / 32] |= static_cast<std::uint32_t>(WordUniform(words[k]).in_tail()) << (k % 32);
    for (const NormalsAbove& those : {NormalsAbove{}, NormalsAbove{.cut = -0.48, .share = 0.684}, NormalsAbove{.cut = 3.0, .share = 0.00135}}) {
        for (std::size_t k = 0; k < words.size(); ++k) alone[k] = normal_quantile(those, WordUniform(words[k]));
        for (const Quantiles compute : ways(those)) {
            compute(those, words, normals.data(), tails.data());
            CHECK(std::memcmp(normals.data(), alone.data(), words.size() * sizeof(double)) == 0);
            CHECK(tails == in_tail);
        }
    }
}

}  // namespace normal_quantiles_test
