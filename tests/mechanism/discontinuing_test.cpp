// Oracle and statistical: each reason is asked for in its turn with its probability; the mean goes over as stated.

#include "catch.hpp"

#include <array>
#include <cmath>

#include <equipoise/mechanism/discontinuing.hpp>

namespace discontinuing_test {

using namespace equipoise;

namespace {

const Design four_visits{.participants = 100, .visits = {.weeks = {0, 7, 33, 59}}};

std::array<double, 4> reasons(const Discontinuing& stated, const OnTreatment& now) {
    const PreparedDiscontinuing stops(stated, four_visits);
    constexpr int n = 100'000;
    std::array<double, 4> share{};
    for (std::uint64_t i = 0; i < n; ++i) {
        Stream chance(StudyKey(4), 0, {Layer::discontinuation}, i);
        share[static_cast<std::size_t>(stops(now, chance))] += 1.0 / n;
    }
    return share;
}

bool near(double found, double p) { return std::abs(found - p) < 4 * std::sqrt(p * (1 - p) / 100'000) + 1e-9; }

}  // namespace

TEST_CASE("reasons come in their order, each with its probability") {
    const Discontinuing stated{.after_adverse_event = {.control = 0, .treatment = 0.2},
                               .lack_of_efficacy = {.control = 0, .treatment = 0.25},
                               .change_above = 0,
                               .administrative = {.control = {}, .treatment = {0.1, 0.02, 0.03}}};
    const auto all = reasons(stated, {.arm = Arm::treatment, .next_visit = 2, .change = 1, .adverse_event = true});
    CHECK(near(all[1], 0.2));
    CHECK(near(all[2], 0.8 * 0.25));
    CHECK(near(all[3], 0.8 * 0.75 * 0.02));
    const auto improved = reasons(stated, {.arm = Arm::treatment, .next_visit = 2, .change = -4, .adverse_event = false});
    CHECK(improved[1] + improved[2] == 0);
    CHECK(near(improved[3], 0.02));
    const auto early = reasons(stated, {.arm = Arm::treatment, .next_visit = 1, .change = 1, .adverse_event = false});
    CHECK(early[2] == 0);
    CHECK(near(early[3], 0.1));
    const auto control = reasons(stated, {.arm = Arm::control, .next_visit = 3, .change = 1, .adverse_event = true});
    CHECK(control[0] == Approx(1));
}

TEST_CASE("where higher is better a low change is a lack of efficacy") {
    const Discontinuing stated{.lack_of_efficacy = {0.5, 0.5}, .change_below = 2};
    CHECK(near(reasons(stated, {.arm = Arm::control, .next_visit = 2, .change = 1, .adverse_event = false})[2], 0.5));
    CHECK(reasons(stated, {.arm = Arm::control, .next_visit = 2, .change = 3, .adverse_event = false})[2] == 0);
}

TEST_CASE("afterwards the mean stays, goes at once, or drifts") {
    CHECK(PreparedDiscontinuing({.afterwards = Afterwards::keeps_benefit}, four_visits).gone_over(1, 3) == 0);
    CHECK(PreparedDiscontinuing({.afterwards = Afterwards::loses_benefit}, four_visits).gone_over(1, 1) == 1);
    const PreparedDiscontinuing drift({.afterwards = Afterwards::drifts_to_control, .drift_weeks = 52}, four_visits);
    CHECK(drift.gone_over(2, 2) == Approx(26.0 / 52));
    CHECK(drift.gone_over(2, 3) == 1);
    CHECK(drift.gone_over(1, 1) == Approx(7.0 / 52));
}

TEST_CASE("all faults of discontinuation are found at once") {
    const auto found = faults({.after_adverse_event = {.control = 0.1, .treatment = 0}, .lack_of_efficacy = {.control = 2, .treatment = 0}, .administrative = {.control = {0.1}, .treatment = {}}, .drift_weeks = -1}, four_visits, false);
    REQUIRE(found.size() == 5);
    CHECK(found[0].pointer == "/mechanism/discontinuation/lack_of_efficacy/control");
    CHECK(found[1].pointer == "/mechanism/discontinuation/after_adverse_event/control");
    CHECK(found[2].pointer == "/mechanism/discontinuation/administrative/control");
    CHECK(found[3].pointer == "/mechanism/discontinuation/lack_of_efficacy");
    CHECK(found[4].pointer == "/mechanism/discontinuation/drift_weeks");
}

}  // namespace discontinuing_test
