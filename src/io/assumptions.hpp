#pragma once

#include <string>
#include <vector>

#include <equipoise/io/scenario_file.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// Reads /assumptions; any fault, also a place that is not in the document, is noted.
std::vector<AssumptionEntry> read_assumptions(Reading& reading, const Item& item, const Value& root);

/// The JSON pointers of the numbers under /design and /mechanism that no assumption covers, in the order of the document.
std::vector<std::string> numbers_without(const std::vector<AssumptionEntry>& assumptions, const Value& root);

}  // namespace equipoise::io
