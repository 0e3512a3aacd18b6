// Oracle: classes of numbers, levels and unknown values, written by hand.

#include "catch.hpp"

#include <array>
#include <cstdint>
#include <limits>

#include <equipoise/design/stratification.hpp>

namespace stratification_test {

using namespace equipoise;

TEST_CASE("a number belongs to the class that begins at the last cut not above it") {
    const StratificationFactor age{.covariate = "age", .cuts = {30, 40.5}};
    CHECK(stratum_class(age, -1e300) == 0);
    CHECK(stratum_class(age, 29.999) == 0);
    CHECK(stratum_class(age, 30) == 1);
    CHECK(stratum_class(age, 40.4) == 1);
    CHECK(stratum_class(age, 40.5) == 2);
    CHECK(stratum_class(age, std::numeric_limits<double>::infinity()) == 2);
}

TEST_CASE("a covariate with levels has its levels as classes, and what is not known is a class of its own") {
    const StratificationFactor site{.covariate = "site"};
    CHECK(stratum_class(site, 0) == 0);
    CHECK(stratum_class(site, 7) == 7);
    CHECK(stratum_class(site, 254) == 254);
    CHECK(stratum_class(site, 255) == class_unknown);
    CHECK(stratum_class(site, std::numeric_limits<double>::quiet_NaN()) == class_unknown);
    CHECK(stratum_class({.covariate = "age", .cuts = {30}}, std::numeric_limits<double>::quiet_NaN()) == class_unknown);
}

TEST_CASE("a participant's classes are a row of the table") {
    const std::array<std::uint8_t, 6> classes{0, 1, 2, 3, 4, 5};
    const Strata strata{.factors = 2, .classes = classes};
    CHECK(strata.of(0)[0] == 0);
    CHECK(strata.of(2)[0] == 4);
    CHECK(strata.of(2)[1] == 5);
    CHECK(strata.of(1).size() == 2);
}

}  // namespace stratification_test
