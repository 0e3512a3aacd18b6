#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace equipoise::io {

/// The fewest digits that read back as the same double, in any locale.
inline std::string shortest(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

/// Seventeen significant digits, without trailing zeros: they always read back as the same double.
inline std::string seventeen_digits(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 17);
    return {text.data(), end.ptr};
}

/// A number as a CSV field: nothing for a NaN, and infinity as R writes and reads it.
inline std::string csv_number(double value) {
    if (std::isnan(value)) return {};
    if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
    return shortest(value);
}

}  // namespace equipoise::io
