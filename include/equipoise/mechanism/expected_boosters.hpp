#pragma once

#include <cstddef>
#include <cstdint>

#include <equipoise/design/design.hpp>

namespace equipoise {

/// Whether participant i of a cohort has boosters, such that of the first n as near as can be n x share do.
///
/// @param design  without faults   @complexity O(1). @verified tests/mechanism/expected_boosters_test.cpp
inline bool expected_booster(const Design& design, std::uint64_t participant) {
    if (!design.boosters) return false;
    const auto whole = [&](std::uint64_t n) { return static_cast<std::uint64_t>(design.boosters->share * static_cast<double>(n)); };
    return whole(participant + 1) > whole(participant);
}

}  // namespace equipoise
