#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/observation.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// One participant as nature knows them, as far as outcome and follow-up go.
struct Participant {
    Cell cell;
    Trajectory scores;        ///< of the primary outcome as recorded at every visit, seen or not [outcome units]
    std::size_t visits_seen;  ///< until leaving: 1 (baseline only) to all
    std::uint32_t seen;       ///< bit v: seen at visit v
};

/// Whether a participant ever starts treatment.
inline bool starts(const PreparedTrial& trial, Arm arm, const ParticipantAddress& at) {
    if (!trial.never_starting) return true;
    Stream chance = at.stream({Layer::start});
    return !(uniform(chance) < trial.never_starting->share[arm]);
}

/// The uniform number that decides when a participant leaves: word i of the column {Layer::dropout} is participant i's.
inline double leaving(const PreparedTrial& trial, const ParticipantAddress& at) {
    if (!trial.dropout.can_happen()) return 0;
    return WordUniform(Stream(at.key, at.replicate, {Layer::dropout}).word(static_cast<std::uint32_t>(at.participant))).value();
}

/// At which visits a participant is seen, given the course that they would have.
inline Observation observed(const PreparedTrial& trial, Cell cell, const Course& course, const ParticipantAddress& at) {
    const std::size_t visits = trial.design.visits.count();
    if (!starts(trial, cell.arm, at)) return {.visits_seen = 1, .seen = 1};
    const std::size_t event_visit = trial.adverse_events ? trial.adverse_events->first_visit_after(course.adverse_events) : visits;
    return observe(trial.dropout, trial.intermittent ? &*trial.intermittent : nullptr, cell, std::span(course.reported).first(visits), event_visit,
                   leaving(trial, at), at.stream({Layer::intermittent}));
}

/// Draws one participant of one replicate: what would be measured at each visit, and at which visits they are seen.
///
/// @param number  0 to participants - 1, in order of enrolment
/// @complexity    O(visits^2)
/// @verified      tests/cohort/participant_test.cpp
inline Participant simulate_participant(const PreparedTrial& trial, const StudyKey& key, std::uint64_t replicate, std::size_t number, Cell cell) {
    const std::size_t visits = trial.design.visits.count();
    Participant participant{.cell = cell, .scores = {}, .visits_seen = visits, .seen = (1U << visits) - 1U};
    if (!trial.plain()) {
        const ParticipantAddress at{key, replicate, number};
        const Course course = course_of(trial, enrol(trial, at), cell, at);
        const Observation observation = observed(trial, cell, course, at);
        return {.cell = cell, .scores = course.reported, .visits_seen = observation.visits_seen, .seen = observation.seen};
    }
    participant.scores = trial.outcome(cell, key, replicate, number);
    if (trial.dropout.can_happen()) {
        const ParticipantAddress at{key, replicate, number};
        const Observation observation = observe(trial.dropout, nullptr, cell, std::span(participant.scores).first(visits), visits, leaving(trial, at),
                                                at.stream({Layer::intermittent}));
        participant.visits_seen = observation.visits_seen;
        participant.seen = observation.seen;
    }
    return participant;
}

}  // namespace equipoise
