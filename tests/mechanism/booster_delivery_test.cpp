// Oracle and statistical: who returns and who needs more, with the stated odds ratio; sessions act after participants are told.

#include "catch.hpp"

#include <array>
#include <cmath>

#include <equipoise/mechanism/booster_delivery.hpp>

namespace booster_delivery_test {

using namespace equipoise;

namespace {

const Design boosted{.participants = 100, .visits = {.weeks = {0, 7, 33, 59}}, .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 2}};

}

TEST_CASE("needing more has the stated odds ratio") {
    const PerArm<double> more = needing_more({.needs_more = 6.0 / 33, .odds_ratio = 10.9});
    CHECK(more.treatment == 6.0 / 33);
    CHECK(more.control / (1 - more.control) / (more.treatment / (1 - more.treatment)) == Approx(10.9).epsilon(1e-13));
    CHECK(needing_more({.needs_more = 0, .odds_ratio = 10.9}).control == 0);
}

TEST_CASE("booster sessions are drawn as stated") {
    const PreparedBoosters boosters({.first_return = {.control = 0.7, .treatment = 0.8}, .needs_more = 0.2, .odds_ratio = 10.9, .most_sessions = 3}, boosted);
    constexpr int n = 200'000;
    std::array<std::array<int, 4>, 2> count{};
    for (const Arm arm : both_arms) {
        for (std::uint64_t i = 0; i < n; ++i) ++count[static_cast<std::size_t>(arm)][boosters.attended(arm, Stream(StudyKey(5), 1, {Layer::booster}, i))];
    }
    const auto near = [](int found, int of, double p) { return std::abs(found / double(of) - p) < 4 * std::sqrt(p * (1 - p) / of); };
    CHECK(near(count[0][0], n, 0.3));
    CHECK(near(count[1][0], n, 0.2));
    const int treated = n - count[1][0];
    const int controls = n - count[0][0];
    CHECK(near(treated - count[1][1], treated, 0.2));
    CHECK(near(controls - count[0][1], controls, needing_more({.needs_more = 0.2, .odds_ratio = 10.9}).control));
    CHECK(near(count[1][2], count[1][2] + count[1][3], 0.5));
    const double odds_ratio = double(controls - count[0][1]) / count[0][1] / (double(treated - count[1][1]) / count[1][1]);
    const double se = std::sqrt(1.0 / count[0][1] + 1.0 / (controls - count[0][1]) + 1.0 / count[1][1] + 1.0 / (treated - count[1][1]));
    CHECK(std::abs(std::log(odds_ratio / 10.9)) < 4 * se);
}

TEST_CASE("sessions act at the visits after participants are told") {
    const PreparedBoosters boosters({.effect_per_session = {.control = -1, .treatment = -2}}, boosted);
    CHECK(boosters.first_visit() == 3);
    CHECK(boosters.effect(Arm::treatment, 2, 3) == 0);
    CHECK(boosters.effect(Arm::treatment, 3, 3) == -6);
    CHECK(boosters.effect(Arm::control, 3, 1) == -1);
}

TEST_CASE("all faults of delivery are found at once") {
    const auto found = faults(BoosterDelivery{.first_return = {.control = 1.5, .treatment = 1}, .needs_more = 1, .odds_ratio = 0, .most_sessions = 1}, Design{.participants = 10, .visits = {.weeks = {0, 1}}});
    REQUIRE(found.size() == 5);
    CHECK(found[0].pointer == "/mechanism/boosters");
    CHECK(found[1].pointer == "/mechanism/boosters/first_return/control");
    CHECK(found[2].pointer == "/mechanism/boosters/needs_more");
    CHECK(found[3].pointer == "/mechanism/boosters/odds_ratio");
    CHECK(found[4].pointer == "/mechanism/boosters/most_sessions");
}

}  // namespace booster_delivery_test
