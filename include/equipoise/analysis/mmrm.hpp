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
#include <equipoise/analysis/gaussian/prepared_fit.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/analysis/t_estimate.hpp>

namespace equipoise {

enum class MmrmCovariance : std::uint8_t { unstructured };
enum class Estimation : std::uint8_t { reml, ml };
enum class DegreesOfFreedom : std::uint8_t { satterthwaite };

/// A mixed model for repeated measures, prepared for trials of one shape; see Mmrm.
class PreparedMmrm {
public:
    PreparedMmrm(const std::vector<Covariate>& covariates, Estimation estimation, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : columns_(names_of(covariates)),
          fit_(gaussian::coefficient_map(covariates, shape), estimation == Estimation::reml),
          answers_(std::move(answers)),
          inference_(inference),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer, all from one fit; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        const FitStatus status = fit_(statistics, columns_);
        const double n = fit_.participants();
        const double log_likelihood = usable(status) ? fit_.log_likelihood() : missing;
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            if (usable(status)) {
                const gaussian::Effect effect = fit_.effect(answers_[i].visit);
                estimates_[i] = t_estimate(effect.value, std::sqrt(effect.variance), effect.degrees_of_freedom, n, inference_);
                estimates_[i].log_likelihood = log_likelihood;
            } else {
                estimates_[i] = failed_estimate(status, n);
            }
            estimates_[i].iterations = fit_.iterations();
        }
        return estimates_;
    }

    /// The covariance of the outcomes over the post-baseline visits in the last fit, visits x visits row by row.
    std::span<const double> covariance() const { return fit_.covariance(); }

private:
    ModelColumns columns_;
    gaussian::PreparedFit fit_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// Mixed model for repeated measures: all post-baseline visits in one likelihood.
///
/// Fits y_ij = b0_j + b1_j treatment_i + b2_j' covariates_i + e_ij, e_i ~ N(0, Sigma) with Sigma any covariance over the visits, to every
/// participant with all covariates and at least one post-baseline visit. Unbiased where dropout depends on what has been observed.
/// Effects are the b1_j; standard errors are from the inverse of the information on b; df are Satterthwaite's, by the observed
/// information on Sigma. The log-likelihood is -1/2 [ log|V| + log|X'V^-1 X| + r'V^-1 r + (N - q) log 2 pi ] (REML), N observations and
/// q coefficients; without log|X'V^-1 X| and with N log 2 pi (ML).
///
/// Status: `not_estimable` if a visit is unseen in an arm or columns are collinear; `covariance_singular` if the likelihood rises towards
/// a singular Sigma; `not_converged`; `hessian_not_positive_definite`.
/// @source   Mallinckrodt et al. (2008), Drug Inf J 42:303; Jennrich & Schluchter (1986), Biometrics 42:805.
/// @verified tests/analysis/mmrm_test.cpp (R mmrm, 1e-7)
struct Mmrm {
    std::string name{};
    std::optional<std::size_t> visit{};   ///< 1 to the last; nothing: every post-baseline visit. All visits are fitted in any case
    std::vector<Covariate> covariates{};
    MmrmCovariance covariance = MmrmCovariance::unstructured;
    Estimation estimation = Estimation::reml;
    DegreesOfFreedom degrees_of_freedom = DegreesOfFreedom::satterthwaite;
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "mmrm";

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).missing(missing).faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates, missing); }

    PreparedMmrm prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {covariates, estimation, shape, answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference), inference};
    }
};

}  // namespace equipoise
