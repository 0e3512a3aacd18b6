#pragma once

#include <cstddef>
#include <vector>

#include <equipoise/mechanism/secondary_outcome.hpp>

#include "key_table.hpp"
#include "reader.hpp"

namespace equipoise::io {

/// The keys of /mechanism/secondary_outcomes.
std::vector<Key> secondary_keys();

/// Reads /mechanism/secondary_outcomes; any fault is noted.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read
/// @returns       those that could be read
std::vector<SecondaryOutcome> read_secondary_outcomes(Reading& reading, const Item& item, std::size_t visits);

}  // namespace equipoise::io
