#pragma once

#include <string>
#include <string_view>

namespace equipoise::io {

/// A text as a CSV field, quoted where RFC 4180 wants it or where a reader might trim it.
inline std::string csv_field(std::string_view text) {
    const bool padded = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (!padded && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

}  // namespace equipoise::io
