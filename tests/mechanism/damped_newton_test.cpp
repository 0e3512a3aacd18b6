// Oracle: systems with known roots, from starts where undamped Newton steps diverge.
#include "catch.hpp"

#include <cmath>
#include <optional>

#include <equipoise/mechanism/damped_newton.hpp>

namespace damped_newton_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

const auto anywhere = [](const Point<2>&, const Point<2>&) { return false; };

}  // namespace

TEST_CASE("a system of two equations") {
    const auto system = [](const Point<2>& x) {  // circle and hyperbola
        return std::optional<SystemAt<2>>({{x[0] * x[0] + x[1] * x[1] - 5, x[0] * x[1] - 2}, {{{2 * x[0], 2 * x[1]}, {x[1], x[0]}}}});
    };
    const auto root = damped_newton<2>(system, {3, 1}, anywhere);
    REQUIRE(root);
    CHECK_THAT((*root)[0], WithinAbs(2, 1e-10));
    CHECK_THAT((*root)[1], WithinAbs(1, 1e-10));
}

TEST_CASE("steps that overshoot or leave the domain are halved") {
    const auto system = [](const Point<2>& x) -> std::optional<SystemAt<2>> {
        if (std::abs(x[0]) > 20) return std::nullopt;
        return SystemAt<2>{{std::atan(x[0]), x[1] - 1}, {{{1 / (1 + x[0] * x[0]), 0}, {0, 1}}}};
    };
    const auto root = damped_newton<2>(system, {5, 0}, anywhere);
    REQUIRE(root);
    CHECK_THAT((*root)[0], WithinAbs(0, 1e-9));
}

TEST_CASE("no root is said to be none") {
    const auto system = [](const Point<2>& x) {
        return std::optional<SystemAt<2>>({{x[0] * x[0] + 1, x[1]}, {{{2 * x[0], 0}, {0, 1}}}});
    };
    CHECK_FALSE(damped_newton<2>(system, {3, 1}, anywhere));
    const auto singular = [](const Point<2>& x) { return std::optional<SystemAt<2>>({{x[0] + x[1] - 1, x[0] + x[1] - 2}, {{{1, 1}, {1, 1}}}}); };
    CHECK_FALSE(damped_newton<2>(singular, {0, 0}, anywhere));
}

}  // namespace damped_newton_test
