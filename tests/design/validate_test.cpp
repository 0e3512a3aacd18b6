// Oracle: each fault of a design is named once, by its pointer, and a good design has none.

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <equipoise/design/validate.hpp>

namespace validate_test {

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

TEST_CASE("ratios are of whole participants, and blocks hold them") {
    Design design = good();
    design.boosters.reset();
    design.allocation = PermutedBlocks{.sizes = {3, 4, 6}, .ratio = {.control = 1, .treatment = 2}};
    CHECK(pointers(design) == Pointers{"/design/allocation/block_sizes/1"});
    CHECK(faults(design).front().suggestion == "use multiples of 3");
    design.boosters = BoosterPlan{.share = 0.25, .told_after_visit = 1};
    CHECK(faults(design).front().suggestion == "use multiples of 12");
    design.allocation = PermutedBlocks{.sizes = {12, 24}, .ratio = {.control = 1, .treatment = 2}};
    CHECK(pointers(design).empty());
    design.boosters->share = 0.123456;
    CHECK(faults(design).front().suggestion.find("no block of up to 2000 does") == 0);
    design.allocation = SimpleAllocation{.ratio = {.control = 0, .treatment = 1001}};
    CHECK(pointers(design) == Pointers{"/design/allocation/ratio/control", "/design/allocation/ratio/treatment"});
}

TEST_CASE("coins are biased towards the arm that is behind") {
    Design design = good();
    for (const double wrong : {0.4999, 1.0001, std::nan("")}) {
        design.allocation = BiasedCoin{.probability = wrong};
        CHECK(pointers(design) == Pointers{"/design/allocation/probability"});
        design.allocation = Minimisation{.factors = {{.covariate = "sex"}}, .probability = wrong};
        CHECK(pointers(design) == Pointers{"/design/allocation/probability"});
    }
    design.allocation = Minimisation{.factors = {{.covariate = "sex"}}, .probability = 0.6, .ratio = {.control = 1, .treatment = 2}};
    CHECK(pointers(design) == Pointers{"/design/allocation/probability"});
    CHECK(faults(design).front().message.find("above 0.666667") != std::string::npos);
    design.allocation = Minimisation{.factors = {}};
    CHECK(pointers(design) == Pointers{"/design/allocation/factors"});
    design.allocation = BiasedCoin{};
    CHECK(pointers(design).empty());
}

TEST_CASE("windows of visits stay apart") {
    Design design = good();
    design.visits.window_weeks = {0, 1, 4, 22};
    CHECK(pointers(design).empty());
    design.visits.window_weeks = {0.5, 8, 17.5, 8.5};
    CHECK(pointers(design) == Pointers{"/design/visits/window_weeks/0", "/design/visits/window_weeks/1"});
    design.visits.window_weeks = {0, 7, 20, -1};
    CHECK(pointers(design) == Pointers{"/design/visits/window_weeks/2", "/design/visits/window_weeks/3"});
    design.visits.window_weeks = {0, 1};
    CHECK(pointers(design) == Pointers{"/design/visits/window_weeks"});
}

TEST_CASE("recruitment has a rate, and a composite score its strategy") {
    Design design = good();
    for (const double wrong : {0.0, -1.0, 10'001.0, std::nan("")}) {
        design.recruitment = Recruitment{.per_month = wrong};
        CHECK(pointers(design) == Pointers{"/design/recruitment/rate_per_month"});
    }
    design.recruitment = Recruitment{.per_month = 4.7};
    design.estimand = {.visit = 3, .strategy = Strategy::composite, .composite_score = 100};
    CHECK(pointers(design).empty());
    design.estimand.strategy = Strategy::hypothetical;
    CHECK(pointers(design) == Pointers{"/design/estimand/composite_score"});
    design.estimand = {.visit = 3, .strategy = Strategy::composite, .composite_score = std::nan("")};
    CHECK(pointers(design) == Pointers{"/design/estimand/composite_score"});
}

}  // namespace validate_test
