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

/// A constrained longitudinal data analysis, prepared for trials of one shape; see Clda.
using PreparedClda = gaussian::PreparedModel;

/// Constrained longitudinal data analysis: the baseline is a response, with one mean for both arms.
///
/// Fits y_ij = b0_j + b1_j treatment_i + b2_j' covariates_i + e_ij over the baseline j = 0 and all visits after it, with b1_0 = 0 and
/// e_i ~ N(0, Sigma) over all of them, Sigma unstructured or of a structure, of all or of each arm, to every participant with all covariates
/// and at least one score, be it the baseline. Randomisation makes
/// b1_0 = 0 true; it is what adjusts for the baseline. Unbiased where dropout depends on what has been observed, the baseline included.
///
/// Answers, standard errors, log-likelihood and statuses are those of Mmrm.
/// @source   Liang & Zeger (2000), Sankhya B 62:134; Liu et al. (2009), Stat Med 28:2509.
/// @verified tests/analysis/clda_test.cpp (R mmrm, 1e-7)
struct Clda {
    std::string name{};
    std::optional<std::size_t> visit{};   ///< 1 to the last; nothing: every post-baseline visit. All visits are fitted in any case
    std::vector<Covariate> covariates{};  ///< not the baseline, which is a response; by visit means: at the baseline too
    VisitCovariance covariance{};               ///< of all visits, the baseline included, given the rest of the model
    std::vector<VisitCovariance> fallbacks{};   ///< fitted instead where a fit fails, one after the other; see failure_ladder
    Estimation estimation = Estimation::reml;
    DegreesOfFreedom degrees_of_freedom = DegreesOfFreedom::satterthwaite;
    InformationMatrix information = InformationMatrix::observed;  ///< on Sigma, for Satterthwaite's and Kenward and Roger's methods
    std::vector<VisitContrast> contrasts{};     ///< besides the visits; of those after the baseline
    bool joint = false;                         ///< F test that there is no effect at any visit
    bool interaction = false;                   ///< F test that the effect is the same at all visits after the baseline
    std::vector<std::size_t> joint_visits{};    ///< of those F tests; empty: every post-baseline visit
    bool least_squares_means = false;           ///< in each arm at each visit that is answered for
    std::vector<CovariateValue> at{};           ///< of least-squares means; other covariates are at their mean over the participants analysed
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test of effects is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "clda";
    static constexpr bool tells_boosters_apart = false;

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults specification = covariate_model_faults(shape, outcome, visit, covariates);
        specification.hypothesis(hypothesis, alpha).missing(missing).needs_baseline("/method", "cLDA");
        std::vector<Fault> found = specification.faults();
        for (std::size_t i = 0; i < covariates.size(); ++i) {
            if (covariates[i].name != baseline_covariate) continue;
            found.push_back({"/covariates/" + std::to_string(i) + "/name", "is \"baseline\", which is a response of cLDA and so cannot be a covariate", "leave it out"});
        }
        covariance_faults(covariance, fallbacks, found);
        const std::vector<Fault> of_questions = visit_question_faults(*this, shape, estimation == Estimation::reml);
        found.insert(found.end(), of_questions.begin(), of_questions.end());
        return found;
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        StatisticsPlan plan = covariate_model_needs(shape, outcome, covariates, missing);
        plan.covariates.emplace_back(baseline_covariate);
        return plan;
    }

    PreparedClda prepare(const TrialShape& shape, double study_alpha) const { return prepare_together({*this}, shape, study_alpha); }

    /// Whether both are the same model: they may ask different things of it.
    bool same_fit(const Clda& other) const {
        return covariates == other.covariates && covariance == other.covariance && fallbacks == other.fallbacks && estimation == other.estimation &&
               outcome == other.outcome && missing == other.missing;
    }

    static PreparedClda prepare_together(const std::vector<Clda>& together, const TrialShape& shape, double study_alpha) {
        const Clda& model = together.front();
        return {names_of(model.covariates),
                gaussian::PreparedFit(gaussian::coefficient_map(model.covariates, shape, true), model.estimation == Estimation::reml, model.covariance, model.fallbacks),
                visit_questions(together, shape, study_alpha, true)};
    }

    friend bool operator==(const Clda&, const Clda&) = default;
};

}  // namespace equipoise
