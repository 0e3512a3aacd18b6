#pragma once

#include <algorithm>
#include <array>
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

#include <boost/math/special_functions/gamma.hpp>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/glm/dispersion.hpp>
#include <equipoise/analysis/glm/regression.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// What the variance of a count is, given its mean.
enum class CountModel : std::uint8_t {
    quasi_poisson,      ///< proportional to the mean
    negative_binomial,  ///< mean + dispersion mean^2
    poisson             ///< the mean
};
inline constexpr std::array<CountModel, 3> all_count_models{CountModel::quasi_poisson, CountModel::negative_binomial, CountModel::poisson};

/// A log-linear model of counts, prepared for trials of one shape; see CountRegression.
class PreparedCountRegression {
public:
    PreparedCountRegression(CountModel model, const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : model_(model), answers_(std::move(answers)), rows_(covariates, shape, answers_.front().outcome), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t k = 0; k < answers_.size(); ++k) estimates_[k] = estimate(data, answers_[k]);
        return estimates_;
    }

    /// Of the last fit, where it was usable: that of the negative binomial model, 0 on the boundary; or Pearson's, the variance over the mean.
    double dispersion() const { return dispersion_; }

private:
    static constexpr double no_residual_dispersion = 1e-13;

    Estimate estimate(const TrialData& data, const Answer& answer) {
        rows_.gather(data, [&](std::size_t i) { return data.score(answer.outcome, answer.visit, i); });
        const auto n = static_cast<double>(rows_.count());
        if (!counts()) return failed_estimate(FitStatus::not_estimable, n);
        if (const FitStatus status = rows_.estimable(); !usable(status)) return failed_estimate(status, n);
        glm::Maximum maximum = fit(n);
        if (maximum.status == FitStatus::converged && !regression_.factor(glm::Information::expected)) maximum.status = FitStatus::hessian_not_positive_definite;
        Estimate found = failed_estimate(maximum.status, n);
        if (usable(maximum.status)) found = infer(maximum, n);
        found.iterations = maximum.iterations;
        return found;
    }

    /// Whether these are numbers of events, some of them above 0; of a negative binomial distribution they have to be whole.
    bool counts() const {
        const bool whole = model_ == CountModel::negative_binomial;
        bool some = false;
        for (const double y : rows_.responses()) {
            if (!(y >= 0) || y > glm::most_events || (whole && y != std::floor(y))) return false;
            some = some || y > 0;
        }
        return some;
    }

    glm::Maximum fit(double n) {
        double events = 0.0;
        for (const double y : rows_.responses()) events += y;
        newton_.position().assign(rows_.size(), 0.0);
        newton_.position().front() = std::log(events / n);
        regression_.take(rows_, glm::Count{});
        glm::Maximum maximum = newton_(regression_);
        if (!usable(maximum.status) || model_ != CountModel::negative_binomial) return maximum;
        maximum = negative_binomial_(rows_, regression_, newton_, maximum);
        if (maximum.status == FitStatus::on_boundary && !regression_.factor(glm::Information::expected)) maximum.status = FitStatus::hessian_not_positive_definite;
        return maximum;
    }

    Estimate infer(const glm::Maximum& maximum, double n) {
        const double effect = newton_.position().back();
        const double variance = regression_.variance_of_last();
        constexpr double infinite = std::numeric_limits<double>::infinity();
        if (model_ == CountModel::quasi_poisson) {
            const double df = n - static_cast<double>(rows_.size());
            if (df < 1) return failed_estimate(FitStatus::not_estimable, n);
            dispersion_ = pearson() / df;
            if (!(dispersion_ > no_residual_dispersion)) return failed_estimate(FitStatus::covariance_singular, n);
            return t_estimate(effect, std::sqrt(dispersion_ * variance), df, n, inference_);
        }
        dispersion_ = model_ == CountModel::negative_binomial ? negative_binomial_.dispersion() : 1.0;
        Estimate found = t_estimate(effect, std::sqrt(variance), infinite, n, inference_);
        found.status = maximum.status;
        found.log_likelihood = maximum.log_likelihood;
        for (const double y : rows_.responses()) found.log_likelihood -= boost::math::lgamma(y + 1, detail::QuietMath{});
        return found;
    }

    double pearson() const {
        double sum = 0.0;
        for (std::size_t r = 0; r < rows_.count(); ++r) {
            const double mean = std::exp(regression_.predictor(r));
            sum += (rows_.response(r) - mean) * (rows_.response(r) - mean) / mean;
        }
        return sum;
    }

    CountModel model_;
    std::vector<Answer> answers_;
    glm::ModelRows rows_;
    Inference inference_;
    std::vector<Estimate> estimates_;
    glm::Regression<glm::Count> regression_{};
    glm::Newton newton_{};
    glm::NegativeBinomialFit negative_binomial_{};
    double dispersion_ = missing;
};

/// A log-linear model of a number of events at a visit.
///
/// Fits log E(y_i) = b0 + b1' covariates_i + b2 treatment_i to the participants observed at the visit and in all covariates; the effect is b2, the
/// log of the ratio of mean counts. Three models of the variance:
/// - `quasi_poisson`: proportional to the mean, by Pearson's statistic over n - p; t on n - p degrees of freedom, no likelihood;
/// - `negative_binomial`: mean + a mean^2, a and b together by maximum likelihood; standard error from the expected information on b at that a
///   (with which a is not correlated), normal distribution, as in R's MASS::glm.nb. Where counts vary no more than Poisson ones, a = 0: status
///   `on_boundary`, usable, and the fit is Poisson's;
/// - `poisson`: the mean; it understates the standard error of counts that vary more.
///
/// Status: `separated` if the likelihood has no maximum, as where an arm has no events; `not_estimable` if nobody has any, an arm is empty, columns are
/// collinear, quasi-Poisson has no residual degree of freedom, a score is below 0 or above 10^6, or, for the negative binomial, not whole;
/// `covariance_singular` if Pearson's statistic is 0; `not_converged`, `hessian_not_positive_definite`.
/// @complexity O(participants x columns^2) an iteration, for each visit
/// @source   McCullagh & Nelder (1989), Generalized linear models, 2nd ed., ch. 6 and 9; Lawless (1987), Can J Stat 15:209.
/// @verified tests/analysis/count_regression_test.cpp (R glm, MASS::glm.nb, 1e-8)
struct CountRegression {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    CountModel model = CountModel::quasi_poisson;
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show; margins are log rate ratios
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "count";

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value()}; }

    PreparedCountRegression prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {model, covariates, shape, answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference, {log_rate_ratio}), inference};
    }
};

}  // namespace equipoise
