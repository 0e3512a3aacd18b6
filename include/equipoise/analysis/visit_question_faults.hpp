#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/degrees_of_freedom.hpp>
#include <equipoise/analysis/gaussian/f_tests.hpp>
#include <equipoise/analysis/visit_questions.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

namespace detail {

inline void contrast_faults(const std::vector<VisitContrast>& contrasts, std::size_t visits, std::vector<Fault>& found) {
    for (std::size_t i = 0; i < contrasts.size(); ++i) {
        const VisitContrast& contrast = contrasts[i];
        const std::string pointer = "/contrasts/" + std::to_string(i);
        if (contrast.name.empty()) found.push_back({pointer + "/name", "must not be empty: it stands in the results where otherwise a visit does", ""});
        const auto same = [&](const VisitContrast& other) { return other.name == contrast.name; };
        const auto here = contrasts.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::any_of(contrasts.begin(), here, same)) found.push_back({pointer + "/name", "is \"" + contrast.name + "\", which is also the name of an earlier contrast", ""});
        const std::vector<double>& weights = contrast.weights;
        if (weights.size() != visits) {
            found.push_back({pointer + "/weights", "must hold a number for each of the " + std::to_string(visits) + " visits after the baseline, but holds " +
                             std::to_string(weights.size()), ""});
        } else if (!std::all_of(weights.begin(), weights.end(), [](double weight) { return std::isfinite(weight); })) {
            found.push_back({pointer + "/weights", "must be finite numbers", ""});
        } else if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 0.0; })) {
            found.push_back({pointer + "/weights", "must not all be 0", ""});
        }
    }
}

inline void joint_faults(bool joint, bool interaction, const std::vector<std::size_t>& stated, std::size_t visits, std::vector<Fault>& found) {
    for (std::size_t i = 0; i < stated.size(); ++i) {
        const std::string pointer = "/joint_visits/" + std::to_string(i);
        if (stated[i] == 0 || stated[i] > visits) {
            found.push_back({pointer, "must be a post-baseline visit, 1 to " + std::to_string(visits) + ", but is " + std::to_string(stated[i]), ""});
        }
        const auto here = stated.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(stated.begin(), here, stated[i]) != here) found.push_back({pointer, "is there twice", ""});
    }
    if (!stated.empty() && !joint && !interaction) found.push_back({"/joint_visits", "has no meaning without a joint test", "set \"joint\" or \"interaction\""});
    const std::size_t tested = stated.empty() ? visits : stated.size();
    if (joint && tested > std::size_t{gaussian::most_tested}) found.push_back({"/joint", "can be of " + std::to_string(gaussian::most_tested) + " visits at most", ""});
    if (interaction && tested < 2) found.push_back({"/interaction", "needs at least two visits between which effects may differ", ""});
}

inline void at_faults(const std::vector<CovariateValue>& at, const std::vector<Covariate>& covariates, bool means, std::vector<Fault>& found) {
    for (std::size_t i = 0; i < at.size(); ++i) {
        const std::string pointer = "/at/" + std::to_string(i);
        const auto named = [&](const Covariate& covariate) { return covariate.name == at[i].name; };
        const auto covariate = std::find_if(covariates.begin(), covariates.end(), named);
        const auto same = [&](const CovariateValue& other) { return other.name == at[i].name; };
        const auto here = at.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::any_of(at.begin(), here, same)) found.push_back({pointer + "/name", "\"" + at[i].name + "\" is there twice", ""});
        if (covariate == covariates.end()) {
            found.push_back({pointer + "/name", "is \"" + at[i].name + "\", which is no covariate of the model", ""});
        } else if (covariate->type == CovariateType::factor) {
            found.push_back({pointer + "/name", "is \"" + at[i].name + "\", which is a factor: its levels count as often as they are observed", ""});
        }
        if (!std::isfinite(at[i].value)) found.push_back({pointer + "/value", "must be a finite number", ""});
    }
    if (!at.empty() && !means) found.push_back({"/at", "has no meaning without least-squares means", "set \"least_squares_means\""});
}

}  // namespace detail

/// What is wrong with the questions of a specification over several visits; see VisitQuestions. Pointers are relative to the analysis.
///
/// @param restricted  whether the fit is by REML
/// @verified          tests/analysis/visit_question_faults_test.cpp
template <class Model>
std::vector<Fault> visit_question_faults(const Model& model, const TrialShape& shape, bool restricted) {
    std::vector<Fault> found;
    const std::size_t visits = shape.post_baseline();
    detail::contrast_faults(model.contrasts, visits, found);
    detail::joint_faults(model.joint, model.interaction, model.joint_visits, visits, found);
    detail::at_faults(model.at, model.covariates, model.least_squares_means, found);
    if (model.degrees_of_freedom == DegreesOfFreedom::kenward_roger && !restricted) {
        found.push_back({"/degrees_of_freedom", "cannot be kenward_roger with full maximum likelihood: the adjustment is that of the restricted likelihood's estimates",
                         "set \"estimation\" to \"reml\", or \"degrees_of_freedom\" to \"satterthwaite\""});
    }
    return found;
}

}  // namespace equipoise
