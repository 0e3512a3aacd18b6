#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/cohort/observation.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/mechanism/wide/record_scores.hpp>
#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// Draws the outcome of all participants of a trial at a time, visit by visit and side by side: what simulate_participant does one by one.
///
/// @verified tests/cohort/outcome_by_columns_test.cpp (simulate_participant, bit for bit)
class OutcomeByColumns {
public:
    /// @param trial  uneventful; outlives it
    /// @returns      nothing if the outcome is a user's own, or cannot be computed side by side
    static std::optional<OutcomeByColumns> of(const PreparedTrial& trial) {
        const auto* known = trial.outcome.repeated_measures();
        std::optional<wide::ScoreRows> rows = known != nullptr ? known->score_rows() : std::nullopt;
        if (!rows || trial.design.participants < wide::fewest_participants) return std::nullopt;
        return OutcomeByColumns(trial, *known, *std::move(rows));
    }

    /// @param normals  behind the outcome, visits x participants
    /// @param data     with the allocation; its first outcome is written
    void operator()(const StudyKey& key, std::uint64_t replicate, std::span<const double> normals, TrialData& data) {
        OutcomeColumns& into = data.outcomes.front();
        if (dropout_->can_happen()) draw_leaving(Stream(key, replicate, {Layer::dropout}));
        wide::record_scores(rows_, outcome_->scale(), {.participants = leaving_.size(),
                                                        .arm = data.arm.data(),
                                                        .booster = data.booster.data(),
                                                        .normals = normals.data(),
                                                        .leaving = leaving_.data(),
                                                        .scores = into.scores.data()});
        for (std::size_t i = 0; by_history_ && i < leaving_.size(); ++i) leave(i, data.cell(i), into);
    }

private:
    OutcomeByColumns(const PreparedTrial& trial, const PreparedRepeatedMeasures& outcome, wide::ScoreRows rows)
        : outcome_(&outcome),
          dropout_(&trial.dropout),
          rows_(std::move(rows)),
          by_history_(trial.dropout.can_happen() && trial.dropout.rates() == nullptr),
          words_(trial.dropout.can_happen() ? trial.design.participants : 0),
          leaving_(trial.design.participants) {
        const DropoutRates* rates = trial.dropout.rates();
        for (const Cell cell : all_cells) {
            double staying = 1;
            for (std::size_t v = 1; v < rows_.visits; ++v) {
                if (rates != nullptr) staying *= 1 - rates->before[cell.arm][v];
                rows_.staying(v)[cell.index()] = staying;
            }
        }
    }

    /// WordUniform::value() of each word.
    void draw_leaving(const Stream& chance) {
        chance.fill(words_);
        for (std::size_t i = 0; i < words_.size(); ++i) {
            leaving_[i] = ((static_cast<double>(static_cast<std::int32_t>(words_[i])) + 0.5) + NormalTable::half) * NormalTable::unit;
        }
    }

    /// Where leaving depends on scores, they have to be known first.
    void leave(std::size_t i, Cell cell, OutcomeColumns& into) const {
        const std::size_t n = leaving_.size();
        Trajectory scores{};
        for (std::size_t v = 0; v < into.visits; ++v) scores[v] = into.scores[v * n + i];
        const std::size_t seen = visits_seen(*dropout_, cell, std::span(scores).first(into.visits), into.visits, leaving_[i]);
        for (std::size_t v = seen; v < into.visits; ++v) into.scores[v * n + i] = missing;
    }

    const PreparedRepeatedMeasures* outcome_;
    const PreparedDropout* dropout_;
    wide::ScoreRows rows_;
    bool by_history_;
    std::vector<std::uint32_t> words_;
    std::vector<double> leaving_;  ///< a uniform number of each participant; 0 if nobody ever leaves
};

}  // namespace equipoise
