#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// All that a Gaussian analysis has to know of a trial: for each group g = (cell) x (set of variables observed)
///
///     n_g,   sum over g of x - c,   sum over g of (x - c)(x - c)'
///
/// with x the columns of the layout and c a centre near the data that all groups share, so that cross-products keep their digits.
/// A column that is not observed in a group has sums and cross-products of 0 there.
///
/// @source  methods of one pass and pattern: e.g. Little & Rubin (2019), Statistical analysis with missing data, ch. 7 and 11.
/// @verified tests/data/sufficient_statistics_test.cpp
class SufficientStatistics {
public:
    explicit SufficientStatistics(StatisticsLayout layout)
        : layout_(std::move(layout)),
          width_(layout_.columns() + 1),
          stride_(width_ * (width_ + 1) / 2),
          centres_(layout_.columns(), 0.0),
          slots_(128, 0) {
        groups_.reserve(32);
        moments_.resize(32 * stride());
    }

    const StatisticsLayout& layout() const { return layout_; }
    std::size_t groups() const { return groups_.size(); }
    Cell cell(std::size_t group) const { return all_cells[groups_[group].cell]; }
    /// Which variables are observed, as the layout's bits.
    std::uint64_t observed(std::size_t group) const { return groups_[group].observed; }
    /// What was subtracted from a column before it was summed.
    double centre(std::size_t column) const { return centres_[column]; }
    double count(std::size_t group) const { return moments(group)[0]; }
    double sum(std::size_t group, std::size_t column) const { return moments(group)[column + 1]; }
    double cross_product(std::size_t group, std::size_t first, std::size_t second) const {
        return moments(group)[packed(std::min(first, second) + 1, std::max(first, second) + 1)];
    }

    /// A group's moments of (1, x - c): the upper triangle, row by row.
    const double* moments(std::size_t group) const { return moments_.data() + group * stride(); }
    double* moments(std::size_t group) { return moments_.data() + group * stride(); }
    /// Where row <= column stand in the moments; 0 is the constant, column k of the layout is k + 1.
    std::size_t packed(std::size_t row, std::size_t column) const { return row * width_ - row * (row + 1) / 2 + column; }
    /// How many numbers a group's moments are.
    std::size_t stride() const { return stride_; }

    /// Forgets all groups; costs as much as there were groups.
    void restart() {
        for (const Group& group : groups_) slots_[group.slot] = 0;
        groups_.clear();
    }
    void set_centre(std::size_t column, double value) { centres_[column] = value; }

    /// The group of a cell and pattern, made empty if it is not there yet. Invalidates pointers to moments.
    std::size_t group(std::size_t cell, std::uint64_t observed) {
        std::size_t slot = home(cell, observed);
        for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
            const Group& found = groups_[slots_[slot] - 1];
            if (found.cell == cell && found.observed == observed) return slots_[slot] - 1;
        }
        groups_.push_back({observed, static_cast<std::uint32_t>(slot), static_cast<std::uint32_t>(cell)});
        slots_[slot] = static_cast<std::uint32_t>(groups_.size());
        if (moments_.size() < groups_.size() * stride()) moments_.resize(2 * moments_.size());
        std::fill_n(moments(groups_.size() - 1), stride(), 0.0);
        if (2 * groups_.size() > slots_.size()) enlarge();
        return groups_.size() - 1;
    }

private:
    struct Group {
        std::uint64_t observed;
        std::uint32_t slot;
        std::uint32_t cell;
    };

    std::size_t home(std::size_t cell, std::uint64_t observed) const {
        const std::uint64_t mixed = (observed * cell_count + cell + 1) * 0x9E3779B97F4A7C15U;
        return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
    }

    void enlarge() {
        slots_.assign(2 * slots_.size(), 0);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            std::size_t slot = home(groups_[g].cell, groups_[g].observed);
            while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
            slots_[slot] = static_cast<std::uint32_t>(g + 1);
            groups_[g].slot = static_cast<std::uint32_t>(slot);
        }
    }

    StatisticsLayout layout_;
    std::size_t width_;   // of (1, x - c)
    std::size_t stride_;
    std::vector<double> centres_;
    std::vector<Group> groups_;
    std::vector<double> moments_;  // room for more groups than there are
    std::vector<std::uint32_t> slots_;  // open hash of 2^k slots: 0 is empty, else group + 1
};

}  // namespace equipoise
