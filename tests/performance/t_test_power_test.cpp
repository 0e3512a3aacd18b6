// Reference: exact power by direct integration and R's power.t.test. Oracles: the significance level, monotony, the inverse.
#include "catch.hpp"

#include <cmath>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include <equipoise/performance/t_test_power.hpp>

namespace t_test_power_test {

using namespace equipoise;

nlohmann::json reference() {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference/ttest_power.json");
    return nlohmann::json::parse(file);
}

TEST_CASE("the power of a t-test agrees with direct integration") {
    const nlohmann::json all = reference().at("ttest_power");
    CHECK(all.size() == 192);
    for (const nlohmann::json& row : all) {
        const bool one_sided = row.at("sided") == 1;
        const TTestDesign design{.effect = row.at("delta"),
                                 .standard_deviation = row.at("sd"),
                                 .alpha = (one_sided ? 2 : 1) * row.at("alpha").get<double>(),
                                 .hypothesis = {one_sided ? Alternative::greater : Alternative::two_sided}};
        INFO(row.dump());
        CHECK(std::abs(t_test_power({row.at("n0"), row.at("n1")}, design) - row.at("power").get<double>()) <= 1e-12);
    }
}

TEST_CASE("numbers of participants agree with R") {
    const nlohmann::json all = reference().at("sample_size_continuous");
    CHECK(all.size() == 3);
    for (const nlohmann::json& row : all) {
        const PerArm<double> found = t_test_participants(row.at("power"), {.effect = row.at("delta"), .standard_deviation = row.at("sd"), .alpha = row.at("alpha")});
        const double wanted = row.at("n_per_group");
        CHECK(std::abs(found.control - wanted) <= 1e-9 * wanted);
        CHECK(found.treatment == found.control);
    }
}

TEST_CASE("one-sided tests, margins and unequal arms") {
    const TTestDesign design{.effect = -3, .standard_deviation = 9, .alpha = 0.05, .hypothesis = {Alternative::less, 1.5}};
    const PerArm<double> found = t_test_participants(0.85, design, 2.0);
    CHECK(found.treatment == Approx(2 * found.control).epsilon(1e-14));
    CHECK(t_test_power(found, design) == Approx(0.85).epsilon(1e-11));
    CHECK(t_test_power(found, {.effect = 4.5, .standard_deviation = 9, .hypothesis = {Alternative::greater}}) == Approx(0.85).epsilon(1e-11));
    CHECK(t_test_power({30, 40}, {.effect = 1.5, .standard_deviation = 9, .hypothesis = {Alternative::less, 1.5}}) == Approx(0.025).epsilon(1e-11));
}

TEST_CASE("the power to show equivalence agrees with R's integrate") {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference_r/equivalence_power.json");
    const nlohmann::json all = nlohmann::json::parse(file).at("power");
    CHECK(all.size() == 18);
    for (const nlohmann::json& row : all) {
        INFO(row.dump());
        const TTestDesign design{.effect = row.at("effect"), .standard_deviation = row.at("sd"), .alpha = row.at("alpha"), .hypothesis = {Alternative::equivalence, row.at("margin")}};
        CHECK(std::abs(t_test_power({row.at("n0"), row.at("n1")}, design) - row.at("power").get<double>()) <= 1e-9);
    }
    const TTestDesign design{.effect = 1, .standard_deviation = 10, .hypothesis = {Alternative::equivalence, 5.0}};
    CHECK(t_test_power(t_test_participants(0.9, design), design) == Approx(0.9).epsilon(1e-10));
    // In a large trial both one-sided tests are nearly disjoint, and normal.
    CHECK(t_test_power({20'000, 20'000}, {.effect = 4.9, .standard_deviation = 10, .hypothesis = {Alternative::equivalence, 5.0}}) ==
          Approx(t_test_power({20'000, 20'000}, {.effect = 4.9, .standard_deviation = 10, .hypothesis = {Alternative::less, 5.0}})).epsilon(1e-9));
}

TEST_CASE("what no number of participants can do") {
    CHECK(std::isnan(t_test_participants(0.8, {.effect = 0, .standard_deviation = 9}).control));
    CHECK(std::isnan(t_test_participants(0.8, {.effect = 2, .standard_deviation = 9, .hypothesis = {Alternative::less}}).control));
    CHECK(std::isnan(t_test_participants(0.8, {.effect = 5, .standard_deviation = 9, .hypothesis = {Alternative::equivalence, 5.0}}).control));
}

}  // namespace t_test_power_test
