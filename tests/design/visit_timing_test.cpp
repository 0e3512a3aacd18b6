// Oracle: ends and middle of a window; addresses. Statistical: uniform within the window; 4 standard errors.

#include "catch.hpp"

#include <cmath>
#include <cstdint>

#include <equipoise/design/visit_timing.hpp>

namespace visit_timing_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t participant) { return Stream(StudyKey(5), 0, {Layer::visit_timing}, participant); }

}  // namespace

TEST_CASE("a visit is somewhere in its window, and without windows on the day") {
    const Visits visits{.weeks = {0, 7, 33}, .window_weeks = {0, 1, 3}};
    CHECK(observation_week(visits, 0, 0.9) == 0);
    CHECK(observation_week(visits, 1, 0) == 6);
    CHECK(observation_week(visits, 1, 0.5) == 7);
    CHECK(observation_week(visits, 2, 0.75) == 34.5);
    CHECK(observation_week(Visits{.weeks = {0, 7, 33}}, 2, 0.75) == 33);
}

TEST_CASE("observation times are uniform within windows, and one visit's window moves no other visit") {
    const Visits visits{.weeks = {0, 7, 33}, .window_weeks = {0, 1, 3}};
    const Visits other{.weeks = {0, 7, 33}, .window_weeks = {0, 0, 3}};
    const double n = 20'000;
    double sum = 0;
    double squares = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const auto weeks = observation_weeks(visits, chance(i));
        REQUIRE(weeks[0] == 0);
        REQUIRE((weeks[2] >= 30 && weeks[2] < 36));
        const double scaled = weeks[1] - 7;
        REQUIRE((scaled >= -1 && scaled < 1));
        sum += scaled;
        squares += scaled * scaled;
        REQUIRE(observation_weeks(other, chance(i))[2] == weeks[2]);
    }
    CHECK(std::abs(sum / n) < 4 * std::sqrt(1.0 / 3 / n));
    CHECK(std::abs(squares / n - 1.0 / 3) < 4 * std::sqrt((1.0 / 5 - 1.0 / 9) / n));
}

TEST_CASE("without windows everybody is seen on the day") {
    const auto weeks = observation_weeks(Visits{.weeks = {0, 7, 33}}, chance(1));
    CHECK(weeks[1] == 7);
    CHECK(weeks[2] == 33);
}

}  // namespace visit_timing_test
