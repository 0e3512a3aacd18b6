#pragma once

#include <string>
#include <vector>

#include <equipoise/performance/multiplicity.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// The keys beneath /multiplicity, of a scenario and of a specification.
std::vector<Key> multiplicity_keys();

/// Reads the procedures that test several rows of the results together; whether there are such rows is known later.
///
/// @param labels  of all visits, the baseline first; empty if they could not be read.
/// @returns       those that could be read; any fault is noted.
std::vector<MultipleTesting> read_multiplicity(Reading& reading, const Item& list, const std::vector<std::string>& labels);

}  // namespace equipoise::io
