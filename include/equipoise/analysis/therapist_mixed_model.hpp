#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/cross_products.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/random_intercept/group_sums.hpp>
#include <equipoise/analysis/random_intercept/maximise.hpp>
#include <equipoise/analysis/random_intercept/profile.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A mixed model with a random effect of therapist, prepared for trials of one shape; see TherapistMixedModel.
class PreparedTherapistMixedModel {
public:
    PreparedTherapistMixedModel(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : model_(covariates, shape, {treatment_column}),
          therapists_(covariates, shape),
          profile_(model_.size()),
          answers_(std::move(answers)),
          inference_(inference),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// Nothing beside its statistics plan.
    DataRead reads() const { return {.everything = false}; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics& statistics, Stream&) {
        model_.follow(statistics.layout());
        for (std::size_t i = 0; i < answers_.size(); ++i) estimates_[i] = estimate(data, statistics, answers_[i]);
        return estimates_;
    }

    /// The variances of the last fit, where it was usable: between therapists and of a participant about the therapist's mean.
    double therapist_variance() const { return profile_.ratio() * profile_.residual_variance(); }
    double residual_variance() const { return profile_.residual_variance(); }

private:
    Estimate estimate(const TrialData& data, const SufficientStatistics& statistics, const Answer& answer) {
        model_.gather(statistics, answer.visit);
        const double n = model_.count();
        if (model_.count(Arm::control) < 2 || model_.count(Arm::treatment) < 2) return failed_estimate(FitStatus::not_estimable, n);
        therapists_.gather(data, answer.outcome, answer.visit, model_.centres());
        if (const FitStatus status = profile_.take(model_.products(), therapists_, n); !usable(status)) return failed_estimate(status, n);
        // Least squares are the reduced model, and say whether the columns are collinear.
        Estimate reduced = last_coefficient(model_.products(), model_.size(), n, inference_);
        if (!usable(reduced.status)) return reduced;
        const random_intercept::Maximum maximum = random_intercept::maximise(profile_, mean_size());
        Estimate result = failed_estimate(maximum.status, n);
        if (maximum.status == FitStatus::on_boundary) {
            result = reduced;
            result.status = FitStatus::on_boundary;
        } else if (usable(maximum.status)) {
            result = t_estimate(profile_.effect(), std::sqrt(profile_.variance_of_effect()), profile_.degrees_of_freedom(), n, inference_);
        }
        if (usable(maximum.status)) result.log_likelihood = profile_.log_likelihood();
        result.iterations = maximum.iterations;
        return result;
    }

    double mean_size() const {
        double participants = 0.0;
        for (std::size_t g = 0; g < therapists_.groups(); ++g) participants += therapists_.sums(g)[0];
        return participants / static_cast<double>(therapists_.groups());
    }

    CrossProducts model_;
    random_intercept::GroupSums therapists_;
    random_intercept::Profile profile_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// Linear mixed model of a visit with a random effect of therapist: analysis of covariance for participants who share therapists.
///
/// Fits y_i = b0 + b1 treatment_i + b2' covariates_i + t_j(i) + e_i, t_j ~ N(0, s_t^2) for each therapist, e_i ~ N(0, s_e^2), to the
/// participants observed at the visit and in all covariates, by REML with s_t^2 >= 0. Therapists may be crossed with the arms, nested
/// in them, or there may be none for some participants (partially nested), who have e_i only. Standard errors are from the inverse of
/// the information on b; df are Satterthwaite's, by the observed information on (s_t^2, s_e^2). Where the likelihood is greatest at
/// s_t^2 = 0, SE and df are those of the reduced model, least squares with df = n - rank. The log-likelihood is
/// -1/2 [ log|V| + log|X'V^-1 X| + r'V^-1 r + (n - q) log 2 pi ].
///
/// Status: `on_boundary` if s_t^2 = 0 (usable); `not_estimable` if an arm has fewer than two participants, columns are collinear, or
/// the data do not tell the two variances apart: nothing varies between therapists beyond treatment and covariates (one therapist for
/// each arm), or within them; `covariance_singular` if s_e^2 is 0; `not_converged`; `hessian_not_positive_definite`.
/// @complexity O(participants x columns + therapists x columns^2) for each visit
/// @source   Laird & Ware (1982), Biometrics 38:963; Giesbrecht & Burns (1985), Biometrics 41:477; Roberts & Roberts (2005), Clin Trials 2:152.
/// @verified tests/analysis/therapist_mixed_model_test.cpp (dense matrices, 1e-8; R lmerTest)
struct TherapistMixedModel {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "therapist_mixed_model";

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).needs_therapists().faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates); }

    PreparedTherapistMixedModel prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {covariates, shape, answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference), inference};
    }
};

}  // namespace equipoise
