#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/glm/cumulative_logit.hpp>
#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/analysis/glm/newton.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A proportional odds model, prepared for trials of one shape; see ProportionalOdds.
class PreparedProportionalOdds {
public:
    PreparedProportionalOdds(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : answers_(std::move(answers)), rows_(covariates, shape, answers_.front().outcome), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t k = 0; k < answers_.size(); ++k) estimates_[k] = estimate(data, answers_[k]);
        return estimates_;
    }

private:
    Estimate estimate(const TrialData& data, const Answer& answer) {
        rows_.gather(data, [&](std::size_t i) { return data.score(answer.outcome, answer.visit, i); });
        const auto n = static_cast<double>(rows_.count());
        if (const FitStatus status = rows_.estimable(); !usable(status)) return failed_estimate(status, n);
        likelihood_.take(rows_);
        if (likelihood_.levels() < 2) return failed_estimate(FitStatus::not_estimable, n);
        newton_.position().resize(likelihood_.parameters());
        likelihood_.start(newton_.position());
        glm::Maximum maximum = newton_(likelihood_);
        if (usable(maximum.status) && !likelihood_.factor()) maximum.status = FitStatus::hessian_not_positive_definite;
        Estimate found = failed_estimate(maximum.status, n);
        if (usable(maximum.status)) {
            found = t_estimate(newton_.position().back(), std::sqrt(likelihood_.variance_of_last()), std::numeric_limits<double>::infinity(), n, inference_);
            found.log_likelihood = maximum.log_likelihood;
        }
        found.iterations = maximum.iterations;
        return found;
    }

    std::vector<Answer> answers_;
    glm::ModelRows rows_;
    Inference inference_;
    std::vector<Estimate> estimates_;
    glm::CumulativeLogit likelihood_{};
    glm::Newton newton_{};
};

/// The proportional odds model of an ordinal outcome at a visit.
///
/// Fits logit P(y_i <= k) = t_k - b1' covariates_i - b2 treatment_i, k = 1 to the number of levels - 1, by maximum likelihood to the
/// participants observed at the visit and in all covariates. The levels are the scores that occur, in order; there may be any number of them. The
/// effect is b2, the log odds ratio of being above a level, whichever: **positive if treatment leads to higher levels** (as in R's MASS::polr).
/// Standard error from the observed information; Wald test and interval by the normal distribution. With two levels it is logistic regression.
///
/// Status: `separated` if the likelihood has no maximum; `not_estimable` if an arm is empty, all scores are the same or columns are collinear;
/// `not_converged`, `hessian_not_positive_definite`.
/// @complexity O(participants x columns^2 + levels x columns^2) an iteration, for each visit
/// @source   McCullagh (1980), J R Stat Soc B 42:109.
/// @verified tests/analysis/proportional_odds_test.cpp (R MASS::polr, polished, 1e-8)
struct ProportionalOdds {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show; margins are log odds ratios
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "proportional_odds";

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value()}; }

    PreparedProportionalOdds prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {covariates, shape, answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference, {log_cumulative_odds_ratio}), inference};
    }
};

}  // namespace equipoise
