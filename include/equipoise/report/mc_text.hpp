#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <system_error>

#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// A number for people, and what stands in parentheses behind it.
struct McText {
    std::string value;
    std::string error{};
};

namespace detail {

inline std::string characters(double value, std::chars_format format, int precision) {
    std::array<char, 400> text{};  // the longest double, 1.8e308, with 15 decimals
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format, precision);
    return {text.data(), end.ec == std::errc{} ? end.ptr : text.data()};
}

/// A number with so many decimals, never "-0.00".
inline std::string fixed(double value, int decimals) {
    std::string text = characters(value, std::chars_format::fixed, decimals);
    if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
    return text;
}

/// A number with at most six significant digits and no trailing zeros.
inline std::string brief(double value) { return value == 0.0 ? "0" : characters(value, std::chars_format::general, 6); }

/// The decimals that a standard error supports: up to its first significant digit, or its second if the first is a 1.
inline int supported_decimals(double error) {
    const bool leading_one = characters(error, std::chars_format::scientific, 1).front() == '1';
    const std::string digits = characters(error, std::chars_format::scientific, leading_one ? 1 : 0);
    const auto sign = digits.find('e') + 1;
    int exponent = 0;
    std::from_chars(digits.data() + sign + 1, digits.data() + digits.size(), exponent);
    if (digits[sign] == '-') exponent = -exponent;
    return (leading_one ? 1 : 0) - exponent;
}

/// A bound on a probability, at least as large, that two significant digits can show.
struct RoundedBound {
    double value;
    int decimals;
};

inline RoundedBound rounded_up(double probability) {
    if (probability >= 1.0) return {1.0, 0};
    const std::string digits = characters(probability, std::chars_format::scientific, 1);
    int exponent = 0;
    std::from_chars(digits.data() + digits.find('e') + 2, digits.data() + digits.size(), exponent);
    const double units = std::pow(10.0, exponent + 1);
    return {std::ceil(probability * units * (1.0 - 1e-12)) / units, exponent + 1};  // 0.0037 stays, whatever the last bit
}

}  // namespace detail

/// A whole number with its thousands apart: 10,000.
inline std::string to_text(std::uint64_t count) {
    std::string text = std::to_string(count);
    for (auto place = text.size(); place > 3; place -= 3) text.insert(place - 3, 1, ',');
    return text;
}

/// A number to the decimal that its Monte Carlo standard error supports, and that error; "exact" if the error is 0.
///
/// The error has one significant digit, or two if the first is a 1, and the number is rounded to the same decimal.
/// Independent of any locale.
///
/// @verified tests/report/mc_text_test.cpp
inline McText mc_text(const McEstimate& estimate) {
    if (estimate.mcse == 0.0) return {detail::brief(estimate.value), "exact"};
    const int decimals = detail::supported_decimals(estimate.mcse);
    if (decimals > 9 || std::abs(estimate.value) >= 1e12 || estimate.mcse >= 1e12) {
        return {detail::characters(estimate.value, std::chars_format::scientific, 2),
                detail::characters(estimate.mcse, std::chars_format::scientific, 1)};
    }
    return {detail::fixed(estimate.value, std::max(decimals, 0)), detail::fixed(estimate.mcse, std::max(decimals, 0))};
}

/// A proportion likewise; at 0 and 1, where the Monte Carlo standard error says nothing, its exact bound: "<0.00037", ">0.99963".
///
/// @verified tests/report/mc_text_test.cpp
inline McText mc_text(const McProportion& proportion) {
    if (proportion.value <= 0.0) {
        const detail::RoundedBound bound = detail::rounded_up(proportion.upper);
        return {"0", "<" + detail::fixed(bound.value, bound.decimals)};
    }
    if (proportion.value >= 1.0) {
        const detail::RoundedBound gap = detail::rounded_up(1.0 - proportion.lower);
        return {"1", ">" + detail::fixed(1.0 - gap.value, gap.decimals)};
    }
    return mc_text(McEstimate{proportion.value, proportion.mcse});
}

/// The same on one line: "0.9980 (0.0004)".
inline std::string to_text(const McEstimate& estimate) {
    const McText text = mc_text(estimate);
    return text.value + " (" + text.error + ")";
}

}  // namespace equipoise
