// Oracle: the closed form of monotone data is where an MMRM's iterations end; and with gaps the model is the MMRM's.
#include "catch.hpp"

#include <cmath>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/imputation/likelihood_fit.hpp>
#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

#include "analysis/imputation/random_model.hpp"
#include "analysis/random_trial.hpp"

namespace likelihood_fit_test {
using namespace equipoise;
using namespace equipoise::imputation;

PatternProducts patterns_of(const TrialData& data, ParticipantRows& rows) {
    Reduction reduce({.covariates = {"baseline"}}, shape_of(data));
    rows.gather(data, reduce(data));
    PatternProducts patterns(rows.width());
    patterns.gather(rows);
    return patterns;
}

TEST_CASE("coefficients and slopes of monotone data need no iteration") {
    const TrialData data = made::trial(51, {.leaving = 0.15, .skipping = 0});
    ParticipantRows rows({{.name = "baseline"}}, shape_of(data), 0);
    const PatternProducts patterns = patterns_of(data, rows);
    REQUIRE(patterns.monotone());
    for (const bool restricted : {true, false}) {
        LikelihoodFit closed(2, 3, restricted);
        LikelihoodFit iterated(2, 3, restricted);
        REQUIRE(closed(patterns, true) == FitStatus::converged);
        REQUIRE(iterated(patterns, false) == FitStatus::converged);
        for (const Arm arm : both_arms) {
            for (std::size_t k = 0; k < 6; ++k) CHECK(closed.model()[arm].mean[k] == Approx(iterated.model()[arm].mean[k]).epsilon(1e-9).margin(1e-9));
            for (std::size_t k = 0; k < 9; ++k) CHECK(closed.model()[arm].slopes[k] == Approx(iterated.model()[arm].slopes[k]).epsilon(1e-8).margin(1e-9));
        }
    }
}

TEST_CASE("with gaps the model is that of an MMRM") {
    const TrialData data = made::trial(52, {.leaving = 0.1, .skipping = 0.1});
    ParticipantRows rows({{.name = "baseline"}}, shape_of(data), 0);
    const PatternProducts patterns = patterns_of(data, rows);
    REQUIRE_FALSE(patterns.monotone());
    LikelihoodFit fit(2, 3, true);
    REQUIRE(fit(patterns, false) == FitStatus::converged);
    const std::vector<Estimate> mmrm = analyse(data, Mmrm{.covariates = {{.name = "baseline"}}});
    for (std::size_t j = 0; j < 3; ++j) CHECK(fit.model().treatment.mean[j] - fit.model().control.mean[j] == Approx(mmrm[j].effect).epsilon(1e-9));
    // The covariance comes back from its regressions.
    gaussian::PreparedFit engine(gaussian::coefficient_map({{.name = "baseline"}}, shape_of(data)), true);
    ModelColumns columns({"baseline"});
    Reduction reduce({.covariates = {"baseline"}}, shape_of(data));
    REQUIRE(engine(reduce(data), columns) == FitStatus::converged);
    const Eigen::MatrixXd Sigma = made::covariance(fit.model().control, 3);
    for (Eigen::Index j = 0; j < 3; ++j) {
        for (Eigen::Index k = 0; k < 3; ++k) CHECK(Sigma(j, k) == Approx(engine.covariance()[static_cast<std::size_t>(3 * j + k)]).epsilon(1e-9));
    }
}

TEST_CASE("who is left out comes back to the last digit") {
    const TrialData data = made::trial(53, {.leaving = 0.1, .skipping = 0.1});
    ParticipantRows rows({{.name = "baseline"}}, shape_of(data), 0);
    PatternProducts patterns = patterns_of(data, rows);
    const PatternProducts before = patterns;
    double n = 0;
    for (std::size_t g = 0; g < patterns.count(); ++g) n += patterns.n(g);
    CHECK(n == static_cast<double>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        patterns.leave_out(rows, i);
        double left = 0;
        for (std::size_t g = 0; g < patterns.count(); ++g) left += patterns.n(g);
        CHECK(left == n - 1);
        patterns.take_back(i);
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            for (std::size_t k = 0; k < 25; ++k) CHECK(patterns.products(g)[k] == before.products(g)[k]);
        }
    }
}

}  // namespace likelihood_fit_test
