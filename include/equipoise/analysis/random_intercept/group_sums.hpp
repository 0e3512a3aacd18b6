#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise::random_intercept {

/// The sums of the columns (1, covariates, treatment, y) of a model over the participants of each therapist who are observed at the
/// visit and in all covariates.
///
/// @verified tests/analysis/random_intercept/group_sums_test.cpp
class GroupSums {
public:
    GroupSums(const std::vector<Covariate>& covariates, const TrialShape& shape) {
        for (const Covariate& covariate : covariates) {
            const bool baseline = covariate.name == baseline_covariate;
            const std::size_t index = baseline ? 0 : *shape.covariate(covariate.name);
            const std::size_t levels = baseline ? 0 : shape.covariates[index].levels.size();
            if (levels == 0) columns_.push_back({baseline, index, 0});
            for (std::size_t level = 1; level < levels; ++level) columns_.push_back({false, index, level});
        }
        values_.resize(columns_.size() + 3);
    }

    /// How many columns there are, y included.
    std::size_t size() const { return values_.size(); }

    /// Sums a visit in one pass. Participants without a therapist are in no group.
    /// @param centres  what is subtracted from each column
    /// @complexity     O(participants x columns)
    void gather(const TrialData& data, std::size_t outcome, std::size_t visit, std::span<const double> centres) {
        std::fill(sums_.begin(), sums_.end(), 0.0);
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const std::size_t group = data.therapist[i];
            if (group == no_therapist || !observe(data, outcome, visit, i, centres)) continue;
            if ((group + 1) * size() > sums_.size()) sums_.resize((group + 1) * size(), 0.0);
            for (std::size_t c = 0; c < size(); ++c) sums_[group * size() + c] += values_[c];
        }
        keep_groups_seen();
    }

    /// Groups with at least one participant.
    std::size_t groups() const { return groups_; }
    /// Of one group, column by column; the first is the number of participants.
    std::span<const double> sums(std::size_t group) const { return {sums_.data() + group * size(), size()}; }

private:
    struct Column {
        bool baseline;
        std::size_t index;  // of the covariate
        std::size_t level;  // of a factor; 0: a number
    };

    bool observe(const TrialData& data, std::size_t outcome, std::size_t visit, std::size_t participant, std::span<const double> centres) {
        const std::size_t y = size() - 1;
        values_[0] = 1.0;
        double total = 0.0;
        for (std::size_t k = 0; k < columns_.size(); ++k) {
            const Column& column = columns_[k];
            double value = column.baseline ? data.score(outcome, 0, participant) : data.covariates[column.index].values[participant];
            if (column.level > 0 && value == value) value = value == static_cast<double>(column.level) ? 1.0 : 0.0;
            total += value;
            values_[k + 1] = value - centres[k + 1];
        }
        values_[y - 1] = data.arm[participant] == Arm::treatment ? 1.0 : 0.0;
        const double score = data.score(outcome, visit, participant);
        values_[y] = score - centres[y];
        total += score;
        return total == total;
    }

    void keep_groups_seen() {
        groups_ = 0;
        for (std::size_t from = 0; from < sums_.size(); from += size()) {
            if (sums_[from] == 0.0) continue;
            std::copy_n(sums_.begin() + static_cast<std::ptrdiff_t>(from), size(), sums_.begin() + static_cast<std::ptrdiff_t>(groups_ * size()));
            ++groups_;
        }
    }

    std::vector<Column> columns_;
    std::vector<double> values_;  // of one participant
    std::vector<double> sums_;    // of each therapist, then of each group seen
    std::size_t groups_ = 0;
};

}  // namespace equipoise::random_intercept
