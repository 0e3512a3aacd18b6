#pragma once

#include <vector>

#include "key_table.hpp"

namespace equipoise::io {

/// The keys below /design, in the order of the documentation.
std::vector<Key> design_keys();

}  // namespace equipoise::io
