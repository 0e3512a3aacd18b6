#pragma once

#include <cstddef>
#include <optional>

#include <equipoise/cohort/scenario.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// Reads /mechanism.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read.
/// @returns       nothing if the outcome could not be read; any fault is noted.
std::optional<Mechanism> read_mechanism(Reading& reading, const Item& item, std::size_t visits);

}  // namespace equipoise::io
