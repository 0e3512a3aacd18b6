#pragma once

#include <cstddef>
#include <string>

#include "reader.hpp"

namespace equipoise::io {

/// A number for each visit.
inline Length each_visit(std::size_t visits, bool one_for_all) {
    return {.count = visits, .per = "of the " + std::to_string(visits) + " visits, the baseline first", .one_for_all = one_for_all};
}

/// A number for each visit after baseline, or one for all.
inline Length each_later_visit(std::size_t visits) {
    const std::size_t later = visits == 0 ? 0 : visits - 1;
    return {.count = later, .per = "of the " + std::to_string(later) + (later == 1 ? " visit" : " visits") + " after baseline", .one_for_all = true};
}

}  // namespace equipoise::io
