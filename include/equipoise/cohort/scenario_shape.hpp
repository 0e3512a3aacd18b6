#pragma once

#include <algorithm>
#include <cstddef>
#include <variant>

#include <equipoise/cohort/scenario.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// What an analyst may know of a covariate: levels in sorted order.
inline CovariateShape shape_of(const CovariateModel& covariate) {
    CovariateShape shape{.name = covariate.name};
    if (const auto* categories = std::get_if<Categories>(&covariate.distribution)) shape.levels = categories->levels;
    std::sort(shape.levels.begin(), shape.levels.end());
    return shape;
}

/// What an analyst may know of every trial of a scenario before seeing one.
///
/// @param scenario  without faults
inline TrialShape shape_of(const Scenario& scenario) {
    TrialShape shape;
    const Visits& visits = scenario.design.visits;
    for (std::size_t v = 0; v < visits.count(); ++v) shape.visits.push_back(visits.label(v));
    shape.outcomes.push_back(scenario.mechanism.outcome.name());
    for (const SecondaryOutcome& outcome : scenario.mechanism.secondary_outcomes) {
        shape.outcomes.push_back(outcome.name);
        if (!outcome.measured_at_baseline) shape.without_baseline.push_back(outcome.name);
    }
    for (const CovariateModel& covariate : scenario.mechanism.covariates) shape.covariates.push_back(shape_of(covariate));
    shape.has_therapists = scenario.mechanism.therapists.has_value();
    shape.has_boosters = scenario.design.boosters.has_value();
    shape.weeks = visits.weeks;
    return shape;
}

}  // namespace equipoise
