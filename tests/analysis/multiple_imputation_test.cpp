// Oracle: complete data, order and unit of no account, addressed chance, typed failures. Statistical: many imputations agree with conditional means and with an MMRM.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/data/reduction.hpp>

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace multiple_imputation_test {
using namespace equipoise;

double between(const TrialData& data, const MultipleImputation& analysis, std::size_t visit, Stream chance) {
    return completed_estimates(data, analysis, visit, chance).value().pooled(0).between;
}

// For monotone missingness the expectation of an imputed score over the posterior is the conditional mean at the least-squares estimates:
// the regressions are independent, and the score is linear in each.
TEST_CASE("the mean of many imputations of monotone data is that of conditional means, whatever the strategy") {
    const TrialData data = reference::trial("ii_monotone");
    constexpr std::size_t imputations = 4000;
    const Stream chance(StudyKey(11), 0, {Layer::analysis});
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const std::vector<Estimate> wanted = analyse(data, ConditionalMeanImputation{.strategy = strategy});
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            INFO(to_string(strategy) << " visit " << visit);
            const MultipleImputation analysis{.strategy = strategy, .imputations = imputations};
            const PooledEstimate found = completed_estimates(data, analysis, visit, chance).value().pooled(0);
            CHECK(std::abs(found.effect - wanted[visit - 1].effect) < 4 * std::sqrt(found.between / imputations));
        }
    }
}

TEST_CASE("many imputations at random agree with an MMRM", "[slow]") {
    constexpr std::size_t imputations = 1000;
    for (const double skipping : {0.0, 0.06}) {
        const TrialData data = made::trial(71, {.participants = 2000, .leaving = 0.08, .skipping = skipping});
        const std::vector<Estimate> wanted = analyse(data, Mmrm{.covariates = {{.name = "baseline"}}});
        const std::vector<Estimate> found = analyse(data, MultipleImputation{.imputations = imputations});
        for (std::size_t v = 0; v < 3; ++v) {
            INFO("skipping " << skipping << " visit " << v + 1);
            const double error = std::sqrt(between(data, {.imputations = imputations}, v + 1, Stream(StudyKey(1), 0, {Layer::analysis})) / imputations);
            CHECK(std::abs(found[v].effect - wanted[v].effect) < 4 * error);
            CHECK(found[v].standard_error == Approx(wanted[v].standard_error).epsilon(0.02));  // of the order 1 / participants
            CHECK((found[v].iterations > 0) == (skipping > 0));
        }
    }
}

TEST_CASE("data augmentation forgets where it began", "[slow]") {
    const TrialData data = made::trial(72, {.participants = 200, .leaving = 0.05, .skipping = 0.15});
    constexpr std::size_t imputations = 4000;
    const auto pooled = [&](std::uint32_t burn_in, std::uint64_t seed) {
        const MultipleImputation analysis{.imputations = imputations, .augmentation = {.burn_in = burn_in, .between = 10}};
        return completed_estimates(data, analysis, 2, Stream(StudyKey(seed), 0, {Layer::analysis})).value().pooled(0);
    };
    const PooledEstimate usual = pooled(50, 1);
    const PooledEstimate patient = pooled(2000, 2);
    CHECK(std::abs(usual.effect - patient.effect) < 4 * std::sqrt((usual.between + patient.between) / imputations));
    CHECK(std::abs(usual.between / patient.between - 1) < 4 * std::sqrt(2 * 2.0 / imputations));
    // With gaps, too, conditional means are the limit up to terms of the order 1 / participants.
    const Estimate conditional = analyse(data, ConditionalMeanImputation{.visit = 2})[0];
    CHECK(std::abs(patient.effect - conditional.effect) < 0.05 * conditional.standard_error);
}

TEST_CASE("a model of each arm is that arm's own") {
    // Under jump to reference by arm, the treatment arm's covariance is of no account to who has left it.
    const TrialData data = made::trial(73, {.participants = 120, .leaving = 0.12, .skipping = 0});
    const std::vector<Estimate> shared = analyse(data, MultipleImputation{.imputations = 200});
    const std::vector<Estimate> by_arm = analyse(data, MultipleImputation{.imputations = 200, .model_by = imputation::ModelBy::arm_and_visit});
    for (std::size_t v = 0; v < 3; ++v) {
        CHECK(by_arm[v].status == FitStatus::converged);
        CHECK(by_arm[v].effect != shared[v].effect);
        CHECK(std::abs(by_arm[v].effect - shared[v].effect) < 0.5 * shared[v].standard_error);
    }
}

TEST_CASE("of complete data multiple imputation is the analysis of covariance with Barnard and Rubin's degrees of freedom") {
    const TrialData data = reference::trial("i_complete");
    const std::vector<Estimate> ancova = analyse(data, Ancova{});
    const std::vector<Estimate> found = analyse(data, MultipleImputation{});
    for (std::size_t v = 0; v < 3; ++v) {
        CHECK(found[v].effect == Approx(ancova[v].effect).epsilon(1e-12));
        CHECK(found[v].standard_error == Approx(ancova[v].standard_error).epsilon(1e-10));
        const double df = ancova[v].degrees_of_freedom;
        CHECK(found[v].degrees_of_freedom == Approx(df * (df + 1) / (df + 3)).epsilon(1e-9));
    }
}

TrialData map_scores(TrialData data, double factor, double shift) {
    for (double& score : data.outcomes[0].scores) score = factor * score + shift;
    return data;
}

TEST_CASE("unit and origin of the outcome are of no account to imputation") {
    TrialData data = made::trial(74, {.leaving = 0.1, .skipping = 0.1, .covariates = true});
    for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;
    const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "site", .type = CovariateType::factor}};
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const MultipleImputation analysis{.name = "mi", .covariates = covariates, .strategy = strategy};
        const std::vector<Estimate> plain = analyse(data, analysis);
        const std::vector<Estimate> scaled = analyse(map_scores(data, 1000, 0), analysis);
        const std::vector<Estimate> shifted = analyse(map_scores(data, 1, 1e6), analysis);
        for (std::size_t v = 0; v < 3; ++v) {
            REQUIRE(plain[v].status == FitStatus::converged);
            const double se = plain[v].standard_error;
            CHECK(std::abs(scaled[v].effect - 1000 * plain[v].effect) < 1e-9 * 1000 * se);
            CHECK(std::abs(shifted[v].effect - plain[v].effect) < 1e-9 * se);
            reference::check_relative(scaled[v].standard_error, 1000 * se, 1e-9);
            reference::check_relative(shifted[v].standard_error, se, 1e-9);
            reference::check_relative(shifted[v].degrees_of_freedom, plain[v].degrees_of_freedom, 1e-9);
        }
    }
}

TEST_CASE("imputations are addressed: other analyses and the order of replicates are of no account") {
    const TrialData first = made::trial(75, {.leaving = 0.1, .skipping = 0.1});
    const TrialData second = made::trial(76, {.leaving = 0.1, .skipping = 0});
    const TrialShape shape = shape_of(first);
    const MultipleImputation a{.name = "a", .visit = 3};
    const MultipleImputation b{.name = "b", .visit = 3, .strategy = ImputationStrategy::jump_to_reference};
    AnalysisBatch forward({a, b, Ancova{.name = "c", .visit = 3}}, shape, 0.05);
    AnalysisBatch backward({b, a}, shape, 0.05);
    const StudyKey key(5);
    const auto run = [&](AnalysisBatch& batch, const TrialData& data, std::uint64_t replicate) {
        const auto found = batch(data, key, replicate);
        return std::vector<Estimate>(found.begin(), found.end());
    };
    const std::vector<Estimate> one = run(forward, first, 0);
    const std::vector<Estimate> two = run(forward, second, 1);
    const std::vector<Estimate> two_again = run(backward, second, 1);
    const std::vector<Estimate> one_again = run(backward, first, 0);
    CHECK(one[0].effect == one_again[1].effect);
    CHECK(one[1].effect == one_again[0].effect);
    CHECK(two[0].effect == two_again[1].effect);
    CHECK(two[0].standard_error == two_again[1].standard_error);
    CHECK(run(forward, first, 2)[0].effect != one[0].effect);
}

TEST_CASE("an imputation that cannot be done says why") {
    const auto trial = [](std::vector<Arm> arm, std::vector<double> scores, std::size_t visits) {
        TrialData data{.arm = std::move(arm), .booster = {}, .outcomes = {}};
        data.booster.assign(data.arm.size(), 0);
        data.outcomes.push_back({"score", visits, std::move(scores)});
        return data;
    };
    constexpr double none = missing;
    const MultipleImputation analysis{.covariates = {}, .imputations = 5};
    const std::vector<Arm> six{Arm::control, Arm::control, Arm::control, Arm::treatment, Arm::treatment, Arm::treatment};
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 1, 4, 1, 5, none}, 2), analysis)[0].status == FitStatus::converged);
    // An arm that is never seen at the visit has no mean to draw.
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 1, 4, none, none, none}, 2), analysis)[0].status == FitStatus::not_estimable);
    // Too few are seen to draw a variance.
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, none, none, none, none, 2}, 2), analysis)[0].status == FitStatus::not_estimable);
    // Nothing varies among those seen.
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 3, 3, 4, 4, none}, 2), analysis)[0].status == FitStatus::covariance_singular);
    // An arm of one.
    CHECK(analyse(trial({Arm::control, Arm::control, Arm::control, Arm::treatment}, {1, 2, 3, 4, 5, 6, 5, none}, 2), analysis)[0].status == FitStatus::not_estimable);
    // A gap where nobody of the arm was seen.
    const std::vector<double> never{1, 2, 3, 4, 5, 6, 3, 1, 4, none, none, none, 3, 5, 1, 2, 4, 7};
    const std::vector<Estimate> failed = analyse(trial(six, never, 3), analysis);
    CHECK(failed[0].status == FitStatus::not_estimable);
    CHECK(std::isnan(failed[1].effect));
    CHECK(failed[1].participants_analysed == 6);
}

TEST_CASE("faults of an imputation name their place") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    const MultipleImputation wrong{.visit = 2, .imputations = 1, .delta = {.deltas = {1, missing, 1}}, .augmentation = {.burn_in = 0, .between = 0}};
    std::vector<std::string> pointers;
    for (const Fault& fault : wrong.faults(shape)) pointers.push_back(fault.pointer);
    CHECK(pointers == std::vector<std::string>{"/visit", "/imputations", "/burn_in", "/cycles_between", "/deltas/1", "/deltas/2"});
    CHECK(MultipleImputation{}.faults(shape).empty());
}

}  // namespace multiple_imputation_test
