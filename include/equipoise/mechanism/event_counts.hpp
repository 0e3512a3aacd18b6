#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The most events that a count may reach with a probability above 1e-18.
inline constexpr std::size_t max_events = 2000;

/// P(Y > k), k = 0, 1, ..., of a negative binomial count, down to 1e-18; of a Poisson count if the dispersion is 0.
///
/// Var Y = mean + dispersion mean^2. P(Y = 0) = (1 + dispersion mean)^(-1 / dispersion), P(Y = k + 1) = P(Y = k) mean (1 + dispersion k) /
/// ((1 + dispersion mean)(k + 1)); the tail is summed from its far end, so that it keeps its digits.
/// @param mean  0 to 500
/// @returns     none if counts above `max_events` have a probability above 1e-18
/// @complexity  O(counts). @source Johnson, Kemp & Kotz (2005), Univariate discrete distributions, 3rd ed., section 5.1.
/// @verified    tests/mechanism/event_counts_test.cpp (Boost.Math)
inline std::optional<std::vector<double>> events_above(double mean, double dispersion) {
    constexpr double negligible = 1e-18;
    const double spread = dispersion * mean;
    const double log_spread = spread > 0.1 ? portable::log(1 + spread) : 2 * portable::atanh(spread / (2 + spread));
    std::vector<double> at{portable::exp(dispersion == 0 ? -mean : -log_spread / dispersion)};
    for (double k = 0;; k += 1) {
        const double ratio = mean * (1 + dispersion * k) / ((1 + spread) * (k + 1));
        const double limit = dispersion == 0 ? 0.0 : spread / (1 + spread);  // of the ratio
        const double most = ratio > limit ? ratio : limit;
        if (most < 1 && at.back() * most / (1 - most) < negligible / 100) break;  // a geometric series above the tail
        if (at.size() > 2 * max_events) return std::nullopt;
        at.push_back(at.back() * ratio);
    }
    std::vector<double> above(at.size(), 0.0);
    for (std::size_t k = at.size() - 1; k-- > 0;) above[k] = above[k + 1] + at[k + 1];
    while (!above.empty() && above.back() < negligible) above.pop_back();
    if (above.size() > max_events) return std::nullopt;
    return above;
}

}  // namespace equipoise
