#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/imputation/conditional_mean_ancova.hpp>
#include <equipoise/analysis/imputation/delta_answers.hpp>
#include <equipoise/analysis/imputation/likelihood_fit.hpp>
#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/analysis/imputation/pattern_products.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>

namespace equipoise {

struct ConditionalMeanImputation;

/// Conditional-mean imputation, prepared for trials of one shape; see ConditionalMeanImputation.
class PreparedConditionalMeanImputation {
public:
    PreparedConditionalMeanImputation(const ConditionalMeanImputation& analysis, const TrialShape& shape, const Inference& inference);

    std::span<const Answer> answers() const { return answers_.answers(); }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics& statistics, Stream&) {
        rows_.gather(data, statistics);
        const auto n = static_cast<double>(rows_.size());
        const FitStatus status = fit_all();
        for (std::size_t v = 0; v < answers_.visits().size(); ++v) {
            for (std::size_t d = 0; d < answers_.deltas().size(); ++d) {
                Estimate& estimate = estimates_[v * answers_.deltas().size() + d];
                estimate = usable(status) ? jackknifed(v, answers_.deltas()[d]) : failed_estimate(status, n);
                estimate.iterations = iterations_;
            }
        }
        return estimates_;
    }

private:
    FitStatus fit_all() {
        iterations_ = 0;
        if (rows_.count(Arm::control) < 2 || rows_.count(Arm::treatment) < 2) return FitStatus::not_estimable;
        patterns_.gather(rows_);
        const bool imputing = ancova_.anything_missing(patterns_);
        const bool monotone = patterns_.monotone();
        if (const FitStatus status = effects(imputing, monotone); !usable(status)) return status;
        if (imputing) iterations_ = fit_.iterations();
        whole_.assign(ancova_.effects().begin(), ancova_.effects().end());
        without_.clear();
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            patterns_.leave_out(rows_, i);
            const FitStatus status = effects(imputing, monotone);
            patterns_.take_back(i);
            if (!usable(status)) return status;
            without_.insert(without_.end(), ancova_.effects().begin(), ancova_.effects().end());
        }
        return FitStatus::converged;
    }

    FitStatus effects(bool imputing, bool monotone) {
        if (imputing) {
            if (const FitStatus status = fit_(patterns_, monotone); !usable(status)) return status;
        }
        return ancova_(patterns_, fit_.model()) ? FitStatus::converged : FitStatus::not_estimable;
    }

    Estimate jackknifed(std::size_t v, double delta) const {
        const auto n = static_cast<double>(rows_.size());
        const std::size_t visits = whole_.size();
        double mean = 0.0;
        double squares = 0.0;
        for (std::size_t k = v; k < without_.size(); k += visits) mean += without_[k].at(delta) / n;
        for (std::size_t k = v; k < without_.size(); k += visits) squares += (without_[k].at(delta) - mean) * (without_[k].at(delta) - mean);
        if (!(squares > 0)) return failed_estimate(FitStatus::covariance_singular, n);
        return t_estimate(whole_[v].at(delta), std::sqrt((n - 1.0) / n * squares), std::numeric_limits<double>::infinity(), n, inference_);
    }

    imputation::DeltaAnswers answers_;
    Inference inference_;
    imputation::ParticipantRows rows_;
    imputation::PatternProducts patterns_;
    imputation::LikelihoodFit fit_;
    imputation::ConditionalMeanAncova ancova_;
    std::vector<imputation::ShiftedEffect> whole_{};    // of the visits answered for
    std::vector<imputation::ShiftedEffect> without_{};  // participants x visits: each participant left out
    std::uint32_t iterations_ = 0;
    std::vector<Estimate> estimates_;
};

/// Imputation of missing scores by their conditional means, analysis of covariance of a visit, and the jackknife.
///
/// Post-baseline scores given covariates are normal, y_i ~ N(B'(1, treatment_i, covariates_i), Sigma), each visit with coefficients of its
/// own, Sigma unstructured and shared by the arms; fitted by restricted maximum likelihood. Missing scores are replaced by their means given the scores
/// seen, after the last visit seen as the `strategy` has it, else at random; then y = b0 + b1 treatment + b2' covariates + e by least squares over all participants. The variance of
/// b1 is (n - 1) / n times the sum of squares of the b1 without participant i about their mean, each from a new fit; b1 over
/// its root is referred to the normal distribution. No chance is needed, and the order of participants is of no account.
///
/// Participants: those with all covariates and at least one score of the outcome, the baseline counted.
/// Status: `not_estimable` if an arm has fewer than two participants, or columns are collinear or too few were followed to a visit, in all
/// participants or without one of them; `covariance_singular`, `not_converged`, `hessian_not_positive_definite` as of an Mmrm, in any of the
/// fits.
/// @source   Wolbers et al. (2022), Pharm Stat 21:1246; Carpenter, Roger & Kenward (2013), J Biopharm Stat 23:1352.
/// @complexity O(n (visits (columns + visits)^3 + patterns columns (columns + visits))) where missingness is monotone, else n fits of an Mmrm
/// @verified tests/analysis/conditional_mean_imputation_test.cpp (R rbmi, 1e-4 of the standard error)
struct ConditionalMeanImputation {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit. All visits are imputed in any case
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};  ///< of both models, each by visit
    ImputationStrategy strategy = ImputationStrategy::missing_at_random;
    Arm reference = Arm::control;        ///< of no account under missing_at_random
    DeltaAdjustment delta{};
    Estimation estimation = Estimation::reml;
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "conditional_mean_imputation";

    std::vector<Fault> faults(const TrialShape& shape) const {
        std::vector<Fault> found = covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).faults();
        imputation::add_faults(found, delta);
        return found;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates); }

    PreparedConditionalMeanImputation prepare(const TrialShape& shape, double study_alpha) const {
        return {*this, shape, Inference(alpha.value_or(study_alpha), hypothesis)};
    }
};

inline PreparedConditionalMeanImputation::PreparedConditionalMeanImputation(const ConditionalMeanImputation& analysis, const TrialShape& shape,
                                                                            const Inference& inference)
    : answers_(shape, shape.outcome(analysis.outcome).value(), analysis.visit, analysis.delta, inference),
      inference_(inference),
      rows_(analysis.covariates, shape, shape.outcome(analysis.outcome).value()),
      patterns_(rows_.width()),
      fit_(rows_.columns(), rows_.visits(), analysis.estimation == Estimation::reml),
      ancova_(rows_.columns(), rows_.visits(), answers_.visits(), analysis.strategy, analysis.reference, analysis.delta),
      estimates_(answers_.answers().size()) {}

}  // namespace equipoise
