// Oracle: of any first n participants the expected number have boosters, to within one.
#include "catch.hpp"

#include <cmath>
#include <cstdint>

#include <equipoise/mechanism/expected_boosters.hpp>

#include "trial_outcome.hpp"

namespace expected_boosters_test {

using namespace equipoise;

TEST_CASE("boosters fall to their share of any first participants") {
    Design design = trial::design();
    for (const double share : {0.5, 0.25, 1.0 / 3, 0.9}) {
        design.boosters->share = share;
        double boosted = 0;
        for (std::uint64_t i = 0; i < 10'000; ++i) {
            boosted += expected_booster(design, i) ? 1 : 0;
            REQUIRE(std::abs(boosted - share * static_cast<double>(i + 1)) < 1 + 1e-9);
        }
    }
}

TEST_CASE("without a booster plan nobody has them") {
    Design design = trial::design();
    design.boosters.reset();
    for (std::uint64_t i = 0; i < 10; ++i) CHECK_FALSE(expected_booster(design, i));
}

}  // namespace expected_boosters_test
