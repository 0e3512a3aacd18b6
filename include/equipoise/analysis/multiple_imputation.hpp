#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/imputation/completed_ancova.hpp>
#include <equipoise/analysis/imputation/delta_answers.hpp>
#include <equipoise/analysis/imputation/imputer.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>

namespace equipoise {

struct MultipleImputation;

/// Multiple imputation, prepared for trials of one shape; see MultipleImputation.
class PreparedMultipleImputation {
public:
    PreparedMultipleImputation(const MultipleImputation& analysis, const TrialShape& shape, const Inference& inference);

    std::span<const Answer> answers() const { return answers_.answers(); }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics& statistics, Stream& chance) {
        rows_.gather(data, statistics);
        const auto n = static_cast<double>(rows_.size());
        const FitStatus status = complete(chance);
        for (std::size_t v = 0; v < answers_.visits().size(); ++v) {
            for (std::size_t d = 0; d < answers_.deltas().size(); ++d) {
                Estimate& estimate = estimates_[v * answers_.deltas().size() + d];
                estimate = usable(status) ? pooled(ancova_.estimates(v), answers_.deltas()[d]) : failed_estimate(status, n);
                estimate.iterations = imputer_.cycles();
            }
        }
        return estimates_;
    }

    /// The analyses of the completed data sets of the last trial, at the visit of that number among those answered for.
    const ShiftedEstimates& completed(std::size_t number) const { return ancova_.estimates(number); }

private:
    FitStatus complete(Stream& chance) {
        if (rows_.count(Arm::control) < 2 || rows_.count(Arm::treatment) < 2) return FitStatus::not_estimable;
        FitStatus status = ancova_.begin(rows_);
        if (!usable(status)) return status;
        const bool imputing = ancova_.anything_missing();
        if (imputing) status = imputer_.begin(rows_);
        for (std::size_t k = 0; k < imputations_ && usable(status); ++k) {
            if (imputing) status = imputer_.next(rows_, chance);
            ancova_.restart();
            if (imputing) {
                for (const std::size_t i : imputer_.incomplete()) ancova_.add(rows_, i);
            }
            ancova_.finish(k);
        }
        return status;
    }

    Estimate pooled(const ShiftedEstimates& estimates, double delta) const {
        const PooledEstimate found = estimates.pooled(delta);
        if (!(found.within > 0)) return failed_estimate(FitStatus::covariance_singular, static_cast<double>(estimates.participants));
        return t_estimate(found.effect, std::sqrt(found.total), found.degrees_of_freedom, static_cast<double>(estimates.participants), inference_);
    }

    std::size_t imputations_;
    imputation::DeltaAnswers answers_;
    Inference inference_;
    imputation::ParticipantRows rows_;
    imputation::Imputer imputer_;
    imputation::CompletedAncova ancova_;
    std::vector<Estimate> estimates_;
};

/// Multiple imputation of missing scores by Bayesian draws of a normal model, and analysis of covariance of a visit by Rubin's rules.
///
/// The model of imputation: the post-baseline scores given covariates are normal, y_i ~ N(B'(1, treatment_i, covariates_i), Sigma), each
/// visit with coefficients of its own, Sigma unstructured and shared by the arms; or, `by_arm_and_visit`, both apart for each arm. Its
/// parameters are drawn from their posterior under the prior proportional to 1 / variance of each visit given those before: exactly where
/// missingness is monotone, else by data augmentation (`augmentation`). Scores after the last visit seen follow the `strategy`, others
/// are missing at random. Each completed data set is given y = b0 + b1 treatment + b2' covariates + e over all participants; estimates are
/// pooled with Barnard and Rubin's degrees of freedom, those of the complete data being n - rank.
///
/// Participants: those with all covariates and at least one score of the outcome, the baseline counted. Draws come in their order, so that
/// the same participants in another order give other imputations.
///
/// Status: `not_estimable` if an arm has fewer than two participants, columns are collinear, or too few were followed to a visit to draw
/// its regression; `covariance_singular` if a regression leaves no residual.
/// @source   Carpenter, Roger & Kenward (2013), J Biopharm Stat 23:1352; Barnard & Rubin (1999), Biometrika 86:948.
/// @complexity O(imputations (visits (columns + visits)^3 + imputed scores (visits + columns)) + participants columns^2)
/// @verified tests/analysis/multiple_imputation_test.cpp
struct MultipleImputation {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit. All visits are imputed in any case
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};  ///< of both models, each by visit
    ImputationStrategy strategy = ImputationStrategy::missing_at_random;
    Arm reference = Arm::control;        ///< of no account under missing_at_random
    std::size_t imputations = 20;        ///< at least 2
    imputation::ModelBy model_by = imputation::ModelBy::visit;
    DeltaAdjustment delta{};
    imputation::Augmentation augmentation{};
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "multiple_imputation";

    std::vector<Fault> faults(const TrialShape& shape) const {
        std::vector<Fault> found = covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).faults();
        if (imputations < 2) found.push_back({"/imputations", "must be at least 2: the variance between imputations has to be known"});
        if (augmentation.burn_in == 0) found.push_back({"/burn_in", "must be at least one cycle"});
        if (augmentation.between == 0) found.push_back({"/cycles_between", "must be at least one cycle"});
        imputation::add_faults(found, delta);
        return found;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates); }

    PreparedMultipleImputation prepare(const TrialShape& shape, double study_alpha) const {
        return {*this, shape, Inference(alpha.value_or(study_alpha), hypothesis)};
    }
};

inline PreparedMultipleImputation::PreparedMultipleImputation(const MultipleImputation& analysis, const TrialShape& shape, const Inference& inference)
    : imputations_(analysis.imputations),
      answers_(shape, shape.outcome(analysis.outcome).value(), analysis.visit, analysis.delta, inference),
      inference_(inference),
      rows_(analysis.covariates, shape, shape.outcome(analysis.outcome).value()),
      imputer_(rows_.columns(), rows_.visits(), analysis.model_by, analysis.strategy, analysis.reference, analysis.augmentation),
      ancova_(rows_.columns(), answers_.visits(), analysis.delta, analysis.imputations),
      estimates_(answers_.answers().size()) {}

/// The analyses of the completed data sets of one trial at a visit, to pool or to find the tipping point of.
///
/// @param visit  1 to the last
/// @returns      nothing if the imputation fails
inline std::optional<ShiftedEstimates> completed_estimates(const TrialData& data, MultipleImputation analysis, std::size_t visit, Stream chance) {
    analysis.visit = visit;
    const TrialShape shape = shape_of(data);
    Reduction reduce(analysis.needs(shape), shape);
    PreparedMultipleImputation prepared = analysis.prepare(shape, 0.05);
    if (!usable(prepared(data, reduce(data), chance).front().status)) return std::nullopt;
    return prepared.completed(0);
}

}  // namespace equipoise
