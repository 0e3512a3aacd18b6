#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/binary/binary_response.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/glm/regression.hpp>
#include <equipoise/analysis/glm/standardisation.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A logistic regression of response, prepared for trials of one shape: one fit for each visit, whatever is asked of it. See LogisticRegression.
class PreparedLogisticRegression {
public:
    PreparedLogisticRegression(const BinaryResponse& response, const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers,
                               std::vector<Inference> inferences)
        : response_(response),
          answers_(std::move(answers)),
          rows_(covariates, shape, answers_.front().outcome),
          inferences_(std::move(inferences)),
          estimates_(answers_.size()),
          done_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        std::fill(done_.begin(), done_.end(), false);
        for (std::size_t first = 0; first < answers_.size(); ++first) {
            if (done_[first]) continue;
            const glm::Maximum maximum = fit(data, answers_[first]);
            for (std::size_t k = first; k < answers_.size(); ++k) {
                if (answers_[k].visit != answers_[first].visit) continue;
                estimates_[k] = estimate(maximum, answers_[k].estimand, inferences_[k]);
                done_[k] = true;
            }
        }
        return estimates_;
    }

private:
    glm::Maximum fit(const TrialData& data, const Answer& answer) {
        rows_.gather(data, [&](std::size_t i) { return response_(data, answer.outcome, answer.visit, i); });
        if (const FitStatus status = rows_.estimable(); !usable(status)) return {status};
        double responders = 0.0;
        for (const double response : rows_.responses()) responders += response;
        const double others = static_cast<double>(rows_.count()) - responders;
        if (responders == 0 || others == 0) return {FitStatus::not_estimable};
        newton_.position().assign(rows_.size(), 0.0);
        newton_.position().front() = std::log(responders / others);
        regression_.take(rows_, glm::Bernoulli{});
        glm::Maximum maximum = newton_(regression_);
        if (!usable(maximum.status)) return maximum;
        if (!regression_.factor(glm::Information::expected)) maximum.status = FitStatus::hessian_not_positive_definite;
        return maximum;
    }

    Estimate estimate(const glm::Maximum& maximum, const std::string& estimand, const Inference& inference) {
        const auto n = static_cast<double>(rows_.count());
        Estimate found = failed_estimate(maximum.status, n);
        if (usable(maximum.status)) {
            const glm::Contrast contrast = estimand == conditional_log_odds_ratio
                                               ? glm::Contrast{newton_.position().back(), regression_.variance_of_last()}
                                               : standardise_(rows_, regression_, newton_.position().back(), estimand == risk_difference ? glm::ContrastScale::difference : glm::ContrastScale::log_odds_ratio);
            found = t_estimate(contrast.effect, std::sqrt(contrast.variance), std::numeric_limits<double>::infinity(), n, inference);
            found.log_likelihood = maximum.log_likelihood;
        }
        found.iterations = maximum.iterations;
        return found;
    }

    BinaryResponse response_;
    std::vector<Answer> answers_;
    glm::ModelRows rows_;
    std::vector<Inference> inferences_;  // of each answer
    std::vector<Estimate> estimates_;
    std::vector<bool> done_;
    glm::Regression<glm::Bernoulli> regression_{};
    glm::Newton newton_{};
    glm::Standardisation standardise_{};
};

/// Logistic regression of response at a visit, with standardisation (g-computation).
///
/// Fits logit P(response_i) = b0 + b1' covariates_i + b2 treatment_i by maximum likelihood to those whose response and covariates are known. For
/// each visit it answers three questions, in this order, or one of them:
/// - `conditional_log_odds_ratio`, b2, with the standard error from the information (Wald);
/// - `risk_difference`: with P_a the mean over all participants fitted of the probability that the model gives them in arm a, P_1 - P_0;
/// - `marginal_log_odds_ratio`: logit P_1 - logit P_0.
/// The last two do not depend on the model being right where participants are randomised and nobody is missing. Their standard errors are by
/// the delta method from the covariance of b, the covariates of the trial held fixed. Everything is referred to the normal distribution.
///
/// Status: `separated` if the likelihood has no maximum, which includes an arm in which everybody responds or nobody; `not_estimable` if an arm
/// is empty, all participants respond alike or columns are collinear; `not_converged`, `hessian_not_positive_definite`.
/// @complexity O(participants x columns^2) an iteration, for each visit
/// @source   Ge et al. (2011), Drug Inf J 45:481; FDA (2023), Adjusting for covariates in randomized clinical trials for drugs and biological products.
/// @verified tests/analysis/logistic_regression_test.cpp (R glm, 1e-9; g-computation by numerical derivatives)
struct LogisticRegression {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    Responder responder{};
    MissingResponse missing_response = MissingResponse::observed;
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string estimand{};         ///< one of the three; empty: all of them
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show; a margin is on the scale of the estimand, of which there can then be only one
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "logistic";

    /// The estimands that there are.
    static std::vector<std::string> estimands() { return {conditional_log_odds_ratio, risk_difference, marginal_log_odds_ratio}; }

    std::vector<Fault> faults(const TrialShape& shape) const {
        std::vector<Fault> faults = with_responder_faults(covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha), responder);
        const std::vector<std::string> known = estimands();
        if (!estimand.empty() && std::find(known.begin(), known.end(), estimand) == known.end()) {
            faults.push_back({"/estimand", "is \"" + estimand + "\", which logistic regression does not estimate", "known: " + known[0] + ", " + known[1] + ", " + known[2]});
        }
        if (estimand.empty() && hypothesis.margin != 0) {
            faults.push_back({"/hypothesis/margin", "is on the scale of the estimand, but several are asked for", "name the one that it is of in \"estimand\""});
        }
        return faults;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value()}; }

    PreparedLogisticRegression prepare(const TrialShape& shape, double study_alpha) const { return prepare_together({*this}, shape, study_alpha); }

    /// Whether both are the same model: they may ask different things of it.
    bool same_fit(const LogisticRegression& other) const {
        LogisticRegression alike = other;
        alike.name = name;
        alike.visit = visit;
        alike.estimand = estimand;
        alike.hypothesis = hypothesis;
        alike.alpha = alpha;
        return alike == *this;
    }

    static PreparedLogisticRegression prepare_together(const std::vector<LogisticRegression>& together, const TrialShape& shape, double study_alpha) {
        const LogisticRegression& model = together.front();
        std::vector<Answer> answers;
        std::vector<Inference> inferences;
        for (const LogisticRegression& one : together) {
            const Inference inference(one.alpha.value_or(study_alpha), one.hypothesis);
            const std::vector<std::string> asked = one.estimand.empty() ? estimands() : std::vector{one.estimand};
            for (Answer& answer : answers_of_responders(shape, shape.outcome(one.outcome).value(), one.visit, inference, one.responder, asked)) {
                answers.push_back(std::move(answer));
                inferences.push_back(inference);
            }
        }
        return {BinaryResponse{model.responder, model.missing_response}, model.covariates, shape, std::move(answers), std::move(inferences)};
    }

    friend bool operator==(const LogisticRegression&, const LogisticRegression&) = default;
};

}  // namespace equipoise
