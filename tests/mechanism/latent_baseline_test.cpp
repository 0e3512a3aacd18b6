// Oracle: solving returns the latent normal that made the moments, on random scales; the trial's known answer.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/latent_baseline.hpp>
#include <equipoise/random/uniform.hpp>

namespace latent_baseline_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("the trial's baseline, mean 32 and SD 9 among those of at least 20") {
    const Scale modq{0, 100, 2};
    const double threshold = eligibility(modq, 20).latent;
    const auto latent = latent_baseline(modq, threshold, {32, 9});
    REQUIRE(latent);
    CHECK_THAT(latent->mean, WithinAbs(25.28, 0.005));
    CHECK_THAT(latent->sd, WithinAbs(12.96, 0.005));
    CHECK_THAT(portable::normal_cdf((latent->mean - threshold) / latent->sd), WithinAbs(0.69, 0.005));
    const ScoreMoments m = score_moments(modq, *latent, threshold);
    CHECK_THAT(m.mean, WithinAbs(32, 1e-10));
    CHECK_THAT(m.sd, WithinAbs(9, 1e-10));
}

TEST_CASE("the moments of a latent normal lead back to moments that are the same") {
    Stream chance(StudyKey(3), 0, {Layer::outcome});
    for (int k = 0; k < 60; ++k) {
        const double steps = std::floor(5 + 60 * uniform(chance));
        const double width = 0.5 + 2 * uniform(chance);
        const double minimum = -10 + 20 * uniform(chance);
        const Scale scale{minimum, k % 5 == 4 ? infinity : minimum + steps * width, k % 3 == 2 ? 0.0 : width};
        const double range = steps * width;
        const LatentNormal made{minimum + range * (0.1 + 0.7 * uniform(chance)), range * (0.1 + 0.3 * uniform(chance))};
        const double baseline_minimum = k % 2 == 0 ? -infinity : made.mean + made.sd * (2 * uniform(chance) - 1);
        const double threshold = eligibility(scale, baseline_minimum).latent;
        if (!(threshold < scale.maximum - range / 4) && std::isfinite(threshold)) continue;
        const ScoreMoments stated = score_moments(scale, made, threshold);
        const auto latent = latent_baseline(scale, threshold, stated);
        INFO("scale " << scale.minimum << " " << scale.maximum << " " << scale.step << " cut " << threshold << " latent " << made.mean << " " << made.sd);
        REQUIRE(latent);
        const ScoreMoments found = score_moments(scale, *latent, threshold);
        CHECK_THAT(found.mean, WithinAbs(stated.mean, 1e-8 * stated.sd));
        CHECK_THAT(found.sd, WithinAbs(stated.sd, 1e-8 * stated.sd));
    }
}

TEST_CASE("an SD that no normal shows has no latent variable") {
    const Scale modq{0, 100, 2};
    CHECK_FALSE(latent_baseline(modq, -infinity, {20, 41}));
    CHECK_THAT(largest_baseline_sd(modq, -infinity, 20), WithinAbs(40, 1e-12));
    CHECK_THAT(smallest_sd(modq, 21), WithinAbs(1, 1e-12));
    CHECK(smallest_sd(modq, 22) == 0);
    CHECK_FALSE(latent_baseline(modq, -infinity, {21, 0.5}));
    const double threshold = eligibility(modq, 20).latent;
    const double largest = largest_baseline_sd(modq, threshold, 32);
    CHECK(largest > 10);
    CHECK(largest < 13);
    CHECK(latent_baseline(modq, threshold, {32, 0.98 * largest}));
    CHECK(largest_baseline_sd({}, -infinity, 5) == infinity);
}

TEST_CASE("an SD far below a step, and a cut far below the scores, are solved like any other") {
    const Scale modq{0, 100, 2};
    const auto narrow = latent_baseline(modq, -infinity, {20, 0.05});
    REQUIRE(narrow);
    CHECK_THAT(score_moments(modq, *narrow).sd, WithinAbs(0.05, 1e-9));
    const auto uncut = latent_baseline({}, -1e9, {32, 9});
    REQUIRE(uncut);
    CHECK_THAT(uncut->sd, WithinAbs(9, 1e-9));
    CHECK_THAT(score_moments({}, {32, 9}, -1e9).sd, WithinAbs(9, 1e-9));
}

TEST_CASE("the largest SD is approached, and what is found there shows it") {
    const Scale modq{0, 100, 2};
    for (const double share : {0.9, 0.97, 0.99}) {
        const double sd = share * largest_baseline_sd(modq, -infinity, 50);
        const auto latent = latent_baseline(modq, -infinity, {50, sd});
        REQUIRE(latent);
        CHECK_THAT(score_moments(modq, *latent).sd, WithinAbs(sd, 1e-8));
    }
}

}  // namespace latent_baseline_test
