#pragma once

#include <cstdint>

namespace equipoise {

/// Count, mean and sum of squared deviations from the mean; values are added one by one, sums are merged.
///
/// The result depends on the order in which values are added and sums merged, and on nothing else.
///
/// @complexity O(1) each.
/// @source   Chan, Golub & LeVeque (1983), The American Statistician 37:242.
/// @verified tests/performance/power_sums_test.cpp (two passes over the data, 1e-12)
struct PowerSums2 {
    std::uint64_t count = 0;
    double mean = 0.0;
    double m2 = 0.0;  ///< sum of (x - mean)^2

    constexpr void add(double x) {
        ++count;
        const double delta = x - mean;
        mean += delta / static_cast<double>(count);
        m2 += delta * (x - mean);
    }

    constexpr void merge(const PowerSums2& other) {
        if (other.count == 0) return;
        const auto na = static_cast<double>(count);
        const auto nb = static_cast<double>(other.count);
        const double share = nb / (na + nb);
        const double delta = other.mean - mean;
        count += other.count;
        mean += delta * share;
        m2 += other.m2 + delta * delta * na * share;
    }

    friend bool operator==(const PowerSums2&, const PowerSums2&) = default;
};

/// Count, mean and sums of the second, third and fourth powers of deviations from the mean.
///
/// @complexity O(1) each.
/// @source   Pébay (2008), Sandia report SAND2008-6212, equations 2.1 and 3.1.
/// @verified tests/performance/power_sums_test.cpp (two passes over the data, 1e-12)
struct PowerSums4 {
    std::uint64_t count = 0;
    double mean = 0.0;
    double m2 = 0.0;  ///< sum of (x - mean)^2
    double m3 = 0.0;  ///< sum of (x - mean)^3
    double m4 = 0.0;  ///< sum of (x - mean)^4

    constexpr void add(double x) {
        const auto before = static_cast<double>(count);
        ++count;
        const auto n = static_cast<double>(count);
        const double delta = x - mean;
        const double step = delta / n;
        const double term = delta * step * before;
        mean += step;
        m4 += term * step * step * (n * n - 3.0 * n + 3.0) + 6.0 * step * step * m2 - 4.0 * step * m3;
        m3 += term * step * (n - 2.0) - 3.0 * step * m2;
        m2 += term;
    }

    constexpr void merge(const PowerSums4& other) {
        if (other.count == 0) return;
        const auto na = static_cast<double>(count);
        const auto nb = static_cast<double>(other.count);
        const double n = na + nb;
        const double delta = other.mean - mean;
        const double step = delta / n;
        const double term = delta * step * na * nb;
        count += other.count;
        mean += step * nb;
        m4 += other.m4 + term * step * step * (na * na - na * nb + nb * nb) +
              6.0 * step * step * (na * na * other.m2 + nb * nb * m2) + 4.0 * step * (na * other.m3 - nb * m3);
        m3 += other.m3 + term * step * (na - nb) + 3.0 * step * (na * other.m2 - nb * m2);
        m2 += other.m2 + term;
    }

    friend bool operator==(const PowerSums4&, const PowerSums4&) = default;
};

}  // namespace equipoise
