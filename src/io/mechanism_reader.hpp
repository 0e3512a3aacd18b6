#pragma once

#include <optional>
#include <string>
#include <vector>

#include <equipoise/cohort/scenario.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// Reads /mechanism.
///
/// @param labels  of the visits, the baseline first; empty if they could not be read.
/// @returns       nothing if the outcome could not be read; any fault is noted.
std::optional<Mechanism> read_mechanism(Reading& reading, const Item& item, const std::vector<std::string>& labels);

}  // namespace equipoise::io
