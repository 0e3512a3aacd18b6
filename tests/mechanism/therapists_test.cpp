// Oracle and statistical: faults by layout; shares and caseloads; effects are standard normals that crossed arms share as stated; inexperience halves as stated.

#include "catch.hpp"

#include <cmath>
#include <map>
#include <vector>

#include <equipoise/mechanism/therapists.hpp>

namespace therapists_test {

using namespace equipoise;

namespace {

Design design_of(std::size_t participants) { return {.participants = participants, .visits = {.weeks = {0, 8}}, .allocation = SimpleAllocation{}}; }

std::vector<std::string> pointers(const Therapists& therapists) {
    std::vector<std::string> found;
    for (const Fault& fault : faults(therapists)) found.push_back(fault.pointer);
    return found;
}

}  // namespace

TEST_CASE("each layout wants its numbers of therapists") {
    using enum TherapistLayout;
    const std::vector<std::string> number{"/mechanism/therapists/number"};
    CHECK(pointers({.layout = crossed, .number = {6, 6}, .icc = 0.03}).empty());
    CHECK(pointers({.layout = crossed, .number = {6, 5}}) == number);
    CHECK(pointers({.layout = nested, .number = {3, 4}, .icc = 0.03}).empty());
    CHECK(pointers({.layout = nested, .number = {0, 4}}) == number);
    CHECK(pointers({.layout = partially_nested, .number = {0, 4}, .icc = 0.05}).empty());
    CHECK(pointers({.layout = partially_nested, .number = {3, 4}}) == number);
    CHECK(pointers({.layout = partially_nested, .number = {0, 0}}) == number);
}

TEST_CASE("all faults of therapists are found at once") {
    const Therapists wrong{.layout = TherapistLayout::nested, .number = {2, 2}, .caseload = {.control = {1, 0}, .treatment = {1}}, .icc = 1.2, .icc_by_arm = 0.1, .half_learnt_after = 0};
    CHECK(pointers(wrong) == std::vector<std::string>{"/mechanism/therapists/icc", "/mechanism/therapists/icc_by_arm", "/mechanism/therapists/icc_by_arm",
                                                      "/mechanism/therapists/half_learnt_after", "/mechanism/therapists/caseload/control/1", "/mechanism/therapists/caseload/treatment"});
}

TEST_CASE("an arm without therapists has no share of the variance") {
    const PerArm<double> share = variance_share({.layout = TherapistLayout::partially_nested, .number = {0, 5}, .icc = 0.05});
    CHECK(share.control == 0);
    CHECK(share.treatment == 0.05);
    CHECK(variance_share({.number = {4, 4}, .icc = 0.02, .icc_by_arm = 0.01}).control == 0.02 + 0.01);
}

TEST_CASE("participants fall to therapists by caseload") {
    const StudyKey key(7);
    const PreparedTherapists nested({.layout = TherapistLayout::nested, .number = {2, 3}, .caseload = {.control = {}, .treatment = {1, 2, 5}}}, design_of(100));
    REQUIRE(nested.count() == 5);
    constexpr int n = 100'000;
    std::map<std::uint32_t, int> treated;
    std::map<std::uint32_t, int> controls;
    for (std::uint64_t i = 0; i < n; ++i) {
        ++treated[nested.treating(Arm::treatment, key, 0, i)];
        ++controls[nested.treating(Arm::control, key, 0, i)];
    }
    const auto near = [&](int count, double p) { return std::abs(count / double(n) - p) < 4 * std::sqrt(p * (1 - p) / n); };
    CHECK(near(treated[2], 1.0 / 8));
    CHECK(near(treated[3], 2.0 / 8));
    CHECK(near(treated[4], 5.0 / 8));
    CHECK(near(controls[0], 0.5));
    CHECK(controls[0] + controls[1] == n);
    const PreparedTherapists one_arm({.layout = TherapistLayout::partially_nested, .number = {0, 3}}, design_of(100));
    CHECK(one_arm.treating(Arm::control, key, 0, 4) == no_therapist);
    CHECK(one_arm.count() == 3);
}

TEST_CASE("a therapist's effects in the two arms are standard normals with the stated correlation") {
    const StudyKey key(11);
    const PreparedTherapists crossed({.number = {4, 4}, .icc = 0.03, .icc_by_arm = 0.01}, design_of(100));
    constexpr int n = 100'000;
    double product = 0;
    double square = 0;
    for (int r = 0; r < n; ++r) {
        const double c = crossed.effect(2, Arm::control, key, static_cast<std::uint64_t>(r));
        const double t = crossed.effect(2, Arm::treatment, key, static_cast<std::uint64_t>(r));
        product += c * t;
        square += c * c;
    }
    const double rho = 0.75;  // 0.03 / 0.04
    CHECK(std::abs(product / n - rho) < 4 * std::sqrt((1 + rho * rho) / n));
    CHECK(std::abs(square / n - 1) < 4 * std::sqrt(2.0 / n));
    const PreparedTherapists alike({.number = {4, 4}, .icc = 0.03}, design_of(100));
    CHECK(alike.effect(1, Arm::control, key, 5) == alike.effect(1, Arm::treatment, key, 5));
    CHECK(alike.effect(1, Arm::control, key, 5) != alike.effect(2, Arm::control, key, 5));
}

TEST_CASE("inexperience halves after the stated number of participants") {
    const PreparedTherapists learning({.layout = TherapistLayout::nested, .number = {1, 2}, .learning = {.control = 0, .treatment = 3}, .half_learnt_after = 10}, design_of(200));
    CHECK(learning.learn());
    CHECK(learning.inexperience(1, Arm::treatment, 0) == 3);
    CHECK(learning.inexperience(0, Arm::control, 0) == 0);
    // Half of the participants are in the arm and half of those are this therapist's: 40 enrolled before are 10 treated.
    CHECK(learning.inexperience(1, Arm::treatment, 40) == Approx(1.5).epsilon(1e-14));
    CHECK(learning.inexperience(2, Arm::treatment, 80) == Approx(0.75).epsilon(1e-14));
}

}  // namespace therapists_test
