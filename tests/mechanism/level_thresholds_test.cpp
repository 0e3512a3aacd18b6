// Oracle: levels that are told by hand, thresholds of the normal itself, and the value at every threshold.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include <equipoise/mechanism/level_thresholds.hpp>

namespace level_thresholds_test {

using namespace equipoise;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("what is above each whole number") {
    const OrdinalLevels levels{.levels = {"a", "b", "c"}, .proportions = {.control = {{0.2, 0.5, 0.3}, {1, 0, 0}}, .treatment = {{0.1, 0.1, 0.8}}}, .correlation = {}};
    CHECK(values_above(levels, Arm::control, 0) == std::vector<double>{0.8, 0.3});
    CHECK(values_above(levels, Arm::control, 1) == std::vector<double>{0, 0});
    CHECK(values_above(levels, Arm::treatment, 0)[1] == 0.8);
    CHECK(values_above(BinaryProportion{.proportion = {.control = {0.4}, .treatment = {0.1}}, .correlation = {}}, Arm::treatment, 0) == std::vector<double>{0.1});
    const EventCount count{.mean = {.control = {0, 1.5}, .treatment = {0, 1.5}}, .dispersion = 0, .correlation = {}};
    CHECK(values_above(count, Arm::control, 0).empty());
    CHECK(values_above(count, Arm::control, 1)[0] == Approx(1 - std::exp(-1.5)));
}

TEST_CASE("moments of a value from what is above each whole number") {
    const ScoreMoments moments = moments_above({0.8, 0.3});
    CHECK(moments.mean == Approx(1.1));
    CHECK(moments.sd == Approx(std::sqrt(0.5 * 1 + 0.3 * 4 - 1.1 * 1.1)));
    CHECK(moments_above({}).mean == 0);
}

TEST_CASE("thresholds are quantiles of the normal where all are eligible") {
    const boost::math::normal_distribution<double> normal;
    const std::vector<double> thresholds = level_thresholds({0.9, 0.45, 1e-6}, EligibleNormal(-infinity, 0.5));
    CHECK(thresholds[0] == Approx(quantile(complement(normal, 0.9))).epsilon(1e-10));
    CHECK(thresholds[1] == Approx(quantile(complement(normal, 0.45))).epsilon(1e-10));
    CHECK(thresholds[2] == Approx(quantile(complement(normal, 1e-6))).epsilon(1e-10));
}

TEST_CASE("levels that all or none reach have infinite thresholds") {
    CHECK(level_thresholds({1, 0.5, 0.5, 0}, EligibleNormal(0, 0)) == std::vector<double>{-infinity, 0, 0, infinity});
}

TEST_CASE("the quantiles of a count are in order, and each is exceeded as often as its count") {
    const EventCount count{.mean = {.control = {4}, .treatment = {4}}, .dispersion = 1.5, .correlation = {}};
    const std::vector<double> above = values_above(count, Arm::control, 0);
    const EligibleNormal latent(-0.4, 0.35);
    const std::vector<double> thresholds = level_thresholds(above, latent);
    REQUIRE(thresholds.size() == above.size());
    for (std::size_t k = 0; k < above.size(); ++k) {
        CHECK(latent.above(thresholds[k]) == Approx(above[k]).epsilon(1e-10));
        if (k > 0) CHECK(thresholds[k] > thresholds[k - 1]);
    }
}

}  // namespace level_thresholds_test
