// Oracle: recording by the definition, on scales of every kind; eligibility agrees with recording.
#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/random/uniform.hpp>

namespace scale_test {

using namespace equipoise;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const std::vector<Scale> scales{{0, 100, 2}, {0, 10, 1}, {-5, 5, 0.1}, {1, 7, 1}, {0, 3, 1}, {0, 100, 0}, {}, {0, infinity, 0},
                                {-infinity, 10, 0}, {-infinity, infinity, 0.5}, {3, infinity, 0.25}, {-infinity, 6, 1.5}, {0, 1, 0.01}};

}  // namespace

TEST_CASE("a latent value is rounded to the nearest step, halves upwards, and clamped") {
    const Scale modq{0, 100, 2};
    CHECK(record(modq, -3.0) == 0);
    CHECK(record(modq, 0.999) == 0);
    CHECK(record(modq, 1.0) == 2);
    CHECK(record(modq, 32.9999) == 32);
    CHECK(record(modq, 33.0) == 34);
    CHECK(record(modq, 98.999) == 98);
    CHECK(record(modq, 1e300) == 100);
    CHECK(record(modq, -infinity) == 0);
    CHECK(record({.step = 0.5}, -1.25) == -1.0);
    CHECK(record({.step = 0.5}, -1.26) == -1.5);
    CHECK(record({.minimum = 1, .maximum = 7, .step = 1.5}, 2.0) == 2.5);
    CHECK(record({}, 3.14159) == 3.14159);
    CHECK(record({.minimum = 0}, -2.0) == 0);
    CHECK(record({.step = 1}, 1e300) == 1e300);
}

TEST_CASE("scores lie on the grid and inside the bounds, within half a step of the clamped value") {
    for (const Scale& scale : scales) {
        Stream chance(StudyKey(1), 0, {Layer::outcome});
        const Recorder recorder(scale);
        double before = -infinity;
        for (int k = 0; k < 2000; ++k) {
            const double latent = -30 + 160 * (k + uniform(chance)) / 2000;
            const double score = recorder(latent);
            const double bounded = std::fmin(std::fmax(latent, scale.minimum), scale.maximum);
            REQUIRE(score >= scale.minimum);
            REQUIRE(score <= scale.maximum);
            REQUIRE(score >= before);
            REQUIRE(std::abs(score - bounded) <= scale.step * (0.5 + 1e-9));
            if (scale.step > 0) {
                const double level = (score - origin(scale)) / scale.step;
                REQUIRE(std::abs(level - std::round(level)) < 1e-9);
            }
            before = score;
        }
    }
}

TEST_CASE("the latent threshold of eligibility is where eligible scores begin") {
    for (const Scale& scale : scales) {
        for (const double minimum : {0.0, 0.3, 0.7, 1.0, 2.5, 3.0, -2.0, -infinity}) {
            if (minimum > scale.maximum) continue;
            const Eligibility eligible = eligibility(scale, minimum);
            if (!std::isfinite(eligible.latent)) {
                CHECK(minimum <= scale.minimum + 1e-9);
                continue;
            }
            CHECK(eligible.score >= minimum - 1e-9);
            CHECK(eligible.score < minimum + scale.step + 1e-9);
            CHECK(record(scale, eligible.latent + 1e-9) >= eligible.score);
            CHECK(record(scale, eligible.latent - 1e-9) < eligible.score);
        }
    }
    CHECK(eligibility({0, 100, 2}, 20).score == 20);
    CHECK(eligibility({0, 100, 2}, 20).latent == 19);
    CHECK(eligibility({0, 100, 2}, 19).score == 20);
    CHECK(eligibility({0, 100, 2}, 0).score == -infinity);
}

}  // namespace scale_test
