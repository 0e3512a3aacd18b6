#pragma once

#include <optional>
#include <string>
#include <vector>

#include <equipoise/mechanism/repeated_measures.hpp>

#include "key_table.hpp"
#include "reader.hpp"

namespace equipoise::io {

/// The keys of /mechanism/outcome.
std::vector<Key> outcome_keys();

/// Reads /mechanism/outcome; any fault is noted.
///
/// @param labels  of the visits, the baseline first; empty if they could not be read
/// @returns       nothing if means or covariance could not be read
std::optional<RepeatedMeasures> read_outcome(Reading& reading, const Item& item, const std::vector<std::string>& labels);

}  // namespace equipoise::io
