// Oracle: columns found by name in statistics that hold more, in another order.
#include "catch.hpp"

#include <equipoise/analysis/model_columns.hpp>

namespace model_columns_test {

using namespace equipoise;

TEST_CASE("a model finds its columns whatever else was reduced") {
    const TrialShape shape{.visits = {"baseline", "a", "b"}, .outcomes = {"y"}, .covariates = {{"age"}, {"site", {"e", "n", "w"}}}};
    ModelColumns model({"site", "baseline"});
    model.follow(layout({.covariates = {"baseline", "age", "site"}}, shape));
    CHECK(model.columns() == std::vector<std::size_t>{2, 3, 0});
    CHECK(model.observed() == 0b101);
    model.follow(layout({.covariates = {"site", "baseline"}}, shape));
    CHECK(model.columns() == std::vector<std::size_t>{0, 1, 2});
    CHECK(model.observed() == 0b11);
    CHECK_THROWS_AS(model.follow(layout({.covariates = {"age"}}, shape)), std::invalid_argument);
}

TEST_CASE("covariates are counted in columns") {
    const TrialShape shape{.visits = {"baseline", "a"}, .outcomes = {"y"}, .covariates = {{"age"}, {"site", {"e", "n", "w"}}}};
    CHECK(columns_of({}, shape) == 0);
    CHECK(columns_of({{.name = "site"}, {.name = "baseline"}}, shape) == 3);
}

}  // namespace model_columns_test
