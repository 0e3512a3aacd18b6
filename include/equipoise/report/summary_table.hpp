#pragma once

#include <string>

#include <equipoise/study/cohort_summary.hpp>

namespace equipoise {

/// What the trials of a scenario look like, as tables of plain text: one for each section, the arms side by side.
///
/// @complexity O(rows).   @verified tests/report/summary_table_test.cpp
std::string summary_table(const CohortSummary& summary);

}  // namespace equipoise
