// Oracle: the likelihood with matrices over all participants, and finite differences.
#include "catch.hpp"

#include "analysis/therapist_trial.hpp"

#include <equipoise/analysis/cross_products.hpp>
#include <equipoise/analysis/random_intercept/profile.hpp>
#include <equipoise/data/reduction.hpp>

namespace profile_test {

using namespace equipoise;
using random_intercept::GroupSums;
using random_intercept::Profile;
using therapists::Layout;

namespace {

const std::vector<Covariate> baseline{{.name = "baseline"}};

/// The profile of the last visit, adjusted for baseline.
struct Taken {
    CrossProducts model;
    GroupSums groups;
    Profile profile;
    FitStatus status;

    explicit Taken(const TrialData& data) : model(baseline, shape_of(data), {treatment_column}), groups(baseline, shape_of(data)), profile(4), status() {
        Reduction reduce({.covariates = {"baseline"}}, shape_of(data));
        const SufficientStatistics& statistics = reduce(data);
        model.follow(statistics.layout());
        model.gather(statistics, 3);
        groups.gather(data, 0, 3, model.centres());
        status = profile.take(model.products(), groups, model.count());
    }
};

}  // namespace

TEST_CASE("the profile is the likelihood at the best residual variance") {
    for (const Layout layout : {Layout::crossed, Layout::nested, Layout::partially_nested}) {
        const TrialData data = therapists::trial(31, layout, 7, 4, {.skipping = 0.1});
        Taken taken(data);
        REQUIRE(taken.status == FitStatus::converged);
        const therapists::Dense dense = therapists::dense(data, 3, true);
        for (const double ratio : {0.0, 0.03, 0.4, 2.0, 30.0}) {
            INFO(static_cast<int>(layout) << ", ratio " << ratio);
            REQUIRE(taken.profile.evaluate(ratio));
            const double within = taken.profile.residual_variance();
            const auto wanted = dense.at(ratio * within, within);
            CHECK(taken.profile.log_likelihood() == Approx(wanted.log_likelihood).epsilon(1e-11));
            CHECK(taken.profile.effect() == Approx(wanted.effect).epsilon(1e-10));
            CHECK(taken.profile.variance_of_effect() == Approx(wanted.variance).epsilon(1e-10));
            CHECK(dense.at(ratio * within * 1.01, within * 1.01).log_likelihood < wanted.log_likelihood);
            CHECK(dense.at(ratio * within * 0.99, within * 0.99).log_likelihood < wanted.log_likelihood);
        }
    }
}

TEST_CASE("its derivatives are those of finite differences") {
    for (const Layout layout : {Layout::crossed, Layout::nested, Layout::partially_nested}) {
        Taken taken(therapists::trial(32, layout, 7, 4, {.skipping = 0.1}));
        for (const double ratio : {0.02, 0.3, 3.0}) {
            const double h = 1e-4 * ratio;
            const auto at = [&](double r) {
                REQUIRE(taken.profile.evaluate(r));
                return std::pair{taken.profile.log_likelihood(), taken.profile.slope()};
            };
            const auto [lower, lower_slope] = at(ratio - h);
            const auto [upper, upper_slope] = at(ratio + h);
            at(ratio);
            INFO(static_cast<int>(layout) << ", ratio " << ratio);
            CHECK(taken.profile.slope() == Approx((upper - lower) / (2 * h)).epsilon(1e-5).margin(1e-6));
            CHECK(taken.profile.information() == Approx(-(upper_slope - lower_slope) / (2 * h)).epsilon(1e-6));
        }
    }
}

TEST_CASE("variances that cannot be told apart are refused") {
    TrialData data = therapists::trial(33, Layout::nested, 2, 4, {.leaving = 0, .skipping = 0});
    CHECK(Taken(data).status == FitStatus::not_estimable);  // one therapist for each arm
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = static_cast<std::uint32_t>(i);
    CHECK(Taken(data).status == FitStatus::not_estimable);  // one participant for each therapist
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = 0;
    CHECK(Taken(data).status == FitStatus::not_estimable);  // one therapist for all
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = no_therapist;
    CHECK(Taken(data).status == FitStatus::not_estimable);  // nobody has one
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = i % 2 == 0 ? no_therapist : 0;
    CHECK(Taken(data).status == FitStatus::not_estimable);  // one therapist, in one arm
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = i % 2 == 0 ? no_therapist : static_cast<std::uint32_t>(i % 4);
    CHECK(Taken(data).status == FitStatus::converged);      // two therapists, in one arm
    for (std::size_t i = 0; i < n; ++i) data.therapist[i] = static_cast<std::uint32_t>(i / 2 % 2);
    CHECK(Taken(data).status == FitStatus::converged);      // two therapists, each in both arms
    for (std::size_t i = 0; i < n; ++i) data.outcomes[0].scores[3 * n + i] = 3 * data.score(0, 0, i) + 5 * data.therapist[i];
    CHECK(Taken(data).status == FitStatus::covariance_singular);
}

}  // namespace profile_test
