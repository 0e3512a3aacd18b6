#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <equipoise/analysis/estimate.hpp>

namespace equipoise::test {

/// A number in [0, 1) that is the same with every standard library.
inline double uniform(std::mt19937_64& chance) { return static_cast<double>(chance() >> 11U) * 0x1.0p-53; }

/// Skewed numbers about 3.
inline std::vector<double> random_numbers(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 chance(seed);
    std::vector<double> numbers(count);
    for (double& number : numbers) number = 2.5 + uniform(chance) * uniform(chance) * 2.0;
    return numbers;
}

/// Estimates of about -5, one in eight on the boundary, one in eight failed.
inline std::vector<Estimate> random_estimates(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 chance(seed);
    std::vector<Estimate> estimates;
    for (std::size_t i = 0; i < count; ++i) {
        const double kind = uniform(chance);
        if (kind < 0.125) {
            estimates.push_back({.status = kind < 0.04 ? FitStatus::not_converged : FitStatus::covariance_singular});
            continue;
        }
        const double effect = -7.0 + 4.0 * uniform(chance) * (1.0 + uniform(chance));
        const double standard_error = 1.0 + uniform(chance);
        estimates.push_back({.effect = effect,
                             .standard_error = standard_error,
                             .degrees_of_freedom = 100.0,
                             .p_value = 0.1 * uniform(chance),
                             .interval = {effect - standard_error, effect + standard_error},
                             .status = kind < 0.25 ? FitStatus::on_boundary : FitStatus::converged});
    }
    return estimates;
}

}  // namespace equipoise::test
