#pragma once

#include <cstdint>
#include <string>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/allocation_balance.hpp>

namespace equipoise {

/// How an allocation does over replicates, as one JSON document (docs/results.md describes every key).
///
/// @param file  the scenario, with the seed and stream that were used
/// @returns     UTF-8, ended by a line feed
/// @complexity  O(rows).   @verified tests/cli/balance_test.cpp
std::string balance_json(const AllocationBalance& balance, const ScenarioFile& file);

}  // namespace equipoise
