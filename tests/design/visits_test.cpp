// Oracle: labels of visits, stated or made from their weeks.

#include "catch.hpp"

#include <equipoise/design/visits.hpp>

namespace visits_test {

using namespace equipoise;

TEST_CASE("visits are named by their weeks unless they have labels") {
    const Visits visits{.weeks = {0, 6, 12.5, 100}};
    CHECK(visits.count() == 4);
    CHECK(visits.post_baseline() == 3);
    CHECK(visits.label(0) == "baseline");
    CHECK(visits.label(1) == "week 6");
    CHECK(visits.label(2) == "week 12.5");
    CHECK(visits.label(3) == "week 100");
    const Visits named{.weeks = {0, 6}, .labels = {"screening", "end"}};
    CHECK(named.label(0) == "screening");
    CHECK(named.label(1) == "end");
}

}  // namespace visits_test
