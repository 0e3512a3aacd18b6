#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/random_trial.hpp"

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/count_regression.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/proportional_odds.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>
#include <equipoise/analysis/wilcoxon.hpp>

/// Every analysis there is, in every flavour, and a trial on which all of them have an answer.
namespace every {

enum class Visits { any_order, reversible, ordered };  ///< under which orders of the visits an analysis says the same

/// One flavour of one analysis.
struct Flavour {
    std::string name;
    std::function<equipoise::AnyAnalysis(double unit)> of;  ///< for outcomes in other units: margins and thresholds are `unit` times as large
    Visits visits = Visits::any_order;
    bool in_units = true;     ///< whether its effect is in outcome units
    bool any_unit = true;     ///< whether outcomes may be scaled
    bool any_origin = true;   ///< whether outcomes may be shifted
    bool any_order = true;    ///< whether participants may be shuffled: not if each draws of their own
};

/// A trial with a score, levels 0 to 5 made of it, counts, numeric and other covariates, boosters and nested therapists.
inline equipoise::TrialData trial(std::uint64_t seed, const made::Recipe& recipe = {.covariates = true}) {
    using namespace equipoise;
    TrialData data = made::trial(seed, recipe);
    for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;  // so that other units and origins are exact
    const OutcomeColumns score = data.outcomes[0];
    OutcomeColumns level = score;
    level.name = "level";
    for (double& value : level.scores) value = std::isnan(value) ? missing : std::clamp(std::floor(value / 8), 0.0, 5.0);
    OutcomeColumns count = score;
    count.name = "count";
    for (double& value : count.scores) value = std::isnan(value) ? missing : std::floor(std::exp(std::clamp(value, 0.0, 60.0) / 20));
    data.outcomes.push_back(level);
    data.outcomes.push_back(count);
    for (std::size_t i = 0; i < data.participants(); ++i) data.therapist.push_back(static_cast<std::uint32_t>(i % 8));  // nested, since arms alternate
    return data;
}

/// The shape of such trials, with visits at equal distances.
inline equipoise::TrialShape shape(const equipoise::TrialData& data) {
    equipoise::TrialShape shape = equipoise::shape_of(data);
    for (std::size_t visit = 0; visit < shape.visits.size(); ++visit) shape.weeks.push_back(6.0 * static_cast<double>(visit));
    return shape;
}

namespace detail {

using namespace equipoise;

inline const std::vector<Covariate> adjusted{{.name = "baseline"}, {.name = "age"}, {.name = "site", .type = CovariateType::factor, .by_visit = false}};

/// An analysis that says the same in any unit.
template <class Spec>
Flavour same(std::string name, Spec spec, Visits visits = Visits::any_order) {
    return {.name = std::move(name), .of = [spec](double) { return AnyAnalysis(spec); }, .visits = visits};
}

inline void add_comparisons(std::vector<Flavour>& all) {
    all.push_back(same("t-test", TTest{}));
    all.push_back(same("Welch's t-test of change", TTest{.variance = TTestVariance::welch, .response = TTestResponse::change}));
    all.push_back({.name = "non-inferiority by t-test", .of = [](double unit) { return AnyAnalysis(TTest{.hypothesis = non_inferiority(3 * unit, Better::lower)}); }});
    all.push_back({.name = "equivalence by ANCOVA", .of = [](double unit) { return AnyAnalysis(Ancova{.hypothesis = {Alternative::equivalence, 6 * unit}}); }});
    all.push_back(same("t-test of complete cases", TTest{.missing = MissingRule::complete_cases}));
    all.push_back(same("t-test, last observation carried forward", TTest{.missing = MissingRule::last_observation_carried_forward}, Visits::ordered));
    all.push_back(same("ANCOVA, baseline carried forward", Ancova{.missing = MissingRule::baseline_carried_forward}));
    all.push_back(same("ANCOVA", Ancova{.covariates = adjusted}));
    for (const CoefficientVariance variance : {CoefficientVariance::hc0, CoefficientVariance::hc1, CoefficientVariance::hc2, CoefficientVariance::hc3}) {
        all.push_back(same("ANCOVA, HC" + std::to_string(static_cast<int>(variance) - 1), Ancova{.strata = {"site"}, .variance = variance}));
    }
    all.push_back(same("booster factorial", BoosterFactorial{}));
    all.push_back(same("cluster means", ClusterMeans{}));
    all.push_back(same("therapist mixed model", TherapistMixedModel{}));
    all.push_back(same("Wilcoxon", Wilcoxon{}));
    all.push_back(same("Wilcoxon of change, no correction", Wilcoxon{.response = Response::change, .continuity_correction = false}));
    all.push_back(same("Wilcoxon of levels, exact", Wilcoxon{.distribution = RankTestDistribution::exact, .outcome = "level"}));
    Flavour permutation = same("permutation test", PermutationTest{.covariates = {{.name = "baseline"}}, .strata = {"site"}, .permutations = 99}, Visits::ordered);
    permutation.any_order = false;
    all.push_back(permutation);
    for (const EffectSizeEstimator estimator : {EffectSizeEstimator::cohens_d, EffectSizeEstimator::hedges_g}) {
        Flavour size = same(estimator == EffectSizeEstimator::cohens_d ? "Cohen's d" : "Hedges' g", EffectSize{.estimator = estimator});
        size.in_units = false;
        all.push_back(size);
    }
}

inline void add_categories(std::vector<Flavour>& all) {
    const auto add = [&all](std::string name, std::function<AnyAnalysis(double)> of) {
        all.push_back({.name = std::move(name), .of = std::move(of), .in_units = false});
    };
    add("risk difference", [](double unit) { return AnyAnalysis(ResponderDifference{.responder = {.threshold = 2 * unit}}); });
    add("risk difference, Fisher, missing as failure", [](double unit) {
        return AnyAnalysis(ResponderDifference{.responder = {.threshold = 2 * unit}, .missing_response = MissingResponse::failure, .test = ResponderTest::fisher});
    });
    add("logistic regression", [](double unit) { return AnyAnalysis(LogisticRegression{.responder = {.threshold = 2 * unit}, .covariates = adjusted}); });
    add("proportional odds", [](double) { return AnyAnalysis(ProportionalOdds{.outcome = "level"}); });
    for (const CountModel model : all_count_models) {
        Flavour counts = same("counts " + std::to_string(static_cast<int>(model)), CountRegression{.model = model, .outcome = "count"});
        counts.in_units = false;
        counts.any_unit = false;
        counts.any_origin = false;
        all.push_back(counts);
    }
}

inline void add_models_of_visits(std::vector<Flavour>& all) {
    const VisitContrast average{.name = "average", .weights = {1 / 3.0, 1 / 3.0, 1 / 3.0}};
    for (const auto& [name, covariance] : covariance_names) {
        const bool exchangeable = covariance.kind == CovarianceKind::unstructured || covariance.kind == CovarianceKind::compound_symmetry;
        const Visits visits = exchangeable ? Visits::any_order : Visits::reversible;
        const Mmrm model{.covariates = {{.name = "baseline"}}, .covariance = covariance, .degrees_of_freedom = DegreesOfFreedom::kenward_roger, .contrasts = {average}, .joint = true};
        all.push_back(same("MMRM " + std::string{name}, model, visits));
        Mmrm by_arm = model;
        by_arm.covariance.by_arm = true;
        by_arm.degrees_of_freedom = DegreesOfFreedom::satterthwaite;
        all.push_back(same("MMRM by arm " + std::string{name}, by_arm, visits));
    }
    for (const DegreesOfFreedom df : {DegreesOfFreedom::satterthwaite, DegreesOfFreedom::residual, DegreesOfFreedom::between_within, DegreesOfFreedom::normal}) {
        all.push_back(same("MMRM, df " + std::to_string(static_cast<int>(df)), Mmrm{.covariates = adjusted, .degrees_of_freedom = df, .contrasts = {average}, .joint = true}));
    }
    all.push_back(same("MMRM, Kenward-Roger by expected information, means",
                       Mmrm{.covariates = {{.name = "baseline"}}, .degrees_of_freedom = DegreesOfFreedom::kenward_roger, .information = InformationMatrix::expected, .interaction = true,
                            .least_squares_means = true}));
    all.push_back(same("MMRM, ML", Mmrm{.covariates = {{.name = "baseline", .by_visit = false}}, .estimation = Estimation::ml}));
    all.push_back(same("cLDA", Clda{.covariates = {{.name = "age"}}, .contrasts = {average}, .joint = true}));
    all.push_back(same("cLDA, Kenward-Roger", Clda{.degrees_of_freedom = DegreesOfFreedom::kenward_roger}));
    all.push_back(same("random intercept", Lmm{.covariates = {{.name = "baseline"}}, .joint = true}));
    all.push_back(same("random slope", Lmm{.covariates = {{.name = "baseline"}}, .random_effects = ParticipantEffects::intercept_and_slope}, Visits::reversible));
}

inline void add_imputations(std::vector<Flavour>& all) {
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const std::string name{to_string(strategy)};
        const Visits visits = strategy == ImputationStrategy::missing_at_random ? Visits::any_order : Visits::ordered;
        all.push_back({.name = "conditional means, " + name,
                       .of = [strategy](double unit) { return AnyAnalysis(ConditionalMeanImputation{.strategy = strategy, .delta = {.deltas = {0, 2 * unit}}}); },
                       .visits = visits});
        all.back().visits = Visits::ordered;  // a delta is for what is after the last visit seen
        all.push_back(same("conditional means without delta, " + name, ConditionalMeanImputation{.strategy = strategy}, visits));
        Flavour multiple{.name = "multiple imputation, " + name,
                         .of = [strategy](double unit) { return AnyAnalysis(MultipleImputation{.strategy = strategy, .delta = {.deltas = {0, 2 * unit}}}); },
                         .visits = Visits::ordered};
        multiple.any_order = false;
        all.push_back(multiple);
    }
}

}  // namespace detail

inline std::vector<Flavour> flavours() {
    std::vector<Flavour> all;
    detail::add_comparisons(all);
    detail::add_categories(all);
    detail::add_models_of_visits(all);
    detail::add_imputations(all);
    return all;
}

}  // namespace every
