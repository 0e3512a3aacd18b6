#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "json_value.hpp"

namespace equipoise::io {

inline constexpr std::size_t max_document_bytes = 16 * 1024 * 1024;
inline constexpr std::size_t max_document_depth = 64;
inline constexpr std::size_t max_document_values = 100'000;

/// What came of reading a text as JSON.
struct Document {
    std::optional<Value> root;      ///< nothing if the text is not JSON
    std::vector<Finding> findings;  ///< one if the text is not JSON; else one for each key that comes twice
};

/// Reads a text as JSON (RFC 8259): UTF-8 without a byte order mark, at most 16 MiB, 64 levels and 100,000 values, no key twice in an object.
///
/// @param source  index that the spans of all values are to carry.
/// @complexity O(text log keys).   @verified tests/io/json_document_test.cpp
Document parse_json(std::string_view text, std::size_t source = 0);

}  // namespace equipoise::io
