#include "text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>

namespace equipoise::io {
namespace {

constexpr std::size_t longest_quote = 40;
constexpr std::size_t excerpt_width = 100;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::string escaped_byte(unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    return std::string{"\\x"} + digits[byte >> 4U] + digits[byte & 15U];
}

/// One character of a text as a terminal may show it, and how many bytes it took.
std::pair<std::string, std::size_t> shown(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_length(text);
    if (text.front() == '\n') return {"\\n", 1};
    if (text.front() == '\r') return {"\\r", 1};
    if (text.front() == '\t') return {"\\t", 1};
    const bool second_control_block = byte == 0xC2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0;
    if (length == 0 || byte < 0x20 || byte == 0x7F || second_control_block) return {escaped_byte(byte), second_control_block ? 2 : 1};
    return {std::string{text.substr(0, length)}, length};
}

/// The same in one column: what cannot be shown as it is becomes a blank or a question mark.
std::pair<std::string, std::size_t> in_one_column(std::string_view text) {
    const std::size_t bytes = std::max<std::size_t>(utf8_length(text), 1);
    if (text.front() == '\t') return {" ", 1};
    if (text.substr(0, 3) == "\xEF\xBB\xBF") return {"?", 3};
    const auto [character, taken] = shown(text.substr(0, bytes));
    return {text.front() != '\\' && character.front() == '\\' ? "?" : character, bytes};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last, last(b.size() + 1), now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({change, last[j] + 1, now[j - 1] + 1});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
        }
        before_last = last;
        last = now;
    }
    return last[b.size()];
}

std::string lower_case_with_underscores(std::string_view text) {
    std::string result;
    for (const char c : text) result += c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

}  // namespace

SourceSpan TextCursor::advance(std::size_t bytes) {
    SourceSpan span = here(0);
    const std::size_t end = std::min(offset_ + bytes, text_.size());
    for (; offset_ < end; ++offset_) {
        if (text_[offset_] == '\n') {
            ++line_;
            column_ = 1;
        } else if (!is_continuation(text_[offset_])) {
            ++column_;
            if (line_ == span.line && text_[offset_] != '\r') ++span.length;
        }
    }
    return span;
}

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) return 0;
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned first = at(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t k = 1; k < length; ++k) {
        if (!is_continuation(text[k])) return 0;
    }
    const bool overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
    const bool surrogate_or_too_large = (first == 0xED && at(1) >= 0xA0) || (first == 0xF4 && at(1) >= 0x90);
    return overlong || surrogate_or_too_large ? 0 : length;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t length = utf8_length(text.substr(offset, 4));
        if (length == 0) return offset;
        offset += length;
    }
    return std::nullopt;
}

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto [character, bytes] = shown(text);
        result += character;
        text.remove_prefix(bytes);
    }
    return result;
}

std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (std::size_t characters = 0; !text.empty(); ++characters) {
        if (characters == longest_quote) return result + "...\"";
        const auto [character, bytes] = shown(text);
        result += character;
        text.remove_prefix(bytes);
    }
    return result + "\"";
}

Excerpt excerpt(std::string_view line, const SourceSpan& span) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::size_t first = span.column > excerpt_width - 20 ? span.column - excerpt_width / 2 : 1;
    const std::size_t end = first + excerpt_width;
    Excerpt result{.text = first > 1 ? "..." : "", .caret = span.column - first + 1, .length = std::max<std::size_t>(span.length, 1)};
    result.caret += result.text.size();
    for (std::size_t column = 1; column < end && !line.empty(); ++column) {
        const auto [character, bytes] = in_one_column(line);
        if (column >= first) result.text += character;
        line.remove_prefix(bytes);
    }
    if (!line.empty()) result.text += "...";
    result.length = std::min(result.length, end - std::min(span.column, end - 1));
    return result;
}

std::string with_thousands(unsigned long long number) {
    std::string digits = std::to_string(number);
    for (std::size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        if (&part != parts.data()) text += between;
        text += part;
    }
    return text;
}

std::string listed(const std::vector<std::string_view>& names, std::string_view last_word) {
    std::string text;
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (k > 0) text += k + 1 == names.size() ? " " + std::string{last_word} + " " : ", ";
        text += in_quotes(names[k]);
    }
    return text;
}

std::optional<std::string> nearest_name(std::string_view unknown, const std::vector<std::string_view>& known) {
    if (unknown.empty() || unknown.size() > 2 * longest_quote) return std::nullopt;
    const std::string wanted = lower_case_with_underscores(unknown);
    std::size_t smallest = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    std::optional<std::string> nearest;
    for (const std::string_view name : known) {
        const std::size_t distance = edit_distance(wanted, lower_case_with_underscores(name));
        if (distance < smallest) {
            smallest = distance;
            nearest = std::string{name};
        }
    }
    return nearest;
}

std::string did_you_mean(std::string_view unknown, const std::vector<std::string_view>& known) {
    const auto near = nearest_name(unknown, known);
    return near ? "did you mean " + in_quotes(*near) + "?" : std::string{};
}

}  // namespace equipoise::io
