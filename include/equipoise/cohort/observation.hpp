#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/history.hpp>
#include <equipoise/mechanism/prepared_dropout.hpp>
#include <equipoise/mechanism/prepared_intermittent.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// When a participant was seen.
struct Observation {
    std::size_t visits_seen;  ///< in the trial for, whether or not each was attended: 1 (baseline only) to all
    std::uint32_t seen;       ///< bit v: visit v was observed

    bool at(std::size_t visit) const { return (seen >> visit & 1U) != 0; }
    friend bool operator==(const Observation&, const Observation&) = default;
};

namespace detail {

/// Where visits may be missed: the history that each mechanism is shown has gaps.
inline Observation observed_with_gaps(const PreparedDropout& dropout, const PreparedIntermittent& intermittent, Cell cell, std::span<const double> scores,
                                      std::size_t adverse_event_visit, double leaving, Stream intermittent_chance) {
    double staying = 1;
    Trajectory shown{};
    shown[0] = scores[0];
    Observation observation{.visits_seen = 1, .seen = 1};
    for (std::size_t next = 1; next < scores.size(); ++next) {
        const CompleteHistory past{
            .observed = {.cell = cell, .scores = std::span<const double>(shown).first(next), .adverse_event = adverse_event_visit <= next},
            .upcoming = scores[next]};
        if (dropout.can_happen() && leaving > (staying *= 1 - dropout(past))) break;
        ++observation.visits_seen;
        const bool missed = uniform(intermittent_chance) < intermittent(past);
        shown[next] = missed ? std::numeric_limits<double>::quiet_NaN() : scores[next];
        if (!missed) observation.seen |= 1U << next;
    }
    return observation;
}

}  // namespace detail

/// For how many visits one participant is in the trial, if none is missed before leaving; see observe().
inline std::size_t visits_seen(const PreparedDropout& dropout, Cell cell, std::span<const double> scores, std::size_t adverse_event_visit, double leaving) {
    double staying = 1;
    for (std::size_t next = 1; dropout.can_happen() && next < scores.size(); ++next) {
        const CompleteHistory past{.observed = {.cell = cell, .scores = scores.first(next), .adverse_event = adverse_event_visit <= next},
                                   .upcoming = scores[next]};
        if (leaving > (staying *= 1 - dropout(past))) return next;
    }
    return scores.size();
}

/// When one participant is seen. Before each visit they may leave; then, if they stay, they may miss it.
///
/// One uniform number U decides when they leave: before the first visit at which U exceeds the product of the probabilities of staying so far.
/// Given that it has not happened before, leaving then has the probability that the mechanism says.
/// @param intermittent         nothing if no visit is missed by those who stay
/// @param scores               at every visit of the trial
/// @param adverse_event_visit  the first visit at or after the onset of the first adverse event; scores.size() or more if there is none
/// @param leaving              U, in (0, 1); of no account if nobody ever leaves
/// @param intermittent_chance  a stream of Layer::intermittent; one number is used for each visit at which the participant is in the trial
/// @complexity                 O(visits); allocates nothing. @verified tests/cohort/observation_test.cpp
inline Observation observe(const PreparedDropout& dropout, const PreparedIntermittent* intermittent, Cell cell, std::span<const double> scores,
                           std::size_t adverse_event_visit, double leaving, Stream intermittent_chance) {
    if (intermittent != nullptr) {
        return detail::observed_with_gaps(dropout, *intermittent, cell, scores, adverse_event_visit, leaving, intermittent_chance);
    }
    const std::size_t seen = visits_seen(dropout, cell, scores, adverse_event_visit, leaving);
    return {.visits_seen = seen, .seen = (1U << seen) - 1U};
}

}  // namespace equipoise
