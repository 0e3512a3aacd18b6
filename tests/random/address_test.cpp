// Oracle: the key of a study recomputed from a Philox block.
#include "catch.hpp"

#include <equipoise/random/address.hpp>
#include <equipoise/random/rng_schema.hpp>

#include <set>
#include <string_view>

namespace address_test {

namespace {

using equipoise::Layer;
using equipoise::Philox4x32;
using equipoise::StudyKey;

constexpr std::uint64_t largest = ~std::uint64_t{0};

constexpr Philox4x32::Key halves(std::uint64_t number) { return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32U)}; }

static_assert(StudyKey{20240229}.philox_key() == Philox4x32::Key{20240229, 0});
static_assert(StudyKey{largest}.philox_key() == Philox4x32::Key{0xFFFFFFFFU, 0xFFFFFFFFU});

}  // namespace

TEST_CASE("stream 0 is the seed itself") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{20240229}, largest}) {
        CHECK(StudyKey{seed}.philox_key() == halves(seed));
        CHECK(StudyKey(seed, 0).philox_key() == halves(seed));
    }
}

TEST_CASE("another stream is keyed by the Philox of seed and stream") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{20240229}, largest}) {
        for (const std::uint64_t stream : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{1} << 40U, largest}) {
            const Philox4x32::Counter mixed = Philox4x32::block({halves(stream)[0], 0, halves(stream)[1], 0}, halves(seed));
            CHECK(StudyKey(seed, stream).philox_key() == Philox4x32::Key{mixed[0], mixed[1]});
        }
    }
}

TEST_CASE("a derived world is keyed by another counter of the same kind") {
    const StudyKey study(20240229, 3);
    const Philox4x32::Counter mixed = Philox4x32::block({7, 0, 0, 1}, study.philox_key());
    CHECK(study.derived(7).philox_key() == Philox4x32::Key{mixed[0], mixed[1]});
    CHECK(study.derived(7).philox_key() != StudyKey(20240229, 7).philox_key());
}

TEST_CASE("different seeds or streams have different keys") {
    std::set<Philox4x32::Key> keys;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        for (std::uint64_t stream = 0; stream < 200; ++stream) keys.insert(StudyKey(seed, stream).philox_key());
    }
    CHECK(keys.size() == 200 * 200);
}

TEST_CASE("the numbers of the layers are part of the rng_schema") {
    CHECK(std::string_view(equipoise::rng_schema) == "philox4x32-10/inverse-normal/2");
    CHECK(static_cast<std::uint32_t>(Layer::allocation) == 1);
    CHECK(static_cast<std::uint32_t>(Layer::outcome) == 2);
    CHECK(static_cast<std::uint32_t>(Layer::dropout) == 3);
    CHECK(static_cast<std::uint32_t>(Layer::analysis) == 4);
    CHECK(static_cast<std::uint32_t>(Layer::calibration) == 5);
    CHECK(static_cast<std::uint32_t>(Layer::true_value) == 6);
    CHECK(static_cast<std::uint32_t>(equipoise::last_layer) == 18);
}

}  // namespace address_test
