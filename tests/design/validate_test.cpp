// Oracle: each fault of a design is named once, by its pointer, and a good design has none.

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <equipoise/design/validate.hpp>

using namespace equipoise;

namespace {

Design good() {
    return {.participants = 149,
            .visits = {.weeks = {0, 7, 33, 59}, .labels = {"baseline", "post", "6 months", "12 months"}},
            .allocation = FixedArmSizes{.control = 75, .treatment = 74},
            .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 2},
            .estimand = {.visit = 3}};
}

std::vector<std::string> pointers(const Design& design) {
    std::vector<std::string> found;
    for (const Fault& fault : faults(design)) found.push_back(fault.pointer);
    return found;
}

using Pointers = std::vector<std::string>;

}  // namespace

TEST_CASE("a good design has no faults") {
    CHECK(pointers(good()).empty());
    Design blocks = good();
    blocks.allocation = PermutedBlocks{.sizes = {4, 8}};
    CHECK(pointers(blocks).empty());
}

TEST_CASE("participants are counted") {
    for (const std::size_t wrong : {std::size_t{0}, std::size_t{1}, std::size_t{1'000'001}, std::size_t{1'000'000'000}}) {
        Design design = good();
        design.allocation = PermutedBlocks{};
        design.participants = wrong;
        CHECK(pointers(design) == Pointers{"/design/participants"});
    }
}

TEST_CASE("arms have two names") {
    Design design = good();
    design.arms = {.control = "", .treatment = ""};
    CHECK(pointers(design) == Pointers{"/design/arms/control", "/design/arms/treatment"});
    design.arms = {.control = "same", .treatment = "same"};
    CHECK(pointers(design) == Pointers{"/design/arms"});
}

TEST_CASE("visits follow one another and have distinct labels") {
    Design design = good();
    design.visits.weeks = {0, 7, 7, std::nan("")};
    CHECK(pointers(design) == Pointers{"/design/visits/weeks/2", "/design/visits/weeks/3"});
    design = good();
    design.visits.labels = {"a", "", "a"};
    CHECK(pointers(design) == Pointers{"/design/visits/labels", "/design/visits/labels/1", "/design/visits/labels/2"});
    design = good();
    design.visits = {.weeks = {0}};
    const Pointers found = pointers(design);
    CHECK(std::count(found.begin(), found.end(), "/design/visits/weeks") == 1);
    design.visits.weeks.clear();
    for (int week = 0; week <= static_cast<int>(max_visits); ++week) design.visits.weeks.push_back(week);
    CHECK(pointers(design) == Pointers{"/design/visits/weeks"});
}

TEST_CASE("fixed arms add up and hold at least two") {
    Design design = good();
    design.allocation = FixedArmSizes{.control = 75, .treatment = 75};
    CHECK(pointers(design) == Pointers{"/design/allocation"});
    CHECK(faults(design).front().message.find("75 + 75 = 150") != std::string::npos);
    design.allocation = FixedArmSizes{.control = 148, .treatment = 1};
    CHECK(pointers(design) == Pointers{"/design/allocation/treatment"});
}

TEST_CASE("blocks hold whole numbers of every cell") {
    Design design = good();
    design.allocation = PermutedBlocks{.sizes = {}};
    CHECK(pointers(design) == Pointers{"/design/allocation/block_sizes"});
    design.allocation = PermutedBlocks{.sizes = {8, 6, 0}};
    CHECK(pointers(design) == Pointers{"/design/allocation/block_sizes/1", "/design/allocation/block_sizes/2"});
    design.boosters.reset();
    CHECK(pointers(design) == Pointers{"/design/allocation/block_sizes/2"});
    design.boosters = BoosterPlan{.share = 1.0 / 3.0, .told_after_visit = 1};
    design.allocation = PermutedBlocks{.sizes = {6, 12}};
    CHECK(pointers(design).empty());
}

TEST_CASE("boosters leave a visit to act on, and the estimand has a visit") {
    Design design = good();
    design.boosters = BoosterPlan{.share = 1.0, .told_after_visit = 3};
    design.estimand.visit = 4;
    CHECK(pointers(design) == Pointers{"/design/boosters/share", "/design/boosters/told_after_visit", "/design/estimand/visit"});
}

TEST_CASE("an invalid scenario carries all faults and says them") {
    const InvalidScenario invalid({{"/design/participants", "must be 2", ""}, {"", "is empty", "write one"}});
    CHECK(invalid.faults().size() == 2);
    CHECK(std::string(invalid.what()) == "2 problems:\n  /design/participants: must be 2\n  the scenario: is empty; write one");
}
