// Oracle: designs written by hand and the values they say.
#include "catch.hpp"

#include <equipoise/io/scenario_file.hpp>

#include "io/text_files.hpp"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace design_reader_test {

using namespace equipoise;

namespace {

Design design_with(const std::vector<Override>& overrides) {
    return parse_scenario(text_files::bytes_of(text_files::folder + "base.json"), "base.json", overrides).scenario.design;
}

template <class Method>
Method allocation(const std::string& json) {
    return std::get<Method>(design_with({{"/design/allocation", json}}).allocation);
}

}  // namespace

TEST_CASE("every method of allocation") {
    const auto blocks = allocation<PermutedBlocks>(
        R"({"method": "permuted_blocks", "block_sizes": [12, 24], "ratio": {"treatment": 2, "control": 1}, "strata": [{"covariate": "baseline", "cuts": [26, 36.5]}]})");
    CHECK(blocks.sizes == std::vector<std::size_t>{12, 24});
    CHECK(blocks.ratio == PerArm<std::size_t>{.control = 1, .treatment = 2});
    REQUIRE(blocks.strata.size() == 1);
    CHECK(blocks.strata[0].covariate == "baseline");
    CHECK(blocks.strata[0].cuts == std::vector<double>{26, 36.5});

    CHECK(allocation<SimpleAllocation>(R"({"method": "simple"})").ratio == PerArm<std::size_t>{1, 1});
    CHECK(allocation<SimpleAllocation>(R"({"method": "simple", "ratio": {"treatment": 1, "control": 3}})").ratio.control == 3);
    CHECK(allocation<BiasedCoin>(R"({"method": "biased_coin"})").probability == 2.0 / 3);
    CHECK(allocation<BiasedCoin>(R"({"method": "biased_coin", "probability": 0.75})").probability == 0.75);

    const auto usual = allocation<Minimisation>(R"({"method": "minimisation", "factors": [{"covariate": "baseline", "cuts": [30]}]})");
    CHECK(usual.probability == 0.8);
    CHECK(usual.ratio == PerArm<std::size_t>{1, 1});
    REQUIRE(usual.factors.size() == 1);
    CHECK(usual.factors[0].weight == 1);
    const auto stated = allocation<Minimisation>(
        R"({"method": "minimisation", "factors": [{"covariate": "baseline", "cuts": [30], "weight": 2.5}], "probability": 1, "ratio": {"treatment": 2, "control": 3}})");
    CHECK(stated.factors[0].covariate == "baseline");
    CHECK(stated.factors[0].cuts == std::vector<double>{30});
    CHECK(stated.factors[0].weight == 2.5);
    CHECK(stated.probability == 1);
    CHECK(stated.ratio == PerArm<std::size_t>{.control = 3, .treatment = 2});
}

TEST_CASE("recruitment and windows") {
    CHECK_FALSE(design_with({}).recruitment);
    CHECK(design_with({}).visits.window_weeks.empty());
    const Design design = design_with({{"/design/recruitment", R"({"rate_per_month": 4.7})"}, {"/design/visits/window_weeks", "[0, 1, 2.5]"}});
    REQUIRE(design.recruitment);
    CHECK(design.recruitment->per_month == 4.7);
    CHECK(design.recruitment->pattern == ArrivalPattern::poisson);
    CHECK(design.visits.window_weeks == std::vector<double>{0, 1, 2.5});
    const Design even = design_with({{"/design/recruitment", R"({"rate_per_month": 10, "pattern": "fixed"})"}});
    CHECK(even.recruitment->pattern == ArrivalPattern::fixed);
}

TEST_CASE("strategies of the estimand, and who is analysed") {
    CHECK(design_with({}).analysis_set == AnalysisSet::modified_itt);
    CHECK(design_with({{"/design/analysis_set", "\"all_randomised\""}}).analysis_set == AnalysisSet::all_randomised);
    CHECK(design_with({}).estimand.strategy == Strategy::treatment_policy);
    CHECK_FALSE(design_with({{"/design/estimand/strategy", "\"composite\""}}).estimand.composite_score);
    const Design composite = design_with({{"/design/estimand", R"({"visit": 1, "strategy": "composite", "composite_score": 100})"}});
    CHECK(composite.estimand.strategy == Strategy::composite);
    CHECK(composite.estimand.composite_score == 100.0);
    CHECK(composite.estimand.visit == 1);
}

}  // namespace design_reader_test
