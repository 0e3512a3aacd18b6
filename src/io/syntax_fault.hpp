#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json_value.hpp"
#include "text.hpp"

namespace equipoise::io {

/// What may come next at a place in a JSON text.
enum class Expected : std::uint8_t { value, value_or_close, key_or_close, key, colon, separator_or_close, end };

/// An array or object that is not closed yet.
struct Opened {
    bool object = false;
    SourceSpan at;
};

/// Why a text is not JSON, in plain words, from the place up to which it was valid.
///
/// @param cursor    just after the last token that was read.
/// @param expected  what may come next.
/// @param open      the arrays and objects that are not closed, the outermost first.
Finding diagnose_syntax(TextCursor cursor, Expected expected, const std::vector<Opened>& open);

/// What keeps a text from being looked at as JSON at all: empty, a byte order mark, bytes that are not UTF-8, NUL, too large.
std::optional<Finding> diagnose_encoding(std::string_view text, std::size_t source, std::size_t max_bytes);

/// How many bytes of the text a number takes by JSON's grammar; 0 if it does not begin with one.
std::size_t json_number_length(std::string_view text);

/// How many bytes of the text a string takes, with its quotes; to the end of the text if it is not closed.
std::size_t json_string_length(std::string_view text);

}  // namespace equipoise::io
