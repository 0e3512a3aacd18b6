#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise::permutation {

/// A stratum: its values stand together, and so many of them are the treatment arm's.
struct Stratum {
    std::size_t first;
    std::size_t size;
    std::size_t treated;
};

/// How many allocations there are: the product of the binomial coefficients; infinite if it cannot be held.
inline double allocations(std::span<const Stratum> strata) {
    double product = 1.0;
    for (const Stratum& stratum : strata) {
        for (std::size_t k = 1; k <= std::min(stratum.treated, stratum.size - stratum.treated); ++k) {
            product *= static_cast<double>(stratum.size - k + 1) / static_cast<double>(k);
        }
    }
    return product;
}

/// Calls `with` for the sum of the values of the treatment arm under every allocation, the one at hand among them.
///
/// @complexity O(allocations x participants)
/// @verified   tests/analysis/permutation_test_test.cpp
template <class With>
void every_allocation(std::span<const double> values, std::span<const Stratum> strata, std::vector<std::uint8_t>& labels, With with) {
    labels.assign(values.size(), 0);
    for (const Stratum& stratum : strata) {
        const auto end = labels.begin() + static_cast<std::ptrdiff_t>(stratum.first + stratum.size);
        std::fill(end - static_cast<std::ptrdiff_t>(stratum.treated), end, std::uint8_t{1});
    }
    while (true) {
        double sum = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += labels[i] != 0 ? values[i] : 0.0;
        with(sum);
        // The next one, like a number whose digits are the strata.
        bool moved = false;
        for (const Stratum& stratum : strata) {
            const auto begin = labels.begin() + static_cast<std::ptrdiff_t>(stratum.first);
            moved = std::next_permutation(begin, begin + static_cast<std::ptrdiff_t>(stratum.size));
            if (moved) break;
        }
        if (!moved) return;
    }
}

/// The sum of the values of the treatment arm under an allocation drawn at random, each equally likely.
///
/// @param values  reordered within strata
/// @complexity    O(participants of the smaller arm of each stratum)
/// @verified      tests/analysis/permutation_test_test.cpp
inline double random_allocation(std::span<double> values, std::span<const Stratum> strata, std::span<const double> totals, Stream& chance) {
    double sum = 0.0;
    for (std::size_t s = 0; s < strata.size(); ++s) {
        const auto& [first, size, treated] = strata[s];
        const std::size_t fewer = std::min(treated, size - treated);
        double chosen = 0.0;
        for (std::size_t k = 0; k < fewer; ++k) {
            std::swap(values[first + k], values[first + k + uniform_index(chance, size - k)]);
            chosen += values[first + k];
        }
        sum += fewer == treated ? chosen : totals[s] - chosen;
    }
    return sum;
}

}  // namespace equipoise::permutation
