// Oracle: counts that blocks and fixed sizes guarantee. Statistical: every order is equally likely; tolerances of 4 standard errors.

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <equipoise/design/randomisation_list.hpp>

namespace randomisation_list_test {

using namespace equipoise;

namespace {

std::array<std::size_t, cell_count> counts(std::span<const Cell> cells) {
    std::array<std::size_t, cell_count> found{};
    for (const Cell cell : cells) ++found[cell.index()];
    return found;
}

Stream chance(std::uint64_t replicate) { return Stream(StudyKey(7), replicate, {Layer::allocation}); }

}  // namespace

TEST_CASE("fixed arms have their sizes, and half of each arm has boosters") {
    RandomisationList list({.participants = 149, .visits = {.weeks = {0, 1, 2}}, .allocation = FixedArmSizes{.control = 75, .treatment = 74},
                            .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 1}});
    std::size_t boosted_controls = 0;
    const std::uint64_t draws = 4'000;
    for (std::uint64_t r = 0; r < draws; ++r) {
        const auto found = counts(list.draw(chance(r)));
        REQUIRE(found[0] + found[1] == 75);
        REQUIRE(found[2] == 37);
        REQUIRE(found[3] == 37);
        REQUIRE((found[1] == 37 || found[1] == 38));
        boosted_controls += found[1] - 37;
    }
    const double half = static_cast<double>(boosted_controls) / static_cast<double>(draws);
    CHECK(std::abs(half - 0.5) < 4 * std::sqrt(0.25 / static_cast<double>(draws)));
}

TEST_CASE("every block holds its share of every cell") {
    RandomisationList list({.participants = 50, .visits = {.weeks = {0, 1, 2}}, .allocation = PermutedBlocks{.sizes = {8}},
                            .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 1}});
    for (std::uint64_t r = 0; r < 200; ++r) {
        const auto cells = list.draw(chance(r));
        REQUIRE(cells.size() == 50);
        for (std::size_t block = 0; block < 48; block += 8) {
            REQUIRE(counts(cells.subspan(block, 8)) == std::array<std::size_t, cell_count>{2, 2, 2, 2});
        }
    }
}

TEST_CASE("block sizes are drawn at random and the imbalance never exceeds half the largest block") {
    RandomisationList list({.participants = 101, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {4, 6}}});
    for (std::uint64_t r = 0; r < 500; ++r) {
        long imbalance = 0;
        for (const Cell cell : list.draw(chance(r))) {
            REQUIRE_FALSE(cell.booster);
            imbalance += cell.arm == Arm::treatment ? 1 : -1;
            REQUIRE(std::abs(imbalance) <= 3);
        }
    }
}

TEST_CASE("a list depends on its address only, not on what was drawn before") {
    const Design design{.participants = 30, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {4, 6}}};
    RandomisationList fresh(design);
    const auto first = fresh.draw(chance(5));
    const std::vector<Cell> alone(first.begin(), first.end());
    RandomisationList used(design);
    for (std::uint64_t r = 0; r < 5; ++r) used.draw(chance(r));
    const auto after = used.draw(chance(5));
    CHECK(std::equal(after.begin(), after.end(), alone.begin(), alone.end()));
}

TEST_CASE("every order of a block of four is equally likely") {
    RandomisationList list({.participants = 4, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {4}}});
    std::map<std::string, double> seen;
    const double draws = 24'000;
    for (std::uint64_t r = 0; r < 24'000; ++r) {
        std::string order;
        for (const Cell cell : list.draw(chance(r))) order += cell.arm == Arm::treatment ? 'T' : 'C';
        ++seen[order];
    }
    REQUIRE(seen.size() == 6);
    for (const auto& [order, count] : seen) {
        INFO(order);
        CHECK(std::abs(count / draws - 1.0 / 6.0) < 4 * std::sqrt(1.0 / 6.0 * 5.0 / 6.0 / draws));
    }
}

TEST_CASE("with fixed sizes each place is treated with the same probability") {
    RandomisationList list({.participants = 10, .visits = {.weeks = {0, 1}}, .allocation = FixedArmSizes{.control = 6, .treatment = 4}});
    std::array<double, 10> treated{};
    const double draws = 20'000;
    for (std::uint64_t r = 0; r < 20'000; ++r) {
        const auto cells = list.draw(chance(r));
        for (std::size_t i = 0; i < 10; ++i) treated[i] += cells[i].arm == Arm::treatment ? 1 : 0;
    }
    for (const double count : treated) CHECK(std::abs(count / draws - 0.4) < 4 * std::sqrt(0.24 / draws));
}

}  // namespace randomisation_list_test
