#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/intermittent.hpp>

#include "key_table.hpp"
#include "reader.hpp"

namespace equipoise::io {

/// The keys of /mechanism/dropout and of /mechanism/intermittent.
std::vector<Key> missing_keys();

/// Reads /mechanism/dropout; any fault is noted.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read
AnyDropout read_dropout(Reading& reading, const Item& item, std::size_t visits);

/// Reads /mechanism/intermittent; any fault is noted.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read
/// @returns       nothing if the block was left out
std::optional<IntermittentMissing> read_intermittent(Reading& reading, const Item& item, std::size_t visits);

}  // namespace equipoise::io
