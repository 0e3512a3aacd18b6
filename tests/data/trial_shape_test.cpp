// Oracle: what a data set says of itself.
#include "catch.hpp"

#include <equipoise/data/trial_shape.hpp>

namespace trial_shape_test {

using namespace equipoise;

TEST_CASE("the shape of a data set") {
    TrialData data{.arm = {Arm::control, Arm::treatment}, .booster = {0, 0}, .outcomes = {}};
    data.covariates.push_back({.name = "sex", .values = {0, 1}, .levels = {"f", "m"}});
    data.outcomes.push_back({"pain", 3, {missing, 2, 3, 4, 5, 6}});
    data.outcomes.push_back({"mood", 3, {missing, missing, 3, 4, 5, 6}});
    const TrialShape shape = shape_of(data);
    CHECK(shape.visits == std::vector<std::string>{"baseline", "visit 1", "visit 2"});
    CHECK(shape.post_baseline() == 2);
    CHECK(shape.has_baseline);
    CHECK(shape.outcome("") == 0);
    CHECK(shape.outcome("mood") == 1);
    CHECK_FALSE(shape.outcome("joy").has_value());
    CHECK(shape.covariate("sex") == 0);
    CHECK_FALSE(shape.covariate("pain").has_value());
    CHECK(shape.covariates[0].levels.size() == 2);
    data.outcomes.erase(data.outcomes.begin());
    CHECK_FALSE(shape_of(data).has_baseline);
}

}  // namespace trial_shape_test
