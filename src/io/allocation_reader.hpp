#pragma once

#include <equipoise/design/allocation.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// Reads /design/allocation; any fault is noted.
Allocation read_allocation(Reading& reading, const Item& item);

}  // namespace equipoise::io
