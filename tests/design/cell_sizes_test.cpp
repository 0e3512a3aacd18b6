// Oracle: sizes that an allocation guarantees, and block endings counted by hand. Statistical (seeded; 4 Monte Carlo errors): the numbers of the
// randomisation list.

#include "catch.hpp"

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include <equipoise/design/cell_sizes.hpp>
#include <equipoise/design/randomisation_list.hpp>

namespace cell_sizes_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t replicate, std::uint32_t item = 0) { return Stream(StudyKey(8), replicate, {Layer::allocation, item}); }

Design design_of(std::size_t participants, Allocation allocation, std::optional<BoosterPlan> boosters = {}) {
    return {.participants = participants, .visits = {.weeks = {0, 1, 2}}, .allocation = std::move(allocation), .boosters = boosters};
}

std::map<CellCounts, double> of_the_list(const Design& design, std::uint64_t draws) {
    RandomisationList list(design);
    std::map<CellCounts, double> found;
    for (std::uint64_t r = 0; r < draws; ++r) {
        CellCounts counts{};
        for (const Cell cell : list.draw(chance(r))) ++counts[cell.index()];
        found[counts] += 1.0 / static_cast<double>(draws);
    }
    return found;
}

std::map<CellCounts, double> of_the_sizes(const Design& design, std::uint64_t draws) {
    const CellSizes sizes(design);
    std::map<CellCounts, double> found;
    for (std::uint64_t r = 0; r < draws; ++r) {
        Stream stream = chance(r, 1);
        const CellCounts counts = sizes(stream);
        REQUIRE(std::accumulate(counts.begin(), counts.end(), std::size_t{0}) == design.participants);
        found[counts] += 1.0 / static_cast<double>(draws);
    }
    return found;
}

/// Every outcome that is not very rare is as frequent in both.
void check_alike(const Design& design, std::uint64_t draws) {
    const auto list = of_the_list(design, draws);
    auto sizes = of_the_sizes(design, draws);
    for (const auto& [counts, share] : list) {
        const double other = sizes[counts];
        const double pooled = (share + other) / 2;
        if (pooled * static_cast<double>(draws) < 20) continue;
        INFO(counts[0] << ' ' << counts[1] << ' ' << counts[2] << ' ' << counts[3] << ": " << share << " and " << other);
        CHECK(std::abs(share - other) < 4 * std::sqrt(2 * pooled * (1 - pooled) / static_cast<double>(draws)));
    }
    for (const auto& [counts, share] : sizes) CHECK((share * static_cast<double>(draws) < 20 || list.contains(counts)));
}

}  // namespace

TEST_CASE("fixed arms have their sizes, and their boosters' share is exact on average") {
    const CellSizes sizes(design_of(149, FixedArmSizes{.control = 75, .treatment = 74}, BoosterPlan{.share = 0.5, .told_after_visit = 1}));
    double boosted = 0;
    for (std::uint64_t r = 0; r < 4'000; ++r) {
        Stream stream = chance(r);
        const CellCounts counts = sizes(stream);
        REQUIRE(counts[0] + counts[1] == 75);
        REQUIRE((counts[1] == 37 || counts[1] == 38));
        REQUIRE((counts[2] == 37 && counts[3] == 37));
        boosted += counts[1] == 38 ? 1 : 0;
    }
    CHECK(std::abs(boosted - 2'000) < 4 * std::sqrt(1'000.0));
}

TEST_CASE("blocks that come out even leave nothing to chance") {
    const CellSizes sizes(design_of(24, PermutedBlocks{.sizes = {12}, .ratio = {2, 1}}, BoosterPlan{.share = 0.25, .told_after_visit = 1}));
    Stream stream = chance(0);
    Stream untouched = chance(0);
    CHECK(sizes(stream) == CellCounts{12, 4, 6, 2});
    CHECK(stream() == untouched());
}

// Blocks of 2 and 4 up to 5 participants: 2 + 2 + part, 2 + 4 cut by one, 4 + part; begins[2] = 1/2, begins[4] = 1/2 + 1/4.
TEST_CASE("the endings of blocks of two sizes are those counted by hand") {
    const auto endings = detail::block_endings({.sizes = {2, 4}, .ratio = {1, 1}}, 5, 0.0);
    REQUIRE(endings.size() == 3);
    CHECK(endings[0].up_to == 0.25);   // 2, then 4 of which 3 are used
    CHECK(endings[0].whole == CellCounts{1, 0, 1, 0});
    CHECK(endings[0].last == CellCounts{2, 0, 2, 0});
    CHECK(endings[0].filled == 3);
    CHECK(endings[1].up_to == 0.625);  // 4 in whole blocks, then 2 of which 1 is used
    CHECK(endings[1].whole == CellCounts{2, 0, 2, 0});
    CHECK(endings[1].filled == 1);
    CHECK(endings[2].up_to == 1.0);
    CHECK(endings[2].last == CellCounts{2, 0, 2, 0});
    CHECK(endings[2].filled == 1);
}

TEST_CASE("cells are as large as those of the randomisation list") {
    const BoosterPlan half{.share = 0.5, .told_after_visit = 1};
    const std::uint64_t draws = 40'000;
    check_alike(design_of(11, FixedArmSizes{.control = 5, .treatment = 6}, BoosterPlan{.share = 0.3, .told_after_visit = 1}), draws);
    check_alike(design_of(30, PermutedBlocks{.sizes = {4}}), draws);
    check_alike(design_of(31, PermutedBlocks{.sizes = {4, 6, 10}}), draws);
    check_alike(design_of(29, PermutedBlocks{.sizes = {12, 6}, .ratio = {1, 2}}), draws);
    check_alike(design_of(30, PermutedBlocks{.sizes = {8, 4}}, half), draws);
    check_alike(design_of(12, SimpleAllocation{.ratio = {1, 2}}), draws);
    check_alike(design_of(9, SimpleAllocation{}, half), draws);
    check_alike(design_of(25, BiasedCoin{.probability = 0.7}), draws);
    check_alike(design_of(10, BiasedCoin{.probability = 0.8}, half), draws);
}

}  // namespace cell_sizes_test
