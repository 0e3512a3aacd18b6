#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>

// One simulated trial as CDISC Dataset-JSON 1.1, in the manner of ADaM: names of at most 8 characters, labels of at most 40, flags "Y" and
// "N", days counted from randomisation as day 1. Whatever comes from here says so: USUBJID begins with "SYN-", and every data set's label ends
// in " (SYNTHETIC)". docs/export.md describes every variable.

namespace equipoise {

/// Where a data set comes from, as it says itself.
struct DatasetOrigin {
    std::string study;            ///< name of the scenario; STUDYID
    std::uint64_t seed = 0;       ///< of the study
    std::uint64_t stream = 0;     ///< of the study
    std::uint64_t replicate = 1;  ///< from 1
    std::string created;          ///< date and time of writing, ISO 8601: "2026-11-22T21:13:53Z"
};

/// Writes ADSL, one record for each participant: arm, population flags, covariates, the course of treatment.
///
/// @param data    what an analyst may see of a trial of this design
/// @complexity    O(participants).
/// @source        CDISC Dataset-JSON 1.1 (2024); ADaM Implementation Guide 1.3 (2021), section 3.2.
/// @verified      tests/io/dataset_json_test.cpp; tests/export (schema, with ajv)
void write_adsl(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin);

/// Writes ADQS, one record for each participant, outcome and visit, seen or not. The primary outcome is a total score: MODQ is MODQTOT.
///
/// @complexity    O(participants x outcomes x visits).
/// @source        ADaM Implementation Guide 1.3 (2021), section 3.3.   @verified tests/io/dataset_json_test.cpp; tests/export
void write_adqs(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin);

/// Writes ADAE, one record for each adverse event; none where the trial has none.
///
/// @complexity    O(events).
/// @source        ADaM Structure for Occurrence Data 1.1 (2021).   @verified tests/io/dataset_json_test.cpp; tests/export
void write_adae(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin);

}  // namespace equipoise
