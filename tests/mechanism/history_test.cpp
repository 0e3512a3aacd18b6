// Oracle: what was last seen, with and without visits missed on the way.
#include "catch.hpp"

#include <limits>
#include <vector>

#include <equipoise/mechanism/history.hpp>

namespace history_test {

using namespace equipoise;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("the last score is the last one seen") {
    const std::vector<double> scores{30, 22, gap, gap};
    const ObservedHistory past{.cell = {}, .scores = scores};
    CHECK(past.next_visit() == 4);
    CHECK(past.last_visit() == 1);
    CHECK(past.last() == 22);
    CHECK(past.change() == -8);
    CHECK(past.baseline() == 30);
    CHECK_FALSE(past.adverse_event);
}

TEST_CASE("where every visit was missed, the baseline was last seen") {
    const std::vector<double> scores{30, gap, gap};
    const ObservedHistory past{.cell = {}, .scores = scores};
    CHECK(past.last_visit() == 0);
    CHECK(past.last() == 30);
    CHECK(past.change() == 0);
}

TEST_CASE("without gaps it is the visit before") {
    const std::vector<double> scores{30, 22, 15};
    CHECK(ObservedHistory{.cell = {}, .scores = scores}.last_visit() == 2);
    CHECK(ObservedHistory{.cell = {}, .scores = scores}.last() == 15);
}

}  // namespace history_test
