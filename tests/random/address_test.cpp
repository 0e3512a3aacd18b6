// Oracle: the key of a study recomputed from a Philox block.
#include "catch.hpp"

#include <equipoise/random/address.hpp>
#include <equipoise/random/rng_schema.hpp>

#include <set>
#include <string_view>

namespace address_test {

namespace {

using equipoise::Layer;
using equipoise::Philox4x64;
using equipoise::StudyKey;

constexpr std::uint64_t largest = ~std::uint64_t{0};

static_assert(StudyKey{20240229}.philox_key() == Philox4x64::Key{20240229, 0});
static_assert(StudyKey{largest}.philox_key() == Philox4x64::Key{largest, 0});

}  // namespace

TEST_CASE("stream 0 is the seed itself") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{20240229}, largest}) {
        CHECK(StudyKey{seed}.philox_key() == Philox4x64::Key{seed, 0});
        CHECK(StudyKey(seed, 0).philox_key() == Philox4x64::Key{seed, 0});
    }
}

TEST_CASE("another stream is keyed by the Philox of seed and stream") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{20240229}, largest}) {
        for (const std::uint64_t stream : {std::uint64_t{1}, std::uint64_t{2}, largest}) {
            const Philox4x64::Counter mixed = Philox4x64::block({stream, 0, 0, 0}, {seed, 0});
            CHECK(StudyKey(seed, stream).philox_key() == Philox4x64::Key{mixed[0], mixed[1]});
        }
    }
}

TEST_CASE("different seeds or streams have different keys") {
    std::set<Philox4x64::Key> keys;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        for (std::uint64_t stream = 0; stream < 200; ++stream) keys.insert(StudyKey(seed, stream).philox_key());
    }
    CHECK(keys.size() == 200 * 200);
}

TEST_CASE("the numbers of the layers are part of the rng_schema") {
    CHECK(std::string_view(equipoise::rng_schema) == "philox4x64-10/boost-ziggurat/1");
    CHECK(static_cast<std::uint32_t>(Layer::allocation) == 1);
    CHECK(static_cast<std::uint32_t>(Layer::outcome) == 2);
    CHECK(static_cast<std::uint32_t>(Layer::dropout) == 3);
    CHECK(static_cast<std::uint32_t>(Layer::analysis) == 4);
    CHECK(static_cast<std::uint32_t>(Layer::calibration) == 5);
    CHECK(static_cast<std::uint32_t>(Layer::true_value) == 6);
}

}  // namespace address_test
