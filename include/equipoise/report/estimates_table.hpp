#pragma once

#include <span>
#include <string>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// What analyses found in one data set, as a table of plain text with six significant digits.
///
/// @param rows       what each estimate is of
/// @param estimates  as many
/// @param alpha      two-sided; the intervals have level 1 - alpha
/// @param procedures that test several of the rows together; each has a table of its own below, with adjusted p-values
/// @complexity       O(rows).   @verified tests/cli/analyse_test.cpp
std::string estimates_table(std::span<const ResultRow> rows, std::span<const Estimate> estimates, double alpha, std::span<const PreparedTesting> procedures = {});

}  // namespace equipoise
