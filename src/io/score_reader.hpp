#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/scale.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// Reads "structure" and "correlation" of a block.
///
/// @param sd      at each visit
/// @param visits  how many there are; 0 if that could not be read
/// @returns       nothing if either could not be read; any fault is noted
std::optional<Covariance> read_correlation(Reading& reading, const Block& block, const std::vector<double>& sd, std::size_t visits);

/// Reads a scale.
///
/// @param path  of the block in the table of keys
Scale read_scale(Reading& reading, const Item& item, const std::string& path);

}  // namespace equipoise::io
