#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/trial_data.hpp>

namespace equipoise {

/// The data of a trial with room for everything that is recorded of it, and nothing in it.
///
/// @verified tests/cohort/simulate_trial_test.cpp
inline TrialData empty_trial(const PreparedTrial& trial) {
    const std::size_t n = trial.design.participants;
    const Visits& visits = trial.design.visits;
    TrialData data{};
    data.arm.resize(n);
    data.booster.resize(n);
    if (trial.design.recruitment) data.enrolment_weeks.resize(n);
    for (const CovariateShape& covariate : trial.covariates.shapes()) data.covariates.push_back({covariate.name, std::vector<double>(n), covariate.levels});
    const auto add_outcome = [&](const std::string& name) {
        OutcomeColumns columns{.name = name, .visits = visits.count(), .scores = std::vector<double>(visits.count() * n)};
        for (const double week : visits.weeks) columns.weeks.insert(columns.weeks.end(), n, week);
        data.outcomes.push_back(std::move(columns));
    };
    add_outcome(trial.outcome.name());
    for (const PreparedSecondaryOutcome& outcome : trial.secondary_outcomes) add_outcome(outcome.name());
    if (trial.never_starting) data.started.resize(n);
    if (trial.therapists) data.therapist.resize(n);
    if (trial.attendance) data.sessions.resize(n);
    if (trial.boosters) data.booster_sessions.resize(n);
    if (trial.discontinuing) {
        data.treated_visits.resize(n);
        data.discontinuation.resize(n);
    }
    data.adverse_event_terms = trial.adverse_event_terms;
    data.adverse_events.reserve(n * trial.adverse_event_terms.size());
    return data;
}

}  // namespace equipoise
