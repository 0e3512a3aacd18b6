#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>

// One simulated trial as CSV. RFC 4180 with line feeds; an empty field where nothing was seen; numbers have as many digits as it takes to
// read back the same number. docs/export.md describes every column.

namespace equipoise {

/// Writes long data: one line for each participant and visit.
///
/// Columns: participant (from 1, in order of enrolment), arm (label), booster (0 or 1), each covariate, therapist, visit (label), week (as
/// scheduled), observed_week (if any visit took place at another time), then each outcome by its name; covariates and therapist only where
/// the trial has them.
///
/// @param data    what an analyst may see of a trial of this design
/// @complexity    O(participants x visits).   @verified tests/io/cohort_csv_test.cpp, tests/cli/cohort_test.cpp
void write_visits_csv(std::ostream& out, const TrialData& data, const Design& design);

/// Writes one line for each participant: who they are, and the course of their treatment.
///
/// Columns: participant, arm, booster, each covariate, then, where the trial has them, started (0 or 1), therapist ("T01"), enrolment_week,
/// sessions, booster_sessions, discontinued (the reason), discontinued_before_visit (label).
///
/// @complexity    O(participants).   @verified tests/io/cohort_csv_test.cpp
void write_participants_csv(std::ostream& out, const TrialData& data, const Design& design);

/// Writes one line for each adverse event: participant, term, severity, week of onset since randomisation.
///
/// @complexity    O(events).   @verified tests/io/cohort_csv_test.cpp
void write_adverse_events_csv(std::ostream& out, const TrialData& data);

/// The names of outcomes and covariates that could not be told from another column of these files, each once.
///
/// @complexity    O(names squared).   @verified tests/io/cohort_csv_test.cpp
std::vector<std::string> ambiguous_columns(const TrialData& data);

}  // namespace equipoise
