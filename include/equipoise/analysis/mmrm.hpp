#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariance_structure.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/degrees_of_freedom.hpp>
#include <equipoise/analysis/estimation.hpp>
#include <equipoise/analysis/gaussian/prepared_fit.hpp>
#include <equipoise/analysis/gaussian/prepared_model.hpp>
#include <equipoise/analysis/information_matrix.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/analysis/visit_question_faults.hpp>
#include <equipoise/analysis/visit_questions.hpp>

namespace equipoise {

/// A mixed model for repeated measures, prepared for trials of one shape; see Mmrm.
using PreparedMmrm = gaussian::PreparedModel;

/// Mixed model for repeated measures: all post-baseline visits in one likelihood.
///
/// Fits y_ij = b0_j + b1_j treatment_i + b2_j' covariates_i + e_ij, e_i ~ N(0, Sigma), Sigma unstructured or of a structure, of all or of each arm, to every
/// participant with all covariates and at least one post-baseline visit. Unbiased where dropout depends on what has been observed.
/// Answers: the treatment effect b1_j at a visit, or at each; contrasts over visits, sum_j w_j b1_j; least-squares means by arm; joint F tests.
/// Standard errors are from the inverse of the information on b, or Kenward and Roger's; see DegreesOfFreedom. The log-likelihood is
/// -1/2 [ log|V| + log|X'V^-1 X| + r'V^-1 r + (N - q) log 2 pi ] (REML), N observations and q coefficients; without log|X'V^-1 X| and
/// with N log 2 pi (ML). Specifications that differ in questions, degrees of freedom or level only are answered by one fit.
///
/// If a fit fails, the fallbacks are fitted, one after the other until one is usable; `fallback` of an estimate says which.
///
/// Status: `not_estimable` if a visit is unseen in an arm, columns are collinear, or no degrees of freedom are left; `covariance_singular`
/// if the likelihood rises towards a singular Sigma; `not_converged`; `hessian_not_positive_definite`.
/// @source   Mallinckrodt et al. (2008), Drug Inf J 42:303; Jennrich & Schluchter (1986), Biometrics 42:805.
/// @verified tests/analysis/mmrm_test.cpp, tests/analysis/mmrm_inference_test.cpp (R mmrm, 1e-7)
struct Mmrm {
    std::string name{};
    std::optional<std::size_t> visit{};   ///< 1 to the last; nothing: every post-baseline visit. All visits are fitted in any case
    std::vector<Covariate> covariates{};
    VisitCovariance covariance{};                ///< of the post-baseline visits, given the rest of the model
    std::vector<VisitCovariance> fallbacks{};   ///< fitted instead where a fit fails, one after the other; see failure_ladder
    Estimation estimation = Estimation::reml;
    DegreesOfFreedom degrees_of_freedom = DegreesOfFreedom::satterthwaite;
    InformationMatrix information = InformationMatrix::observed;  ///< on Sigma, for Satterthwaite's and Kenward and Roger's methods
    std::vector<VisitContrast> contrasts{};     ///< besides the visits
    bool joint = false;                         ///< F test that there is no effect at any visit
    bool interaction = false;                   ///< F test that the effect is the same at all visits
    std::vector<std::size_t> joint_visits{};    ///< of those F tests; empty: every post-baseline visit
    bool least_squares_means = false;           ///< in each arm at each visit that is answered for
    std::vector<CovariateValue> at{};           ///< of least-squares means; other covariates are at their mean over the participants analysed
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test of effects is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "mmrm";
    static constexpr bool tells_boosters_apart = false;

    std::vector<Fault> faults(const TrialShape& shape) const {
        std::vector<Fault> found = covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).missing(missing).faults();
        covariance_faults(covariance, fallbacks, found);
        const std::vector<Fault> of_questions = visit_question_faults(*this, shape, estimation == Estimation::reml);
        found.insert(found.end(), of_questions.begin(), of_questions.end());
        return found;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates, missing); }

    PreparedMmrm prepare(const TrialShape& shape, double study_alpha) const { return prepare_together({*this}, shape, study_alpha); }

    /// Whether both are the same model: they may ask different things of it.
    bool same_fit(const Mmrm& other) const {
        return covariates == other.covariates && covariance == other.covariance && fallbacks == other.fallbacks && estimation == other.estimation &&
               outcome == other.outcome && missing == other.missing;
    }

    static PreparedMmrm prepare_together(const std::vector<Mmrm>& together, const TrialShape& shape, double study_alpha) {
        const Mmrm& model = together.front();
        return {names_of(model.covariates),
                gaussian::PreparedFit(gaussian::coefficient_map(model.covariates, shape), model.estimation == Estimation::reml, model.covariance, model.fallbacks),
                visit_questions(together, shape, study_alpha, false)};
    }

    friend bool operator==(const Mmrm&, const Mmrm&) = default;
};

}  // namespace equipoise
