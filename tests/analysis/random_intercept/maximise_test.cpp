// Oracle: no ratio on a fine grid is better than the maximum that was found, on thousands of small trials.
#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include <equipoise/analysis/cross_products.hpp>
#include <equipoise/analysis/random_intercept/maximise.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace maximise_test {

using namespace equipoise;
using random_intercept::GroupSums;
using random_intercept::maximise;
using random_intercept::Profile;

namespace {

/// Few participants and uneven caseloads, where the likelihood may have two maxima. Twelve in all, therapists of 1 to 5.
TrialData small_trial(std::uint64_t seed) {
    Stream chance(StudyKey(77), seed, {Layer::analysis});
    TrialData data{.arm = {}, .booster = std::vector<std::uint8_t>(12, 0), .outcomes = {{.name = "score", .visits = 2, .scores = std::vector<double>(12, missing)}}};
    data.therapist = {0, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 4};
    for (std::size_t i = 0; i < 12; ++i) {
        data.arm.push_back(i % 2 == 0 ? Arm::control : Arm::treatment);
        data.outcomes[0].scores.push_back(standard_normal(chance));
    }
    return data;
}

}  // namespace

TEST_CASE("the highest of all maxima is found") {
    const TrialShape shape = shape_of(small_trial(0));
    Reduction reduce({}, shape);
    CrossProducts model({}, shape, {treatment_column});
    GroupSums groups({}, shape);
    Profile profile(model.size());
    std::size_t with_two_maxima = 0;
    std::size_t on_boundary = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const TrialData data = small_trial(seed);
        const SufficientStatistics& statistics = reduce(data);
        model.follow(statistics.layout());
        model.gather(statistics, 1);
        groups.gather(data, 0, 1, model.centres());
        REQUIRE(profile.take(model.products(), groups, model.count()) == FitStatus::converged);
        double highest = -std::numeric_limits<double>::infinity();
        std::size_t maxima = 0;
        bool up = true;  // 0 is a maximum if the slope there is not positive
        for (int k = 0; k <= 120; ++k) {
            REQUIRE(profile.evaluate(k == 0 ? 0.0 : 1e-3 * std::pow(10.0, k / 15.0)));
            highest = std::max(highest, profile.log_likelihood());
            maxima += up && profile.slope() <= 0 ? 1U : 0U;
            up = profile.slope() > 0;
        }
        with_two_maxima += maxima > 1 ? 1U : 0U;
        const random_intercept::Maximum found = maximise(profile, 12.0 / 5);
        INFO(seed << ": " << to_string(found.status) << " at " << profile.ratio());
        CHECK(usable(found.status));
        CHECK(profile.log_likelihood() >= highest - 1e-12);
        CHECK((found.status == FitStatus::on_boundary) == (profile.ratio() == 0));
        if (found.status == FitStatus::converged) CHECK(std::abs(profile.slope()) * profile.ratio() < 1e-8);
        CHECK((profile.ratio() > 0 || profile.slope() <= 0));
        on_boundary += found.status == FitStatus::on_boundary ? 1U : 0U;
    }
    INFO(with_two_maxima << " profiles have two maxima, " << on_boundary << " fits are on the boundary");
    CHECK(with_two_maxima > 0);
    CHECK(on_boundary > 1000);
    CHECK(on_boundary < 2500);
}

}  // namespace maximise_test
