// Oracle: functions with known roots, inside, at and outside the bounds.
#include "catch.hpp"

#include <cmath>

#include <equipoise/mechanism/increasing_root.hpp>

namespace increasing_root_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

TEST_CASE("roots of increasing functions") {
    const auto cubic = [](double x) { return ValueAndSlope{x * x * x - 8, 3 * x * x}; };
    for (const double start : {-100.0, 0.0, 1.9, 50.0}) {
        const auto root = increasing_root(cubic, -100, 100, start, 1e-12);
        REQUIRE(root);
        CHECK_THAT(*root, WithinAbs(2, 1e-12));
    }
    const auto steep = [](double x) { return ValueAndSlope{1 / (1 + std::exp(-x)) - 1e-6, std::exp(-x) / ((1 + std::exp(-x)) * (1 + std::exp(-x)))}; };
    const auto root = increasing_root(steep, -700, 700, 300, 1e-16);
    REQUIRE(root);
    CHECK_THAT(*root, WithinAbs(std::log(1e-6 / (1 - 1e-6)), 1e-8));
    CHECK_THAT(increasing_root(cubic, 2, 5, 3, 1e-12).value(), WithinAbs(2, 1e-12));
}

TEST_CASE("a function of one sign has no root") {
    const auto line = [](double x) { return ValueAndSlope{x, 1}; };
    CHECK_FALSE(increasing_root(line, 1, 2, 1.5, 1e-12));
    CHECK_FALSE(increasing_root(line, -2, -1, -1.5, 1e-12));
}

}  // namespace increasing_root_test
