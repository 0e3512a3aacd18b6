#pragma once

#include <array>
#include <cstddef>

#include <equipoise/design/visits.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// When a participant is seen at a visit: on the day, or at any moment of its window.
///
/// @param u   uniform on [0, 1)
/// @returns   week + (2 u - 1) window [weeks since randomisation]
/// @verified  tests/design/visit_timing_test.cpp
inline double observation_week(const Visits& visits, std::size_t visit, double u) {
    if (visits.window_weeks.empty()) return visits.weeks[visit];
    return visits.weeks[visit] + (2 * u - 1) * visits.window_weeks[visit];
}

/// When a participant is, or would be, seen at every visit.
///
/// @param chance  a stream of Layer::visit_timing; word v is of visit v, and without windows none is used
/// @returns       the first visits.count() are of the visits [weeks since randomisation]
inline std::array<double, max_visits> observation_weeks(const Visits& visits, Stream chance) {
    std::array<double, max_visits> weeks{};
    for (std::size_t v = 0; v < visits.count(); ++v) {
        weeks[v] = observation_week(visits, v, visits.window_weeks.empty() ? 0.5 : uniform(chance));
    }
    return weeks;
}

}  // namespace equipoise
