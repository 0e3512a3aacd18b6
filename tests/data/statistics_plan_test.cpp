// Oracle: columns and bits counted by hand.
#include "catch.hpp"

#include <equipoise/data/statistics_plan.hpp>

namespace statistics_plan_test {

using namespace equipoise;

namespace {

const TrialShape shape{.visits = {"baseline", "a", "b"}, .outcomes = {"y"}, .covariates = {{"age"}, {"site", {"e", "n", "w"}}, {"sex", {"f"}}}};

}  // namespace

TEST_CASE("a layout has the covariates' columns before the visits") {
    const StatisticsLayout columns = layout({.covariates = {"baseline", "site", "sex", "age"}}, shape);
    CHECK(columns.columns() == 6);
    CHECK(columns.variables() == 6);
    CHECK(columns.covariates[1].first == 1);
    CHECK(columns.covariates[1].columns == 2);
    CHECK(columns.covariates[2].columns == 0);
    CHECK(columns.covariates[3].first == 3);
    CHECK(columns.visit_column(1) == 4);
    CHECK(columns.visit_bit(2) == 32);
    CHECK(columns.covariate("age") == 3);
    CHECK_THROWS_AS(columns.covariate("pain"), std::invalid_argument);
}

TEST_CASE("the union of plans has each covariate once") {
    const StatisticsPlan both = united({.covariates = {"baseline"}}, {.covariates = {"age", "baseline", "site"}});
    CHECK(both.covariates == std::vector<std::string>{"baseline", "age", "site"});
    CHECK_THROWS_AS(united({.outcome = 0}, {.outcome = 1}), std::invalid_argument);
}

TEST_CASE("a plan that does not fit is refused") {
    CHECK_THROWS_AS(layout({.covariates = {"pain"}}, shape), std::invalid_argument);
    TrialShape wide = shape;
    StatisticsPlan plan;
    for (int k = 0; k < 62; ++k) {
        plan.covariates.push_back("x" + std::to_string(k));
        wide.covariates.push_back({plan.covariates.back()});
    }
    CHECK(layout(plan, wide).variables() == 64);
    plan.covariates.push_back("age");
    CHECK_THROWS_AS(layout(plan, wide), std::invalid_argument);
}

}  // namespace statistics_plan_test
