#pragma once

#include <cstddef>
#include <cstdint>
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

/// What varies between participants besides the independent errors of visits.
enum class ParticipantEffects : std::uint8_t {
    intercept,           ///< a level
    intercept_and_slope  ///< a level and a change per week, correlated
};

/// A linear mixed model of all post-baseline visits, prepared for trials of one shape; see Lmm.
using PreparedLmm = gaussian::PreparedModel;

/// Linear mixed model with random effects of participant: all post-baseline visits in one likelihood.
///
/// Fits y_ij = b0_j + b1_j treatment_i + b2_j' covariates_i + u_i0 (+ u_i1 week_j) + e_ij, u_i ~ N(0, D), e_ij ~ N(0, s^2) independent, to
/// every participant with all covariates and at least one post-baseline visit: the mean model of Mmrm, with the covariance
/// Sigma = Z D Z' + s^2 I over the visits, Z = (1) or (1, scheduled week), D positive semi-definite. Questions, standard errors, degrees of
/// freedom and log-likelihood are those of Mmrm.
///
/// Status: `on_boundary` if the likelihood is greatest at a singular D (a variance of 0, or a correlation of 1 or -1): usable; standard errors
/// and df are those of the reduced model, which has a D of lower rank. Otherwise those of Mmrm; `hessian_not_positive_definite` too if the
/// data do not tell D and s^2 apart, as where everyone is seen once.
/// @source   Laird & Ware (1982), Biometrics 38:963.
/// @verified tests/analysis/lmm_test.cpp (R lmerTest, pbkrtest; reduced models)
struct Lmm {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit. All visits are fitted in any case
    std::vector<Covariate> covariates{};
    ParticipantEffects random_effects = ParticipantEffects::intercept;  ///< a slope needs the weeks of the visits, and three of them after the baseline
    Estimation estimation = Estimation::reml;
    DegreesOfFreedom degrees_of_freedom = DegreesOfFreedom::satterthwaite;
    InformationMatrix information = InformationMatrix::observed;  ///< on the variances, for Satterthwaite's and Kenward and Roger's methods
    std::vector<VisitContrast> contrasts{};   ///< besides the visits
    bool joint = false;                       ///< F test that there is no effect at any visit
    bool interaction = false;                 ///< F test that the effect is the same at all visits
    std::vector<std::size_t> joint_visits{};  ///< of those F tests; empty: every post-baseline visit
    bool least_squares_means = false;         ///< in each arm at each visit that is answered for
    std::vector<CovariateValue> at{};         ///< of least-squares means; other covariates are at their mean over the participants analysed
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test of effects is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "lmm";
    static constexpr bool tells_boosters_apart = false;

    std::vector<Fault> faults(const TrialShape& shape) const {
        std::vector<Fault> found = covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).missing(missing).faults();
        if (random_effects == ParticipantEffects::intercept_and_slope) slope_faults(shape, "/random_effects", found);
        const std::vector<Fault> of_questions = visit_question_faults(*this, shape, estimation == Estimation::reml);
        found.insert(found.end(), of_questions.begin(), of_questions.end());
        return found;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates, missing); }

    PreparedLmm prepare(const TrialShape& shape, double study_alpha) const { return prepare_together({*this}, shape, study_alpha); }

    /// Whether both are the same model: they may ask different things of it.
    bool same_fit(const Lmm& other) const {
        return covariates == other.covariates && random_effects == other.random_effects && estimation == other.estimation && outcome == other.outcome &&
               missing == other.missing;
    }

    static PreparedLmm prepare_together(const std::vector<Lmm>& together, const TrialShape& shape, double study_alpha) {
        const Lmm& model = together.front();
        const bool slope = model.random_effects == ParticipantEffects::intercept_and_slope;
        const VisitCovariance covariance{slope ? CovarianceKind::random_intercept_and_slope : CovarianceKind::random_intercept};
        return {names_of(model.covariates),
                gaussian::PreparedFit(gaussian::coefficient_map(model.covariates, shape), model.estimation == Estimation::reml, covariance, {}, shape.weeks),
                visit_questions(together, shape, study_alpha, false)};
    }

    friend bool operator==(const Lmm&, const Lmm&) = default;
};

}  // namespace equipoise
