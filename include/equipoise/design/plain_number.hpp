#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace equipoise::detail {

/// A number as a person would write it, at most six digits.
inline std::string plain_number(double x) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", x);
    return text.data();
}

}  // namespace equipoise::detail
