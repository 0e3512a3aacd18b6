#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <equipoise/cohort/scenario.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// The keys of what befalls participants: never starting, therapists, attendance, delivery of boosters, adverse events, discontinuation, reporting.
std::vector<Key> course_keys();

/// A mechanism with what those blocks of /mechanism say; any fault is noted.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read
Mechanism with_course(Reading& reading, const Block& mechanism, std::size_t visits, Mechanism nature);

}  // namespace equipoise::io
