// Oracle: shifted answers are those of completed data sets that were written out, shifted and analysed one by one; the tipping point is where p is alpha.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/data/reduction.hpp>

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace shifted_estimates_test {
using namespace equipoise;

/// Rubin's rules over analyses of covariance of data completed by the imputer of an analysis, from the same stream, and shifted.
PooledEstimate one_by_one(const TrialData& data, const MultipleImputation& analysis, std::size_t visit, double delta, Stream chance) {
    const TrialShape shape = shape_of(data);
    Reduction reduce(analysis.needs(shape), shape);
    const SufficientStatistics& statistics = reduce(data);
    imputation::ParticipantRows rows(analysis.covariates, shape, 0);
    rows.gather(data, statistics);
    REQUIRE(rows.size() == data.participants());
    imputation::Imputer imputer(rows.columns(), rows.visits(), analysis.model_by, analysis.strategy, analysis.reference, analysis.augmentation);
    REQUIRE(imputer.begin(rows) == FitStatus::converged);
    std::vector<double> effects;
    std::vector<double> variances;
    for (std::size_t k = 0; k < analysis.imputations; ++k) {
        REQUIRE(imputer.next(rows, chance) == FitStatus::converged);
        TrialData completed = data;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t v = 1; v <= rows.visits(); ++v) {
                double& score = completed.outcomes[0].scores[v * rows.size() + i];
                if (score == score) continue;
                score = rows.row(i)[rows.columns() + v - 1] + statistics.centre(statistics.layout().visit_column(v));
                const bool after = v > rows.last(i);
                const bool shifted = analysis.delta.arms == DeltaAdjustment::Arms::both || data.arm[i] == Arm::treatment;
                const double steps = analysis.delta.pattern == DeltaAdjustment::Pattern::cumulative ? static_cast<double>(v - rows.last(i)) : 1.0;
                if (after && shifted) score += delta * steps;
            }
        }
        const Estimate ancova = analyse(completed, Ancova{.visit = visit, .covariates = analysis.covariates})[0];
        effects.push_back(ancova.effect);
        variances.push_back(ancova.standard_error * ancova.standard_error);
    }
    return pool(effects, variances, static_cast<double>(data.participants()) - 3);
}

TEST_CASE("answers to every delta are those of shifted data") {
    for (const double skipping : {0.0, 0.1}) {
        const TrialData data = made::trial(61, {.leaving = 0.15, .skipping = skipping});
        for (const auto pattern : {DeltaAdjustment::Pattern::constant, DeltaAdjustment::Pattern::cumulative}) {
            for (const auto arms : {DeltaAdjustment::Arms::treatment, DeltaAdjustment::Arms::both}) {
                const MultipleImputation analysis{.visit = 3, .imputations = 5, .delta = {.deltas = {-3, 0, 2.5}, .pattern = pattern, .arms = arms}};
                const TrialShape shape = shape_of(data);
                Reduction reduce(analysis.needs(shape), shape);
                auto prepared = analysis.prepare(shape, 0.05);
                const Stream chance(StudyKey(3), 0, {Layer::analysis});
                Stream used = chance;
                const auto found = prepared(data, reduce(data), used);
                REQUIRE(found.size() == 3);
                for (std::size_t d = 0; d < 3; ++d) {
                    const PooledEstimate wanted = one_by_one(data, analysis, 3, analysis.delta.deltas[d], chance);
                    CHECK(found[d].effect == Approx(wanted.effect).epsilon(1e-10));
                    CHECK(found[d].standard_error == Approx(std::sqrt(wanted.total)).epsilon(1e-10));
                    CHECK(found[d].degrees_of_freedom == Approx(wanted.degrees_of_freedom).epsilon(1e-9));
                }
                CHECK(found[0].effect != found[2].effect);
            }
        }
    }
}

TEST_CASE("answers to several deltas say which, and are the plain one where delta is 0") {
    const TrialData data = made::trial(62, {.leaving = 0.15, .skipping = 0});
    const TrialShape shape = shape_of(data);
    const MultipleImputation shifted{.name = "mi", .visit = 2, .delta = {.deltas = {0, 2.5}}};
    const auto answers = shifted.prepare(shape, 0.05);
    REQUIRE(answers.answers().size() == 2);
    CHECK(answers.answers()[1].visit == 0);
    CHECK(answers.answers()[1].contrast->name == "visit 2, delta 2.5");
    CHECK(answers.answers()[1].contrast->weights == std::vector<double>{0, 1, 0});
    const std::vector<Estimate> two = analyse(data, shifted);
    const std::vector<Estimate> plain = analyse(data, MultipleImputation{.name = "mi", .visit = 2});
    CHECK(two[0].effect == plain[0].effect);
    CHECK(two[0].standard_error == plain[0].standard_error);
    CHECK(MultipleImputation{.visit = 2}.prepare(shape, 0.05).answers()[0].visit == 2);
}

TEST_CASE("at the tipping point p is alpha") {
    const TrialData data = reference::trial("ii_monotone");
    const Stream chance(StudyKey(4), 0, {Layer::analysis});
    for (const auto arms : {DeltaAdjustment::Arms::treatment, DeltaAdjustment::Arms::both}) {
        const std::optional<ShiftedEstimates> completed = completed_estimates(data, {.delta = {.arms = arms}}, 3, chance);
        REQUIRE(completed);
        const Inference inference(0.05);
        const std::optional<double> tip = tipping_point(*completed, inference);
        REQUIRE(tip);
        const auto p = [&](double delta) {
            const PooledEstimate found = completed->pooled(delta);
            return inference.p_value(found.effect, std::sqrt(found.total), found.degrees_of_freedom);
        };
        CHECK(p(0) < 0.05);
        CHECK(p(*tip) == Approx(0.05).epsilon(1e-8));
        CHECK(completed->pooled(0).effect < 0);
        CHECK(*tip * completed->shift_effect > 0);  // towards no effect
        for (int k = 1; k < 20; ++k) CHECK(p(*tip * k / 20) < 0.05);
        const std::optional<double> one_sided = tipping_point(*completed, Inference(0.05, {.alternative = Alternative::less}));
        CHECK(*one_sided == Approx(*tip).epsilon(1e-8));
    }
}

TEST_CASE("where there is no tipping point") {
    ShiftedEstimates estimates{.effects = {-1, -1.1, -0.9}, .residuals = {10, 10, 10}, .products = {0, 0, 0}, .unit_variance = 1, .degrees_of_freedom = 100, .participants = 103};
    CHECK_FALSE(tipping_point(estimates, Inference(0.05)));          // nobody is shifted
    CHECK(tipping_point(estimates, Inference(1e-6)) == 0.0);        // nothing is shown to begin with
    estimates.shift_effect = 0.2;
    estimates.shift_residual = 5;
    CHECK(*tipping_point(estimates, Inference(0.05)) > 0);
    estimates.effects = {1, 1.1, 0.9};
    CHECK(*tipping_point(estimates, Inference(0.05)) < 0);
    const Inference equivalence(0.05, {.alternative = Alternative::equivalence, .margin = 2});
    const double tip = tipping_point(estimates, equivalence).value();
    CHECK(tip > 0);  // the nearer margin is above
    const PooledEstimate at = estimates.pooled(tip);
    CHECK(equivalence.p_value(at.effect, std::sqrt(at.total), at.degrees_of_freedom) == Approx(0.025).epsilon(1e-8));
}

}  // namespace shifted_estimates_test
