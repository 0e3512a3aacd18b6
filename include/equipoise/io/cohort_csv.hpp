#pragma once

#include <iosfwd>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>

namespace equipoise {

/// Writes one trial as long data: one line for each participant and visit, an empty field where nothing was seen.
///
/// Columns: participant (from 1, in order of enrolment), arm (label), booster (0 or 1), visit (label),
/// week, then each outcome by its name. RFC 4180 with line feeds; numbers have as many digits as it takes to read back the
/// same number.
///
/// @param data    what an analyst may see of a trial of this design
/// @complexity    O(participants x visits).
/// @verified      tests/cli/cohort_test.cpp
void write_cohort_csv(std::ostream& out, const TrialData& data, const Design& design);

}  // namespace equipoise
