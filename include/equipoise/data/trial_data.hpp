#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <equipoise/data/adverse_event.hpp>
#include <equipoise/data/discontinuation.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// What stands for a value that was not observed.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The therapist of one who has none.
inline constexpr std::uint32_t no_therapist = 0xFFFFFFFFU;

/// A baseline characteristic: one value for each participant.
struct CovariateColumn {
    std::string name;
    std::vector<double> values;        ///< numeric value, or the index into `levels`; `missing` where not known
    std::vector<std::string> levels{};  ///< of a factor, in sorted order (the first is the reference); empty if numeric
};

/// An outcome at every visit.
struct OutcomeColumns {
    std::string name;
    std::size_t visits = 0;       ///< baseline included
    std::vector<double> scores;   ///< visits x participants, visit by visit [outcome units]; `missing` where not seen
    std::vector<double> weeks{};  ///< visits x participants: when it was observed, since randomisation; may be empty
};

/// What an analyst may see of one trial: no unobserved outcome can be reached from here.
struct TrialData {
    std::vector<Arm> arm;                     ///< of each participant
    std::vector<std::uint8_t> booster;        ///< 1 if allocated to booster sessions, of each participant
    std::vector<double> enrolment_weeks{};     ///< since the trial opened, of each participant; may be empty
    std::vector<CovariateColumn> covariates{};  ///< baseline characteristics besides the outcomes' own baseline
    std::vector<OutcomeColumns> outcomes;     ///< the primary outcome first

    // Of the course of treatment; each column has a value for each participant, or is empty where the trial has nothing of the kind.
    std::vector<std::uint8_t> started{};            ///< 0: randomised, but treatment never began
    std::vector<std::uint32_t> therapist{};         ///< index of the treating therapist; no_therapist: none
    std::vector<std::uint8_t> sessions{};           ///< treatment sessions attended
    std::vector<std::uint8_t> booster_sessions{};   ///< booster sessions attended
    std::vector<std::uint8_t> treated_visits{};     ///< visits while on treatment, baseline included: the first visit after stopping early, or their number
    std::vector<DiscontinuationReason> discontinuation{};  ///< why treatment was stopped early
    std::vector<std::string> adverse_event_terms{};        ///< what can happen; not by participant
    std::vector<AdverseEvent> adverse_events{};            ///< in the order of participants, then of onset; not by participant

    std::size_t participants() const { return arm.size(); }
    Cell cell(std::size_t participant) const { return {arm[participant], booster[participant] != 0}; }
    double score(std::size_t outcome, std::size_t visit, std::size_t participant) const {
        return outcomes[outcome].scores[visit * arm.size() + participant];
    }
};

}  // namespace equipoise
