#pragma once

#include <string>

#include <equipoise/study/allocation_balance.hpp>

namespace equipoise {

/// How an allocation does over replicates, as a table of plain text: one line for all participants and for each class of each factor, and what
/// can be guessed.
///
/// @complexity O(rows).   @verified tests/report/balance_table_test.cpp
std::string balance_table(const AllocationBalance& balance);

}  // namespace equipoise
