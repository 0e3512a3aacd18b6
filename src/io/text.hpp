#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/io/source_map.hpp>

namespace equipoise::io {

/// A place in a text that moves forward and knows its line and column (both from 1; columns count characters, not bytes).
class TextCursor {
public:
    explicit TextCursor(std::string_view text, std::size_t source = 0) : text_(text), source_(source) {}

    bool at_end() const { return offset_ >= text_.size(); }
    std::size_t offset() const { return offset_; }
    std::string_view rest() const { return text_.substr(offset_); }
    /// The byte here or further on; NUL past the end.
    char peek(std::size_t ahead = 0) const { return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0'; }
    /// Moves on by a number of bytes and returns what they span; the length stops at the end of the first line.
    SourceSpan advance(std::size_t bytes);
    void skip(std::string_view any_of) {
        while (!at_end() && any_of.find(peek()) != std::string_view::npos) advance(1);
    }
    SourceSpan here(std::size_t length = 1) const { return {.source = source_, .line = line_, .column = column_, .length = length}; }

private:
    std::string_view text_;
    std::size_t source_;
    std::size_t offset_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
};

/// How many bytes the UTF-8 character at the start of a text takes; 0 if it is not one (or the text is empty).
std::size_t utf8_length(std::string_view text);

/// The offset of the first byte that is not UTF-8.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// A text in double quotes, fit for one line of a terminal: cut after 40 characters, control characters and invalid bytes escaped.
std::string in_quotes(std::string_view text);

/// The same without quotes or cut.
std::string printable(std::string_view text);

/// A part of a line, fit for a terminal, and where in it a column has come to stand.
struct Excerpt {
    std::string text;
    std::size_t caret = 0;   ///< from 1, in characters
    std::size_t length = 0;  ///< characters
};

/// A line, cut to about 100 characters around a span that stands on it.
Excerpt excerpt(std::string_view line, const SourceSpan& span);

/// 1234567 as 1,234,567.
std::string with_thousands(unsigned long long number);

/// a, b, c
std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ");

/// "a", "b" and "c" (each quoted), joined by commas and a last word.
std::string listed(const std::vector<std::string_view>& names, std::string_view last_word);

/// The known name that is nearest to one that is not known, if it is near enough to have been meant.
std::optional<std::string> nearest_name(std::string_view unknown, const std::vector<std::string_view>& known);

/// The same as a question: `did you mean "alpha"?`; empty if none is near.
std::string did_you_mean(std::string_view unknown, const std::vector<std::string_view>& known);

}  // namespace equipoise::io
