#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/covariate_faults.hpp>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/plain_number.hpp>

namespace equipoise {

/// Those for whom the treatment is meant, beside those who were eligible for the trial: the effect may be another one in them.
///
/// They differ in who is in by the baseline score, and in the distributions of covariates; nature is otherwise that of the trial, so each
/// covariate changes the treatment effect about the mean of the trial's participants.
/// @source Cole & Stuart (2010), Generalizing evidence from randomized clinical trials to target populations, Am. J. Epidemiol. 172:107.
struct TargetPopulation {
    std::string name = "target population";
    std::optional<double> baseline_minimum{};    ///< who is in: a baseline score of at least this [outcome units]; nothing: everyone
    std::vector<CovariateModel> covariates{};    ///< by name, those of the trial whose distribution is another one; nothing else of them may be stated
};

namespace detail {

inline const std::string target_at = "/mechanism/target_population";

inline void check_replacement(const CovariateModel& replacement, const std::vector<CovariateModel>& trial, const std::string& at, std::vector<Fault>& found) {
    const auto same = std::find_if(trial.begin(), trial.end(), [&](const CovariateModel& covariate) { return covariate.name == replacement.name; });
    if (same == trial.end()) {
        found.push_back({at + "/name", "must be the name of a covariate of the trial, but is \"" + replacement.name + "\""});
        return;
    }
    std::visit([&](const auto& distribution) { check_distribution(distribution, at, found); }, replacement.distribution);
    const auto* levels = std::get_if<Categories>(&replacement.distribution);
    const auto* of_trial = std::get_if<Categories>(&same->distribution);
    if ((levels == nullptr) != (of_trial == nullptr) || (levels && levels->levels != of_trial->levels)) {
        found.push_back({at + "/distribution", "must be numeric where the trial's is, or have the same levels in the same order"});
    }
    if (!replacement.correlation.empty() || !replacement.slope.empty() || !replacement.effect_modification.empty()) {
        found.push_back({at, "must state a distribution alone: what the covariate has to do with the outcome is as in the trial"});
    }
}

}  // namespace detail

/// What is wrong with a target population and can be told without solving for latent variables.
///
/// @param covariates  of the trial, without faults   @param outcome  of the trial, without faults
/// @returns           faults whose pointers are those of a scenario file. @verified tests/mechanism/target_population_test.cpp
inline std::vector<Fault> faults(const TargetPopulation& target, const std::vector<CovariateModel>& covariates, const AnyOutcome& outcome) {
    std::vector<Fault> found;
    const std::string& at = detail::target_at;
    if (target.name.empty()) found.push_back({at + "/name", "must be a name, but is empty"});
    const auto* scores = outcome.repeated_measures();
    if (target.baseline_minimum && !scores) {
        found.push_back({at + "/baseline_minimum", "must be left out, since the outcome is a model of your own, which alone knows who is eligible"});
    } else if (target.baseline_minimum && !(*target.baseline_minimum <= scores->scale.maximum)) {
        found.push_back({at + "/baseline_minimum", "must be a score of the scale, but is " + detail::plain_number(*target.baseline_minimum)});
    }
    for (std::size_t k = 0; k < target.covariates.size(); ++k) {
        const std::string here = at + "/covariates/" + std::to_string(k);
        detail::check_replacement(target.covariates[k], covariates, here, found);
        for (std::size_t j = 0; j < k; ++j) {
            if (target.covariates[j].name != target.covariates[k].name) continue;
            found.push_back({here + "/name", "must be a name of its own, but \"" + target.covariates[k].name + "\" stands twice"});
            break;
        }
    }
    return found;
}

}  // namespace equipoise
