#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <equipoise/design/stratification.hpp>

namespace equipoise {

/// Sorts participants by stratum, those of a stratum in order of enrolment, without allocating.
///
/// @verified tests/design/strata_order_test.cpp
class StrataOrder {
public:
    explicit StrataOrder(std::size_t participants) : order_(participants), sorted_(participants) {}

    /// @returns    the participants, stratum by stratum, by their first class, then their second, ...; valid until the next call
    /// @complexity O(factors x participants): one counting sort for each factor, the last first
    std::span<const std::uint32_t> operator()(const Strata& strata) {
        std::iota(order_.begin(), order_.end(), 0U);
        for (std::size_t f = strata.factors; f > 0; --f) sort_by(strata, f - 1);
        return order_;
    }

    /// How many participants, from a place in the order on, are of one stratum.
    std::size_t run_length(const Strata& strata, std::size_t first) const {
        std::size_t end = first + 1;
        while (end < order_.size() && same_stratum(strata, order_[first], order_[end])) ++end;
        return end - first;
    }

private:
    static bool same_stratum(const Strata& strata, std::size_t one, std::size_t other) {
        const auto classes = strata.of(one);
        return std::equal(classes.begin(), classes.end(), strata.of(other).begin());
    }

    void sort_by(const Strata& strata, std::size_t factor) {
        std::array<std::uint32_t, max_classes + 2> first{};  // where each class begins
        for (const std::uint32_t i : order_) ++first[strata.of(i)[factor] + 1U];
        std::partial_sum(first.begin(), first.end(), first.begin());
        for (const std::uint32_t i : order_) sorted_[first[strata.of(i)[factor]]++] = i;
        order_.swap(sorted_);
    }

    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> sorted_;
};

}  // namespace equipoise
