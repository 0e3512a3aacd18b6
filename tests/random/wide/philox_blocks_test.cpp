// Oracle: the blocks drawn one by one, by the portable code and by what this machine offers.
#include "catch.hpp"

#include <cstdint>
#include <vector>

#include <equipoise/random/philox.hpp>
#include <equipoise/random/wide/philox_blocks.hpp>

namespace philox_blocks_test {

using namespace equipoise;

TEST_CASE("blocks drawn at a time are those drawn one by one, with their counters wrapped") {
    const Philox4x32::Key key{0xDEADBEEFU, 0x12345678U};
    if (!wide::avx2_available()) WARN("this machine has no AVX2: only the portable code was tested");
    for (const std::uint32_t first : {0U, 7U, 0xFFFFFFF0U, 0xFFFFFFFFU}) {
        const Philox4x32::Counter counter{first, 0xFFFFFFFFU, 3, 0x80000000U};
        std::vector<std::uint32_t> words(5 * wide::words_at_a_time);
        std::vector<std::uint32_t> portable(words.size());
        wide::philox_blocks(counter, key, words);
        wide::portable::philox_blocks(counter, key, portable);
        CHECK(words == portable);
        for (std::uint32_t b = 0; b < words.size() / 4; ++b) {
            const Philox4x32::Counter block = Philox4x32::block({first + b, counter[1], counter[2], counter[3]}, key);
            for (std::size_t word = 0; word < 4; ++word) REQUIRE(words[4 * b + word] == block[word]);
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
