#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/expected_boosters.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// The key of the cohort that calibrates missing data. It is not the study's, so that studies with different seeds are of one world.
inline constexpr StudyKey calibration_key{0x45717569706F6973U};

/// How many participants are in that cohort, in each arm.
inline constexpr std::uint64_t calibration_participants = std::uint64_t{1} << 20U;

/// The whole course of one participant, before anyone misses anything.
struct SimulatedHistory {
    Trajectory scores;                ///< at every visit [outcome units]
    std::size_t adverse_event_visit;  ///< the first visit at or after the onset of the first adverse event; the number of visits, or more, if there is none
};

/// Participant i of the cohort that calibrates missing data, had they been allocated to an arm, with boosters if expected_booster() says so.
/// It is a pure function: both arms meet the same participants.
using HistorySource = std::function<SimulatedHistory(Arm, std::uint64_t participant)>;

/// The source in which there is nothing but the outcome.
///
/// @param key  participants are drawn from its Layer::calibration
inline HistorySource outcome_histories(const PreparedOutcome& outcome, const Design& design, const StudyKey& key = calibration_key) {
    return [outcome, design, key](Arm arm, std::uint64_t participant) -> SimulatedHistory {
        Stream chance(key, 0, {Layer::calibration}, participant);
        return {outcome({arm, expected_booster(design, participant)}, chance), max_visits};
    };
}

}  // namespace equipoise
