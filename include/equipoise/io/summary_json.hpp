#pragma once

#include <string>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/cohort_summary.hpp>

namespace equipoise {

/// What the trials of a scenario look like, as one JSON document (docs/results.md describes every key).
///
/// @param file  the scenario, with the seed and stream that were used
/// @returns     UTF-8, ended by a line feed
/// @complexity  O(rows).   @verified tests/cli/describe_test.cpp
std::string summary_json(const CohortSummary& summary, const ScenarioFile& file);

}  // namespace equipoise
