#pragma once

#include <string>
#include <vector>

#include <equipoise/design/design.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// A design as far as it could be read.
struct ReadDesign {
    Design design{};
    std::vector<std::string> labels{};  ///< of all visits, the baseline first; empty if they could not be read
};

/// Reads /design; any fault is noted.
ReadDesign read_design(Reading& reading, const Item& item);

}  // namespace equipoise::io
