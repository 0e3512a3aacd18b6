#pragma once

#include <string>

#include <equipoise/study/throughput.hpp>

namespace equipoise {

/// How fast replicates are, as a table of plain text: one line for each stage and the whole, in microseconds and in units of B, and what the
/// threads achieve together.
///
/// @complexity O(stages).   @verified tests/report/throughput_table_test.cpp
std::string throughput_table(const Throughput& throughput);

}  // namespace equipoise
