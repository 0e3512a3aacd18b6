#include "json_writer.hpp"

#include <cmath>
#include <cstddef>

#include "number_text.hpp"
#include "text.hpp"

namespace equipoise::io {

namespace {

std::string escaped(char c) {
    switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20U && byte != 0x7FU) return {c};
    return {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 0xFU]};
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 1) {
            result += escaped(text.front());
        } else {
            result += length == 0 ? std::string_view("\uFFFD") : text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result + '"';
}

}  // namespace

JsonWriter& JsonWriter::open(char bracket, Layout layout) {
    separate();
    text_ += bracket;
    const bool inside_line = !open_.empty() && open_.back().layout == Layout::one_line;
    open_.push_back({.end = bracket == '{' ? '}' : ']', .layout = inside_line ? Layout::one_line : layout});
    return *this;
}

JsonWriter& JsonWriter::close() {
    const Container closed = open_.back();
    open_.pop_back();
    if (closed.layout == Layout::lines && !closed.empty) break_line();
    text_ += closed.end;
    return *this;
}

void JsonWriter::separate() {
    if (after_key_ || open_.empty()) {
        after_key_ = false;
        return;
    }
    Container& around = open_.back();
    if (!around.empty) text_ += around.layout == Layout::one_line ? ", " : ",";
    if (around.layout == Layout::lines) break_line();
    around.empty = false;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    text_ += quoted(name) + ": ";
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::token(std::string_view token) {
    separate();
    text_ += token;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) { return token(quoted(value)); }

JsonWriter& JsonWriter::number(double value) { return token(std::isfinite(value) ? shortest(value) : "null"); }

JsonWriter& JsonWriter::number_with_17_digits(double value) { return token(std::isfinite(value) ? seventeen_digits(value) : "null"); }

}  // namespace equipoise::io
