#pragma once

#include <span>
#include <string>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// What analyses found in one data set, as one JSON document: {"results": [...]} (docs/results.md describes every key).
///
/// @param rows       what each estimate is of
/// @param estimates  as many
/// @param procedures that test several of the rows together; if there are any, the document has "multiplicity" too, with adjusted p-values
/// @returns          UTF-8, ended by a line feed; doubles with 17 significant digits; what is not finite is null
/// @complexity       O(rows).   @verified tests/cli/analyse_test.cpp
std::string estimates_json(std::span<const ResultRow> rows, std::span<const Estimate> estimates, std::span<const PreparedTesting> procedures = {});

}  // namespace equipoise
