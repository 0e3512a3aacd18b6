#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <equipoise/cohort/collapsed_trial.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/design/cell_sizes.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/bulk_stream.hpp>

namespace equipoise {

/// Draws the sufficient statistics of trials, one after another in the same memory, without their participants. Each thread owns one.
///
/// How many participants each cell has, how many of them leave before each visit, and then, for each cell and last visit seen, the sums of their scores:
/// the distribution of what a simulated trial is reduced to, from numbers drawn in bulk for each replicate.
/// @source   Bartlett (1933); Smith & Hocking (1972): see NormalMoments
/// @verified tests/cohort/collapsed_statistics_test.cpp
class CollapsedStatistics {
public:
    /// @param trial  outlives it
    explicit CollapsedStatistics(const CollapsedTrial& trial) : trial_(&trial), visits_(trial.layout.visits + 1), statistics_(trial.layout) {
        for (std::size_t c = 0; c < trial.centre.size(); ++c) statistics_.set_centre(c, trial.centre[c]);
        for (auto& of_cell : counts_) of_cell.fill(1);
        arrange();  // so that there is room for every group
        counts_ = {};
        arrange();
    }

    /// The statistics of one trial; valid until the next call.
    /// @complexity  O(cells x visits^4), whatever the number of participants; allocates nothing
    const SufficientStatistics& operator()(const StudyKey& key, std::uint64_t replicate) {
        BulkStream chance(key, replicate, Layer::collapsed, trial_->batches);
        if (count(chance) != present_) arrange();
        const std::size_t width = trial_->layout.columns() + 1;
        for (std::size_t g = 0; g < statistics_.groups(); ++g) {
            const auto [cell, seen] = group_[g];
            trial_->scores[cell](chance, counts_[cell][seen], variables(seen), statistics_.moments(g), width);
        }
        return statistics_;
    }

    /// Participants of the last trial who were not seen at the last visit.
    std::size_t dropped_out() const { return dropped_out_; }

private:
    struct Group {
        std::size_t cell;
        std::size_t seen;
    };

    /// Variables that those have who were seen at so many visits.
    std::size_t variables(std::size_t seen) const { return trial_->layout.covariates.size() + seen - 1; }

    static std::uint64_t bit(std::size_t cell, std::size_t seen) { return std::uint64_t{1} << (cell * max_visits + seen - 1); }

    /// Draws how many participants of each cell are seen at how many visits.
    /// @returns  which of these numbers are not 0
    std::uint64_t count(BulkStream& chance) {
        const CellCounts sizes = trial_->sizes(chance);
        std::uint64_t present = 0;
        dropped_out_ = 0;
        for (const Cell cell : all_cells) {
            const std::size_t c = cell.index();
            std::size_t left = sizes[c];
            if (left == 0) {
                counts_[c] = {};
                continue;
            }
            for (std::size_t seen = 1; seen < visits_; ++seen) {
                const std::size_t leave = trial_->leaving[cell.arm][seen - 1](chance, left);
                counts_[c][seen] = leave;
                left -= leave;
                dropped_out_ += leave;
                if (leave > 0) present |= bit(c, seen);
            }
            counts_[c][visits_] = left;
            if (left > 0) present |= bit(c, visits_);
        }
        return present;
    }

    /// Makes the groups of all cells and patterns that anybody has.
    void arrange() {
        statistics_.restart();
        present_ = 0;
        for (const Cell cell : all_cells) {
            for (std::size_t seen = visits_; seen >= 1; --seen) {
                if (counts_[cell.index()][seen] == 0) continue;
                present_ |= bit(cell.index(), seen);
                group_[statistics_.group(cell.index(), (std::uint64_t{1} << variables(seen)) - 1)] = {cell.index(), seen};
            }
        }
    }

    const CollapsedTrial* trial_;
    std::size_t visits_;  ///< baseline included
    SufficientStatistics statistics_;
    std::array<std::array<std::size_t, max_visits + 1>, cell_count> counts_{};  ///< by cell, and by how many visits they were seen at
    std::array<Group, cell_count * max_visits> group_{};
    std::uint64_t present_ = 0;  ///< which counts the groups are of
    std::size_t dropped_out_ = 0;
};

}  // namespace equipoise
