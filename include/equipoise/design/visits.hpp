#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/design/fault.hpp>

namespace equipoise {

/// The most visits a trial may have, baseline included.
inline constexpr std::size_t max_visits = 16;

/// The schedule of visits. Visit 0 is the baseline.
struct Visits {
    std::vector<double> weeks;         ///< since randomisation, strictly increasing, 2 to max_visits of them
    std::vector<std::string> labels{};  ///< one for each visit, distinct; empty: "baseline", "week 4", ...
    std::vector<double> window_weeks{};  ///< how much earlier or later each visit may be, the baseline 0 [weeks]; empty: all on the day

    std::size_t count() const { return weeks.size(); }
    std::size_t post_baseline() const { return weeks.empty() ? 0 : weeks.size() - 1; }

    /// The name of a visit (0 to count() - 1) in every report.
    std::string label(std::size_t visit) const {
        if (visit < labels.size()) return labels[visit];
        if (visit == 0) return "baseline";
        std::string week = std::to_string(weeks[visit]);
        week.erase(week.find_last_not_of('0') + 1);
        if (week.back() == '.') week.pop_back();
        return "week " + week;
    }
};

}  // namespace equipoise
