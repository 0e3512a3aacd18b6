#include "syntax_fault.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace equipoise::io {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_hexadecimal(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

Finding finding(SourceSpan span, std::string message, std::string suggestion = {}) {
    span.length = std::max<std::size_t>(span.length, 1);
    return {.span = span, .pointer = {}, .message = std::move(message), .suggestion = std::move(suggestion), .names_itself = true};
}

std::string wanted(Expected expected, const std::vector<Opened>& open) {
    switch (expected) {
        case Expected::value: return "a value";
        case Expected::value_or_close: return "a value or \"]\"";
        case Expected::key_or_close: return "a key in double quotes or \"}\"";
        case Expected::key: return "a key in double quotes";
        case Expected::colon: return "\":\" after the key";
        case Expected::separator_or_close: return open.empty() || open.back().object ? "\",\" or \"}\"" : "\",\" or \"]\"";
        case Expected::end: break;
    }
    return "the end of the text";
}

Finding ends_too_early(const TextCursor& cursor, Expected expected, const std::vector<Opened>& open) {
    if (open.empty()) return finding(cursor.here(), "the text ends where " + wanted(expected, open) + " was expected");
    const Opened& last = open.back();
    const std::string what = last.object ? "object" : "array";
    return finding(cursor.here(), "the text ends inside the " + what + " that begins in line " + std::to_string(last.at.line) + ", column " + std::to_string(last.at.column),
                   "the file may have been cut; close the " + what + " with \"" + (last.object ? "}" : "]") + "\"");
}

/// How many bytes an escape sequence takes, or what is wrong with it. @pre text begins with a backslash
std::pair<std::size_t, std::string> escape_sequence(std::string_view text) {
    constexpr std::string_view simple = "\"\\/bfnrt";
    if (text.size() > 1 && simple.find(text[1]) != std::string_view::npos) return {2, {}};
    if (text.size() < 2 || text[1] != 'u') return {1, "a backslash in a string must begin one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"};
    const auto code_at = [&](std::size_t k) {
        unsigned code = 0;
        for (std::size_t d = k; d < k + 4; ++d) {
            if (d >= text.size() || !is_hexadecimal(text[d])) return 0x110000U;
            const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(text[d])));
            code = code * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'a' + 10);
        }
        return code;
    };
    const unsigned code = code_at(2);
    if (code == 0x110000U) return {1, "\\u in a string must be followed by four hexadecimal digits"};
    if (code < 0xD800 || code > 0xDFFF) return {6, {}};
    const bool paired = code < 0xDC00 && text.size() > 7 && text[6] == '\\' && text[7] == 'u' && code_at(8) >= 0xDC00 && code_at(8) <= 0xDFFF;
    if (paired) return {12, {}};
    return {1, "\\u" + std::string{text.substr(2, 4)} + " is half of a surrogate pair without its other half"};
}

/// What is wrong inside a string; nothing if it is one. @pre the cursor is at its opening quote
std::optional<Finding> wrong_string(TextCursor cursor) {
    const TextCursor start = cursor;
    cursor.advance(1);
    while (!cursor.at_end() && cursor.peek() != '"') {
        const auto byte = static_cast<unsigned char>(cursor.peek());
        if (byte == '\n' || byte == '\r') return finding(start.here(), "the string that begins here is not closed on its line", "close it with a double quote; write a line break in a string as \\n");
        if (byte < 0x20) return finding(cursor.here(), "a control character (" + in_quotes(cursor.rest().substr(0, 1)) + ") stands in a string", "write a tab as \\t, or leave it out");
        if (byte != '\\') {
            cursor.advance(std::max<std::size_t>(utf8_length(cursor.rest()), 1));
            continue;
        }
        const auto [bytes, problem] = escape_sequence(cursor.rest());
        if (!problem.empty()) return finding(cursor.here(2), problem, cursor.peek(1) == 'u' ? "write the character itself" : "write a single backslash as \\\\");
        cursor.advance(bytes);
    }
    if (cursor.at_end()) return finding(start.here(), "the string that begins here is never closed", "close it with a double quote; the file may have been cut");
    return std::nullopt;
}

std::string why_not_a_number(std::string_view token) {
    const bool negative = token.front() == '-';
    const std::string_view digits = token.substr(negative ? 1 : 0);
    if (token.front() == '+') return "a number in JSON has no leading \"+\"";
    if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) return "numbers in JSON are decimal";
    if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) return "a number in JSON has no leading zeros";
    if (!digits.empty() && digits[0] == '.') return "a number in JSON begins with a digit: 0.5, not .5";
    if (digits.empty() || !is_digit(digits[0])) return "a number in JSON has digits after the \"-\"";
    const std::size_t point = digits.find('.');
    if (point != std::string_view::npos && (point + 1 == digits.size() || !is_digit(digits[point + 1]))) return "a number in JSON has digits after the point";
    return "write numbers like 149, 0.05 or 1e-3";
}

Finding wrong_number(TextCursor& cursor, const std::string& expected_text, bool number_may_come) {
    std::size_t length = 0;
    while (is_word(cursor.peek(length)) || cursor.peek(length) == '.' || cursor.peek(length) == '+' || cursor.peek(length) == '-') ++length;
    const std::string token{cursor.rest().substr(0, length)};
    const SourceSpan span = cursor.advance(length);
    if (token == "-Infinity" || token == "+Infinity" || token == "-inf" || token == "-NaN") return finding(span, printable(token) + " is not a number that JSON can hold", "leave the key out where nothing bounds the value");
    if (json_number_length(token) != length) return finding(span, in_quotes(token) + " is not a number", why_not_a_number(token));
    if (number_may_come) return finding(span, "the number " + printable(token.substr(0, 40)) + " is beyond what can be represented (about 1.8e308)");
    return finding(span, "found the number " + printable(token.substr(0, 40)) + " where " + expected_text + " was expected");
}

Finding wrong_word(TextCursor& cursor, const std::string& expected_text) {
    std::size_t length = 0;
    while (is_word(cursor.peek(length))) ++length;
    const std::string word{cursor.rest().substr(0, length)};
    const SourceSpan span = cursor.advance(length);
    std::string lower;
    for (const char c : word) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower == "nan" || lower == "infinity" || lower == "inf") return finding(span, word + " is not a number that JSON can hold", "leave the key out where nothing bounds the value");
    const bool is_literal = word == "true" || word == "false" || word == "null";
    if (!is_literal && (lower == "true" || lower == "false")) return finding(span, in_quotes(word) + " is not JSON", "write " + lower);
    if (lower == "none" || lower == "nil" || lower == "na" || (!is_literal && lower == "null")) return finding(span, in_quotes(word) + " is not JSON", "leave the key out");
    return finding(span, "found the word " + in_quotes(word) + " where " + expected_text + " was expected", is_literal ? "" : "texts and keys stand in double quotes");
}

Finding wrong_character(TextCursor& cursor, const std::string& expected_text, char before) {
    const std::size_t bytes = std::max<std::size_t>(utf8_length(cursor.rest()), 1);
    const std::string found = in_quotes(cursor.rest().substr(0, bytes));
    const char c = cursor.peek();
    std::string hint;
    if (c == '\'') hint = "JSON writes texts and keys in double quotes";
    else if (before == ',' && (c == '}' || c == ']')) hint = "remove the comma before it";
    else if (c == '=') hint = "JSON writes \"key\": value";
    else if (c == ';') hint = "JSON parts members by commas";
    else if (static_cast<unsigned char>(c) >= 0x80) hint = "if this is a typographic quotation mark, write a plain double quote";
    return finding(cursor.here(), "found " + found + " where " + expected_text + " was expected", hint);
}

}  // namespace

std::size_t json_number_length(std::string_view text) {
    std::size_t k = 0;
    const auto digits = [&] {
        const std::size_t before = k;
        while (k < text.size() && is_digit(text[k])) ++k;
        return k > before;
    };
    if (k < text.size() && text[k] == '-') ++k;
    if (k < text.size() && text[k] == '0') ++k;
    else if (!digits()) return 0;
    const std::size_t whole = k;
    if (k < text.size() && text[k] == '.' && (++k, !digits())) return whole;
    const std::size_t decimal = k;
    if (k < text.size() && (text[k] == 'e' || text[k] == 'E')) {
        ++k;
        if (k < text.size() && (text[k] == '+' || text[k] == '-')) ++k;
        if (!digits()) return decimal;
    }
    return k;
}

std::size_t json_string_length(std::string_view text) {
    for (std::size_t k = 1; k < text.size(); ++k) {
        if (text[k] == '\\') ++k;
        else if (text[k] == '"') return k + 1;
    }
    return text.size();
}

Finding diagnose_syntax(TextCursor cursor, Expected expected, const std::vector<Opened>& open) {
    char before = '\0';
    const bool after_zero = is_digit(cursor.peek()) && (expected == Expected::separator_or_close || expected == Expected::end);
    if (after_zero) return finding(cursor.here(), "a number in JSON has no leading zeros", "remove the 0 before it");
    cursor.skip(blanks);
    if (expected == Expected::colon && cursor.peek() == ':') expected = Expected::value;
    else if (expected == Expected::separator_or_close && cursor.peek() == ',') expected = open.back().object ? Expected::key : Expected::value;
    else before = ' ';
    if (before == '\0') {
        before = cursor.peek();
        cursor.advance(1);
        cursor.skip(blanks);
    }
    const std::string expected_text = wanted(expected, open);
    const char c = cursor.peek();
    if (cursor.at_end()) return ends_too_early(cursor, expected, open);
    const bool comment = c == '#' || (c == '/' && (cursor.peek(1) == '/' || cursor.peek(1) == '*'));
    if (comment) return finding(cursor.here(c == '#' ? 1 : 2), "JSON has no comments", "put remarks into a \"note\" under \"assumptions\"");
    if (expected == Expected::end) return finding(cursor.here(), "there is more text after the end of the document", "remove it; a file holds one object");
    const bool value_may_come = expected == Expected::value || expected == Expected::value_or_close;
    if (c == '"') {
        if (auto wrong = wrong_string(cursor)) return *wrong;
        const std::string_view token = cursor.rest().substr(0, json_string_length(cursor.rest()));
        const std::string hint = expected == Expected::separator_or_close ? "is a comma missing before it?" : "";
        return finding(cursor.advance(token.size()), "found the string " + in_quotes(token.substr(1, token.size() - 2)) + " where " + expected_text + " was expected", hint);
    }
    if (is_digit(c) || c == '-' || c == '+' || c == '.') return wrong_number(cursor, expected_text, value_may_come);
    if (is_word(c)) return wrong_word(cursor, expected_text);
    return wrong_character(cursor, expected_text, before);
}

std::optional<Finding> diagnose_encoding(std::string_view text, std::size_t source, std::size_t max_bytes) {
    const SourceSpan whole{.source = source};
    const auto whole_file = [&](std::string message, std::string hint) { return Finding{whole, "", std::move(message), std::move(hint), true}; };
    const std::string_view start = text.substr(0, 3);
    if (text.size() > max_bytes) return whole_file("the text is larger than " + std::to_string(max_bytes / (1024 * 1024)) + " MiB", "is this the right file?");
    if (start.substr(0, 2) == "\xFF\xFE" || start.substr(0, 2) == "\xFE\xFF") return whole_file("the file is written in UTF-16", "save it as UTF-8 without a byte order mark");
    TextCursor cursor{text, source};
    if (start == "\xEF\xBB\xBF") return finding(cursor.here(), "the file begins with a byte order mark", "save it as UTF-8 without a byte order mark");
    if (text.find_first_not_of(blanks) == std::string_view::npos) return whole_file("the file is empty", "");
    const std::size_t nul = text.find('\0');
    const std::size_t invalid = first_invalid_utf8(text).value_or(std::string_view::npos);
    const std::size_t first = std::min(nul, invalid);
    if (first == std::string_view::npos) return std::nullopt;
    cursor.advance(first);
    if (first == nul) return finding(cursor.here(), "the file holds a NUL byte, which no text does", "is this the right file?");
    return finding(cursor.here(), "the byte " + in_quotes(text.substr(first, 1)) + " is not UTF-8", "save the file as UTF-8");
}

}  // namespace equipoise::io
