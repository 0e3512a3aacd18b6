// Oracle: the streams that words and normals are the first of.
#include "catch.hpp"

#include <cstddef>
#include <cstdint>

#include <equipoise/random/bulk_stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace bulk_stream_test {

using namespace equipoise;

TEST_CASE("what is drawn in bulk are the words and normals of a stream, batch after batch, however many are drawn at once") {
    const StudyKey key(5, 2);
    const Stream stream(key, 11, {Layer::collapsed});
    for (const std::size_t at_once : {1U, 2U}) {
        BulkStream bulk(key, 11, Layer::collapsed, at_once);
        for (std::uint32_t batch = 0; batch < 4; ++batch) {
            for (std::uint32_t k = 0; k < 32; k += 2) {
                const std::uint64_t high = stream.word(64 * batch + k + 1);
                REQUIRE(bulk() == (stream.word(64 * batch + k) | high << 32U));
            }
            for (std::uint32_t k = 32; k < 64; ++k) REQUIRE(standard_normal(bulk) == normal_quantile(column_uniform(stream, 64 * batch + k)));
        }
    }
}

TEST_CASE("normals that are used faster than words are those of their own batches") {
    const StudyKey key(7);
    for (const std::size_t at_once : {1U, 2U}) {
        BulkStream bulk(key, 0, Layer::collapsed, at_once);
        const Stream stream(key, 0, {Layer::collapsed});
        for (std::uint32_t k = 0; k < 200; ++k) REQUIRE(standard_normal(bulk) == normal_quantile(column_uniform(stream, k / 32 * 64 + 32 + k % 32)));
        REQUIRE(bulk() == Stream(stream)());
    }
}

TEST_CASE("words and normals do not disturb each other") {
    BulkStream one(StudyKey(5), 3, Layer::collapsed);
    BulkStream other(StudyKey(5), 3, Layer::collapsed);
    const double u = uniform(one);
    const double z = standard_normal(one);
    CHECK(standard_normal(other) == z);
    CHECK(uniform(other) == u);
    CHECK(BulkStream(StudyKey(5), 4, Layer::collapsed)() != BulkStream(StudyKey(5), 3, Layer::collapsed)());
}

}  // namespace bulk_stream_test
