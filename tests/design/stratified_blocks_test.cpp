// Oracle: counts that blocks guarantee in every stratum and ratio. Reference: lists drawn before there were strata.

#include "catch.hpp"

#include <array>
#include <cstdlib>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/design/randomisation_list.hpp>

namespace stratified_blocks_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t replicate) { return Stream(StudyKey(7), replicate, {Layer::allocation}); }

std::string text_of(std::span<const Cell> cells) {
    std::string text;
    for (const Cell cell : cells) text += static_cast<char>('0' + cell.index());
    return text;
}

std::array<long, cell_count> counts(const std::vector<Cell>& cells, std::size_t first, std::size_t size) {
    std::array<long, cell_count> found{};
    for (std::size_t k = first; k < first + size; ++k) ++found[cells[k].index()];
    return found;
}

}  // namespace

TEST_CASE("lists without strata and of equal arms are those of the second rng_schema") {
    RandomisationList blocks({.participants = 30, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {4, 6}}});
    CHECK(text_of(blocks.draw(chance(5))) == "020220020022020020220220220002");
    RandomisationList fixed({.participants = 30, .visits = {.weeks = {0, 1, 2}}, .allocation = FixedArmSizes{.control = 13, .treatment = 17},
                             .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 1}});
    CHECK(text_of(fixed.draw(chance(5))) == "202312331022300233311223211000");
}

TEST_CASE("in every stratum every block holds its share of every cell") {
    const std::size_t participants = 120;
    const Design design{.participants = participants, .visits = {.weeks = {0, 1, 2}},
                        .allocation = PermutedBlocks{.sizes = {6}, .ratio = {.control = 1, .treatment = 2}, .strata = {{.covariate = "a"}, {.covariate = "b"}}},
                        .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 1}};
    std::vector<std::uint8_t> classes(2 * participants);
    RandomisationList list(design);
    for (std::uint64_t r = 0; r < 200; ++r) {
        Stream covariates(StudyKey(7), r, {Layer::covariate});
        for (std::uint8_t& one : classes) one = static_cast<std::uint8_t>(uniform_index(covariates, 2));
        const auto cells = list.draw(chance(r), {.factors = 2, .classes = classes});
        REQUIRE(cells.size() == participants);
        std::array<std::vector<Cell>, 4> of_stratum;
        for (std::size_t i = 0; i < participants; ++i) of_stratum[2U * classes[2 * i] + classes[2 * i + 1]].push_back(cells[i]);
        for (const std::vector<Cell>& stratum : of_stratum) {
            for (std::size_t first = 0; first + 6 <= stratum.size(); first += 6) REQUIRE(counts(stratum, first, 6) == std::array<long, cell_count>{1, 1, 2, 2});
        }
    }
}

TEST_CASE("strata have lists of their own, and one stratum is as good as none") {
    const std::vector<std::uint8_t> same(60, 3);
    Design design{.participants = 60, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {4, 8}}};
    RandomisationList plain(design);
    design.allocation = PermutedBlocks{.sizes = {4, 8}, .strata = {{.covariate = "a"}}};
    RandomisationList stratified(design);
    std::vector<std::uint8_t> halves(60, 0);
    for (std::size_t i = 30; i < 60; ++i) halves[i] = 1;
    std::size_t different = 0;
    for (std::uint64_t r = 0; r < 50; ++r) {
        const std::string list = text_of(plain.draw(chance(r)));
        CHECK(text_of(stratified.draw(chance(r), {.factors = 1, .classes = same})) == list);
        const std::string split = text_of(stratified.draw(chance(r), {.factors = 1, .classes = halves}));
        CHECK(split.substr(0, 30) == list.substr(0, 30));  // the first stratum is drawn first
        if (split != list) ++different;
    }
    CHECK(different > 40);
}

TEST_CASE("blocks of unequal arms hold the ratio") {
    RandomisationList list({.participants = 50, .visits = {.weeks = {0, 1}}, .allocation = PermutedBlocks{.sizes = {5, 10}, .ratio = {.control = 3, .treatment = 2}}});
    for (std::uint64_t r = 0; r < 200; ++r) {
        const auto cells = list.draw(chance(r));
        long lead = 0;  // 3 treated less 2 controls
        for (std::size_t i = 0; i < 50; ++i) {
            lead += cells[i].arm == Arm::treatment ? 3 : -2;
            REQUIRE(std::abs(lead) <= 12);
            if (i == 49) REQUIRE(lead % 5 == 0);
        }
    }
}

}  // namespace stratified_blocks_test
