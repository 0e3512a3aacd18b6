#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/mechanism/dropout_calibration.hpp>
#include <equipoise/mechanism/expected_boosters.hpp>
#include <equipoise/mechanism/history_source.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// The cohort that calibrates missing data where more than an outcome befalls participants: their whole courses, in a world of their own.
/// Its outcomes are those of outcome_histories(), so that what does not act on them changes nobody's leaving.
///
/// @param trial  outlives it
inline HistorySource course_histories(const PreparedTrial& trial) {
    if (trial.plain() || !trial.outcome.repeated_measures()) return outcome_histories(trial.outcome, trial.design);
    return [&trial](Arm arm, std::uint64_t participant) -> SimulatedHistory {
        const ParticipantAddress at{calibration_key, participant, participant % trial.design.participants};
        Stream chance(calibration_key, 0, {Layer::calibration}, participant);
        const Enrolled who = enrol(trial, trial.outcome.repeated_measures()->normals(chance), at);
        const Course course = course_of(trial, who, {arm, expected_booster(trial.design, participant)}, at);
        const std::size_t event = trial.adverse_events ? trial.adverse_events->first_visit_after(course.adverse_events) : max_visits;
        return {course.reported, event};
    };
}

/// Solves a scenario once, before its replicates.
///
/// @throws InvalidScenario with every fault, including moments that no latent distribution has and rates that cannot be reached.
/// @complexity milliseconds for completely random dropout; some hundred milliseconds to calibrate a logistic one.
/// @verified tests/cohort/simulate_trial_test.cpp
inline PreparedTrial prepare(const Scenario& scenario) {
    PreparedTrial trial = prepare_course(scenario);
    PreparedMissingness missingness =
        prepare(scenario.mechanism.dropout, scenario.mechanism.intermittent, trial.outcome, trial.design, course_histories(trial));
    trial.dropout = std::move(missingness.dropout);
    trial.intermittent = std::move(missingness.intermittent);
    return trial;
}

}  // namespace equipoise
