#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace equipoise {

/// An increasing function as a table of values and slopes at equal distances, cubic between them, constant beyond its ends.
///
/// In a cell: Hermite's cubic through both values and slopes, slopes above three times the secant's lowered to that (Fritsch & Carlson 1980), so
/// that it never falls and never leaves the values at its ends.
/// @verified tests/mechanism/monotone_table_test.cpp
class MonotoneTable {
public:
    MonotoneTable() = default;

    /// @param first   where the table begins   @param step  between its points, > 0
    /// @param values  at least two, not decreasing   @param slopes  one for each value, not negative
    MonotoneTable(double first, double step, const std::vector<double>& values, const std::vector<double>& slopes)
        : first_(first), per_step_(1 / step), last_(static_cast<double>(values.size() - 1)) {
        for (std::size_t i = 0; i + 1 < values.size(); ++i) {
            const double rise = values[i + 1] - values[i];
            const double left = std::min(slopes[i] * step, 3 * rise);
            const double right = std::min(slopes[i + 1] * step, 3 * rise);
            cells_.push_back({values[i], left, 3 * rise - 2 * left - right, left + right - 2 * rise, values[i + 1]});
        }
    }

    /// @complexity O(1), about 3 ns
    double operator()(double x) const {
        const double place = (x - first_) * per_step_;
        if (!(place > 0)) return cells_.front().value;
        if (!(place < last_)) return cells_.back().next;
        const auto i = static_cast<std::size_t>(place);
        const Cell& cell = cells_[i];
        const double t = place - static_cast<double>(i);
        const double y = cell.value + t * (cell.linear + t * (cell.quadratic + t * cell.cubic));
        return y < cell.value ? cell.value : (y > cell.next ? cell.next : y);
    }

private:
    struct Cell {
        double value;
        double linear;
        double quadratic;
        double cubic;
        double next;
    };

    double first_ = 0;
    double per_step_ = 1;
    double last_ = 0;
    std::vector<Cell> cells_{};
};

}  // namespace equipoise
