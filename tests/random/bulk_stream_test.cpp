// Oracle: the streams that words and normals are the first of.
#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/random/bulk_stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace bulk_stream_test {

using namespace equipoise;

TEST_CASE("what is drawn in bulk are the words and normals of streams, batch after batch") {
    const StudyKey key(5, 2);
    BulkStream bulk(key, 11, Layer::collapsed);
    for (std::uint64_t batch = 0; batch < 3; ++batch) {
        Stream words(key, 11, {Layer::collapsed, 0}, batch);
        for (int k = 0; k < 16; ++k) REQUIRE(bulk() == words());
        std::vector<double> normals(32);
        fill_standard_normals(Stream(key, 11, {Layer::collapsed, 1}, batch), NormalsAbove{}, normals);
        for (const double normal : normals) REQUIRE(standard_normal(bulk) == normal);
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
