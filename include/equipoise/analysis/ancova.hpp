#pragma once

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
#include <equipoise/analysis/one_covariate.hpp>
#include <equipoise/analysis/participant_ancova.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/analysis/robust_variance.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise {

/// An analysis of covariance from sufficient statistics, prepared for trials of one shape; see Ancova.
class PreparedAncova {
public:
    PreparedAncova(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : model_(covariates, shape, {treatment_column}), answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        model_.follow(statistics.layout());
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            emplace(estimates_[i], [&] { return estimate(statistics, answers_[i].visit); });
        }
        return estimates_;
    }

private:
    Estimate estimate(const SufficientStatistics& statistics, std::size_t visit) {
        if (model_.size() == 4) {
            const PerArm<CovariateSums> sums = covariate_sums(statistics, model_.covariates(), visit);
            const std::optional<AdjustedEffect> found = adjusted_effect(sums);
            if (found) return t_estimate(found->effect, found->standard_error, found->degrees_of_freedom, sums.control.n + sums.treatment.n, inference_);
        }
        model_.gather(statistics, visit);
        const double n = model_.count();
        if (model_.count(Arm::control) < 2 || model_.count(Arm::treatment) < 2) return failed_estimate(FitStatus::not_estimable, n);
        return last_coefficient(model_.products(), model_.size(), n, inference_, Aliased::left_out);
    }

    CrossProducts model_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// Analysis of covariance of a visit.
///
/// Fits y_i = b_s(i) + b1 treatment_i + b2' covariates_i + e_i by least squares to the participants observed at the visit, in all
/// covariates and in all factors of the strata; s(i) is the stratum, a combination of the factors' levels that occurs (one stratum for
/// all if there are no factors). The ratio of b1 to its standard error is referred to t with df = n - rank. The standard error is that of
/// the model, e_i ~ N(0, s^2), or one that holds if variances differ: HC0 to HC3, see robust_variance.
/// Columns of covariates that others determine, as of a level that nobody has, are left out: the fit is the same.
/// Unbiased where dropout depends on arm and covariates only; otherwise see Mmrm.
///
/// Status: `not_estimable` if an arm has fewer than two participants, there is no residual degree of freedom, covariates or strata
/// determine the arm (as where no stratum has both), or HC2 or HC3 does not exist; `covariance_singular` if there is no residual variance.
/// @complexity O(groups x columns^2) for each visit; with strata or a robust variance O(participants x columns^2)
/// @source   Senn (2007), Statistical issues in drug development, ch. 7; MacKinnon & White (1985), J Econometrics 29:305.
/// @verified tests/analysis/ancova_test.cpp, tests/analysis/participant_ancova_test.cpp (R lm and sandwich, 1e-10 relative)
struct Ancova {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::vector<std::string> strata{};   ///< names of covariates with levels
    CoefficientVariance variance = CoefficientVariance::model;
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "ancova";
    static constexpr bool tells_boosters_apart = false;

    /// Whether the sufficient statistics do not suffice.
    bool needs_participants() const { return !strata.empty() || variance != CoefficientVariance::model; }

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).strata(strata, covariates).hypothesis(hypothesis, alpha).missing(missing).faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        return covariate_model_needs(shape, outcome, needs_participants() ? std::vector<Covariate>{} : covariates, missing);
    }

    PreparedAnalysis prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        std::vector<Answer> answers = answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference);
        if (!needs_participants()) return PreparedAnalysis::of_statistics(PreparedAncova(covariates, shape, std::move(answers), inference));
        const WithinStrata model(covariates, strata, Response::score, shape);
        return PreparedAnalysis::of_participants(PreparedParticipantAncova(model, variance, std::move(answers), inference));
    }
};

}  // namespace equipoise
