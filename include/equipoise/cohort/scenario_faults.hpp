#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/cohort/scenario.hpp>
#include <equipoise/design/factor_faults.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/validate.hpp>
#include <equipoise/mechanism/covariate_faults.hpp>
#include <equipoise/mechanism/secondary_outcome_faults.hpp>

namespace equipoise {

namespace detail {

/// What acts on the latent outcome needs a model that has one.
inline void needs_latent_outcome(const Mechanism& nature, std::vector<Fault>& found) {
    if (nature.outcome.repeated_measures()) return;
    const auto refuse = [&](bool present, const std::string& block) {
        if (present) found.push_back({"/mechanism/" + block, "must be left out with an outcome model of your own: it acts on the latent variables of RepeatedMeasures"});
    };
    refuse(nature.therapists.has_value(), "therapists");
    refuse(nature.attendance.has_value(), "attendance");
    refuse(nature.boosters.has_value(), "boosters");
    refuse(!nature.adverse_events.empty(), "adverse_events");
    refuse(nature.discontinuation.has_value(), "discontinuation");
    refuse(nature.reporting.has_value(), "reporting");
}

inline std::vector<KnownCovariate> known_covariates(const std::vector<CovariateModel>& covariates) {
    std::vector<KnownCovariate> known;
    for (const CovariateModel& covariate : covariates) {
        const auto* categories = std::get_if<Categories>(&covariate.distribution);
        known.push_back({covariate.name, categories != nullptr ? categories->levels.size() : 0});
    }
    return known;
}

inline void append(std::vector<Fault>& found, std::vector<Fault> more) {
    for (Fault& fault : more) found.push_back(std::move(fault));
}

}  // namespace detail

/// Everything that is wrong with a scenario and can be told without solving for its latent parameters.
///
/// @verified tests/cohort/simulate_trial_test.cpp
inline std::vector<Fault> faults(const Scenario& scenario) {
    const Design& design = scenario.design;
    const Mechanism& nature = scenario.mechanism;
    std::vector<Fault> found = faults(design);
    if (!found.empty()) return found;  // the mechanism is checked against a design that makes sense
    detail::append(found, nature.outcome.faults(design));
    detail::append(found, nature.dropout.faults(design));
    if (nature.intermittent) detail::append(found, faults(*nature.intermittent, design));
    detail::append(found, faults(nature.covariates, design, nature.outcome));
    if (nature.target_population) detail::append(found, faults(*nature.target_population, nature.covariates, nature.outcome));
    detail::append(found, faults(nature.secondary_outcomes, design, nature.outcome));
    detail::append(found, factor_faults(design.allocation, detail::known_covariates(nature.covariates)));
    detail::needs_latent_outcome(nature, found);
    if (nature.never_starting) detail::append(found, faults(*nature.never_starting));
    if (nature.therapists) detail::append(found, faults(*nature.therapists));
    if (nature.attendance) detail::append(found, faults(*nature.attendance));
    if (nature.boosters) detail::append(found, faults(*nature.boosters, design));
    detail::append(found, faults(nature.adverse_events, design));
    if (nature.discontinuation) detail::append(found, faults(*nature.discontinuation, design, !nature.adverse_events.empty()));
    if (nature.reporting) detail::append(found, faults(*nature.reporting));
    return found;
}

}  // namespace equipoise
