// Oracle: weighted imbalances and ties, by hand.

#include "catch.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <equipoise/design/class_counts.hpp>

namespace class_counts_test {

using namespace equipoise;

namespace {

using Classes = std::array<std::uint8_t, 2>;

void add(ClassCounts& counts, Arm arm, Classes classes, int times) {
    for (int k = 0; k < times; ++k) counts.add(classes, arm);
}

}  // namespace

TEST_CASE("at the start and after equal numbers nobody lags") {
    ClassCounts counts({1, 1}, {1, 1});
    CHECK_FALSE(counts.lagging(Classes{0, 0}));
    add(counts, Arm::treatment, {0, 1}, 1);
    CHECK(counts.lagging(Classes{0, 0}) == Arm::control);
    CHECK(counts.lagging(Classes{1, 1}) == Arm::control);
    CHECK_FALSE(counts.lagging(Classes{1, 0}));
    add(counts, Arm::control, {1, 1}, 1);
    CHECK(counts.lagging(Classes{1, 1}) == Arm::treatment);  // of the first factor none is treated, of the second one of each
    CHECK(counts.lagging(Classes{0, 1}) == Arm::control);
    counts.clear();
    CHECK_FALSE(counts.lagging(Classes{0, 1}));
}

TEST_CASE("factors pull against one another with their weights") {
    // class 0 of the first factor: two more treated; class 0 of the second: one more control.
    const auto filled = [](std::vector<double> weights) {
        ClassCounts counts(std::move(weights), {1, 1});
        add(counts, Arm::treatment, {0, 1}, 2);
        add(counts, Arm::control, {1, 0}, 1);
        return counts;
    };
    // With treatment |2 + 1| + w |-1 + 1| = 3, with control |2 - 1| + w |-1 - 1| = 1 + 2 w: a tie at w = 1.
    CHECK_FALSE(filled({1, 1}).lagging(Classes{0, 0}));
    CHECK(filled({1, 0.999}).lagging(Classes{0, 0}) == Arm::control);
    CHECK(filled({1, 1.001}).lagging(Classes{0, 0}) == Arm::treatment);
    CHECK_FALSE(filled({0.3, 0.1 + 0.2}).lagging(Classes{0, 0}));  // equal up to rounding
}

TEST_CASE("with a ratio of two to one the arms are alike when one has twice as many") {
    ClassCounts counts({1}, {.control = 1, .treatment = 2});
    const std::array<std::uint8_t, 1> everybody{0};
    // G = |n_T / 2 - n_C|: of (0, 0) 1/2 with treatment, 1 with control; of (1, 0) 1 and 1/2; of (1, 1) 0 and 3/2.
    CHECK(counts.lagging(everybody) == Arm::treatment);
    counts.add(everybody, Arm::treatment);
    CHECK(counts.lagging(everybody) == Arm::control);
    counts.add(everybody, Arm::control);
    CHECK(counts.lagging(everybody) == Arm::treatment);
    counts.add(everybody, Arm::treatment);
    CHECK(counts.lagging(everybody) == Arm::treatment);
    counts.add(everybody, Arm::treatment);
    CHECK(counts.lagging(everybody) == Arm::control);
}

TEST_CASE("with a ratio a tie is a tie whatever the rounding") {
    // Three to one and (n_T, n_C) = (1, 0): with treatment |2/3 - 0|, with control |1/3 - 1|, which differ as doubles.
    REQUIRE(2.0 / 3.0 != 1.0 - 1.0 / 3.0);
    ClassCounts counts({1}, {.control = 1, .treatment = 3});
    const std::array<std::uint8_t, 1> everybody{0};
    counts.add(everybody, Arm::treatment);
    CHECK_FALSE(counts.lagging(everybody));
    ClassCounts even({1}, {.control = 5, .treatment = 5});
    CHECK_FALSE(even.lagging(everybody));
}

}  // namespace class_counts_test
