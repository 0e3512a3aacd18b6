#include "adam_names.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "text.hpp"

namespace equipoise::io {

namespace {

constexpr std::size_t most_in_name = 8;
constexpr std::size_t most_in_label = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Its letters and digits, as capitals; those that ASCII does not have are left out.
std::string capital_letters(std::string_view text) {
    std::string name;
    for (const char c : text) {
        if (c >= 'a' && c <= 'z') name += static_cast<char>(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || is_digit(c)) name += c;
    }
    return name.empty() || is_digit(name.front()) ? 'V' + name : name;
}

}  // namespace

std::string AdamNames::make(std::string_view text, std::string_view ending) {
    const std::string stem = capital_letters(text);
    std::string name = stem.substr(0, most_in_name - ending.size()) + std::string(ending);
    for (std::size_t number = 2; !taken_.insert(name).second; ++number) {
        const std::string last = std::string(ending) + std::to_string(number);
        name = stem.substr(0, most_in_name - last.size()) + last;
    }
    return name;
}

std::string adam_label(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t length = std::max(utf8_length(text.substr(end)), std::size_t{1});
        if (end + length > most_in_label) break;
        end += length;
    }
    return std::string(text.substr(0, end));
}

long long study_day(double week) {
    const double whole_days = std::floor(7 * week + 1e-6);  // 1/7 of a week is a day, however it is rounded
    return static_cast<long long>(whole_days) + (whole_days < 0 ? 0 : 1);
}

}  // namespace equipoise::io
