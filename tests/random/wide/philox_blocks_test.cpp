// Oracle: the blocks drawn one by one, by the portable code and by every instruction set of this machine.
#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace philox_blocks_test {

using namespace equipoise;

namespace {

using Draw = void (*)(const Philox4x32::Counter&, const Philox4x32::Key&, std::span<std::uint32_t>);

std::vector<Draw> ways() {
    std::vector<Draw> all{[](const auto& counter, const auto& key, auto words) { wide::portable::philox_blocks(counter, key, words); }, &wide::philox_blocks};
#if defined(__x86_64__) && defined(__GNUC__)
    if (wide::avx2_available()) all.push_back(&wide::avx2::philox_blocks);
    if (wide::avx512_available()) all.push_back(&wide::avx512::philox_blocks);
#endif
    return all;
}

}  // namespace

TEST_CASE("blocks drawn at a time are those drawn one by one, with their counters wrapped") {
    const Philox4x32::Key key{0xDEADBEEFU, 0x12345678U};
    if (!wide::avx2_available()) WARN("this machine has no AVX2: only the portable code was tested");
    for (const Draw draw : ways()) {
        for (const std::uint32_t first : {0U, 7U, 0xFFFFFFF0U, 0xFFFFFFFFU}) {
            const Philox4x32::Counter counter{first, 0xFFFFFFFFU, 3, 0x80000000U};
            for (std::size_t at_a_time = 0; at_a_time <= 9; ++at_a_time) {
                std::vector<std::uint32_t> words(at_a_time * wide::words_at_a_time);
                draw(counter, key, words);
                for (std::uint32_t b = 0; b < words.size() / 4; ++b) {
                    const Philox4x32::Counter block = Philox4x32::block({first + b, counter[1], counter[2], counter[3]}, key);
                    for (std::size_t word = 0; word < 4; ++word) REQUIRE(words[4 * b + word] == block[word]);
                }
            }
        }
    }
}

TEST_CASE("so many words are drawn that blocks are whole") {
    CHECK(wide::whole_words(0) == 0);
    CHECK(wide::whole_words(1) == 32);
    CHECK(wide::whole_words(32) == 32);
    CHECK(wide::whole_words(149) == 160);
}

}  // namespace philox_blocks_test
