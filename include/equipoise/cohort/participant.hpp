#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/history.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// One participant as nature knows them.
struct Participant {
    Cell cell;
    Trajectory scores;        ///< at every visit, seen or not [outcome units]
    std::size_t visits_seen;  ///< 1 (baseline only) to all
};

/// How many visits a participant is seen at: before each, the mechanism gives the probability of leaving.
///
/// @param scores  at every visit of the trial
/// @param chance  a stream of Layer::dropout; one number is used for each visit reached
/// @returns       1 to scores.size()
inline std::size_t visits_seen(const PreparedDropout& dropout, Cell cell, std::span<const double> scores, Stream chance) {
    for (std::size_t next = 1; next < scores.size(); ++next) {
        const CompleteHistory past{.observed = {.cell = cell, .scores = scores.first(next)}, .upcoming = scores[next]};
        if (uniform(chance) < dropout(past)) return next;
    }
    return scores.size();
}

/// Draws one participant of one replicate: what would be measured at each visit, and until when they are seen.
///
/// @param number  0 to participants - 1, in order of enrolment
/// @complexity    O(visits^2)
/// @verified      tests/cohort/participant_test.cpp
inline Participant simulate_participant(const PreparedTrial& trial, const StudyKey& key, std::uint64_t replicate, std::size_t number, Cell cell) {
    Participant participant{.cell = cell, .scores = {}, .visits_seen = trial.design.visits.count()};
    Stream chance(key, replicate, {Layer::outcome}, number);
    participant.scores = trial.outcome(cell, chance);
    if (trial.dropout.can_happen()) {
        const std::span<const double> scores = std::span(participant.scores).first(trial.design.visits.count());
        participant.visits_seen = visits_seen(trial.dropout, cell, scores, Stream(key, replicate, {Layer::dropout}, number));
    }
    return participant;
}

}  // namespace equipoise
