#pragma once

#include <filesystem>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/io/dataset_json.hpp>

namespace equipoise::cli {

/// Writes participants.csv, visits.csv and, if the trial has kinds of adverse event, adverse_events.csv. Those of an earlier trial are
/// replaced.
///
/// @throws CannotWrite
void write_csv_files(const std::filesystem::path& folder, const TrialData& data, const Design& design);

/// Writes adsl.json, adqs.json and adae.json; adae.json has no records where the trial has no adverse events.
///
/// @throws CannotWrite
void write_dataset_json_files(const std::filesystem::path& folder, const TrialData& data, const Design& design,
                              const DatasetOrigin& origin);

}  // namespace equipoise::cli
