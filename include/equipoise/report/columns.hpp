#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/report/mc_text.hpp>

namespace equipoise {

/// A column of a plain text table: a heading and cells, which all columns of a table have equally many of.
struct TextColumn {
    std::string heading;
    std::vector<std::string> cells;
};

namespace detail {

/// Characters that a UTF-8 text shows: bytes that do not continue a character.
inline std::size_t text_width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A text on one line: control characters are shown as '?'.
inline std::string printable(std::string text) {
    std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; }, '?');
    return text;
}

inline std::string padded(std::string text, std::size_t width) {
    const std::size_t shown = text_width(text);
    return shown < width ? std::move(text) + std::string(width - shown, ' ') : text;
}

inline std::size_t column_width(const TextColumn& column) {
    std::size_t width = text_width(column.heading);
    for (const std::string& cell : column.cells) width = std::max(width, text_width(cell));
    return width;
}

inline std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace detail

/// A column of names, whose control characters are shown as '?'.
inline TextColumn text_column(std::string heading, std::vector<std::string> cells) {
    for (std::string& cell : cells) cell = detail::printable(std::move(cell));
    return {std::move(heading), std::move(cells)};
}

/// A column of numbers with their errors in parentheses, the decimal points one under the other; words among them stand at the left.
///
/// @verified tests/report/columns_test.cpp
inline TextColumn number_column(std::string heading, const std::vector<McText>& numbers) {
    const auto is_word = [](const McText& number) { return number.value.find_first_of("0123456789") == std::string::npos; };
    const auto whole = [](const McText& number) { return std::min(number.value.find('.'), number.value.size()); };
    std::size_t before = 0;
    std::size_t after = 0;
    for (const McText& number : numbers) {
        if (is_word(number)) continue;
        before = std::max(before, whole(number));
        after = std::max(after, number.value.size() - whole(number));
    }
    TextColumn column{std::move(heading), {}};
    for (const McText& number : numbers) {
        std::string cell = is_word(number) ? number.value : std::string(before - whole(number), ' ') + number.value;
        if (!number.error.empty()) cell = detail::padded(std::move(cell), before + after) + " (" + number.error + ")";
        column.cells.push_back(std::move(cell));
    }
    return column;
}

/// How many characters wide a table is.
inline std::size_t table_width(const std::vector<TextColumn>& columns) {
    std::size_t width = columns.empty() ? 0 : 2 * (columns.size() - 1);
    for (const TextColumn& column : columns) width += detail::column_width(column);
    return width;
}

/// The table as lines: the headings, a rule, and the rows, without blanks at their ends.
inline std::vector<std::string> table_lines(const std::vector<TextColumn>& columns) {
    if (columns.empty()) return {};
    std::vector<std::string> lines(columns.front().cells.size() + 2);
    for (const TextColumn& column : columns) {
        const std::size_t width = detail::column_width(column);
        const std::string gap = &column == &columns.front() ? "" : "  ";
        lines[0] += gap + detail::padded(column.heading, width);
        lines[1] += gap + std::string(width, '-');
        for (std::size_t row = 0; row < column.cells.size(); ++row) lines[row + 2] += gap + detail::padded(column.cells[row], width);
    }
    for (std::string& line : lines) line = detail::trimmed(std::move(line));
    return lines;
}

}  // namespace equipoise
