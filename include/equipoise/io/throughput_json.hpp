#pragma once

#include <string>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/throughput.hpp>

namespace equipoise {

/// How fast replicates are, as one JSON document (docs/results.md describes every key).
///
/// @returns     UTF-8, ended by a line feed
/// @complexity  O(stages).   @verified tests/cli/bench_test.cpp
std::string throughput_json(const Throughput& throughput, const ScenarioFile& file);

}  // namespace equipoise
