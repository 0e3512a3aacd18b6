#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise::imputation {

/// The participants of a trial as imputation takes them: those with all covariates and at least one score, the baseline counted.
///
/// Of each a row w = (x, y): x = (1, covariates) and y the post-baseline scores, all about the centres of the statistics, which moves
/// intercepts only; and which scores were seen.
/// @verified tests/analysis/imputation/participant_rows_test.cpp
class ParticipantRows {
public:
    ParticipantRows(const std::vector<Covariate>& covariates, const TrialShape& shape, std::size_t outcome)
        : outcome_(outcome), model_(names_of(covariates)), visits_(shape.post_baseline()) {
        for (const Covariate& covariate : covariates) {
            const bool baseline = covariate.name == baseline_covariate;
            const std::size_t index = baseline ? 0 : shape.covariate(covariate.name).value();
            const std::size_t levels = baseline ? 0 : shape.covariates[index].levels.size();
            if (levels == 0) sources_.push_back({baseline, index, 0});
            for (std::size_t level = 1; level < levels; ++level) sources_.push_back({false, index, level});
        }
    }

    /// Columns of x.
    std::size_t columns() const { return sources_.size() + 1; }
    /// Post-baseline visits.
    std::size_t visits() const { return visits_; }
    std::size_t width() const { return columns() + visits(); }
    std::size_t size() const { return participants_.size(); }

    /// x, then y; 0 where a score was not seen.
    const double* row(std::size_t i) const { return rows_.data() + i * width(); }
    double* row(std::size_t i) { return rows_.data() + i * width(); }
    Arm arm(std::size_t i) const { return participants_[i].arm; }
    /// Bit j: visit j + 1 was seen.
    std::uint32_t seen(std::size_t i) const { return participants_[i].seen; }
    /// How many post-baseline visits there are up to the last that was seen.
    std::size_t last(std::size_t i) const { return static_cast<std::size_t>(std::bit_width(participants_[i].seen)); }
    bool intermittent(std::size_t i) const { return (seen(i) & (seen(i) + 1U)) != 0; }
    bool complete(std::size_t i) const { return last(i) == visits_ && !intermittent(i); }
    std::size_t count(Arm arm) const { return counts_[arm]; }

    /// Takes the participants of a trial.
    /// @complexity O(participants x columns); nothing is allocated once warm
    void gather(const TrialData& data, const SufficientStatistics& statistics) {
        model_.follow(statistics.layout());
        participants_.clear();
        rows_.resize(data.participants() * width());
        counts_ = {};
        double* row = rows_.data();
        for (std::size_t i = 0; i < data.participants(); ++i) {
            if (!fill(data, statistics, i, row)) continue;
            participants_.push_back({seen_, data.arm[i]});
            ++counts_[data.arm[i]];
            row += width();
        }
    }

private:
    struct Source {
        bool baseline;
        std::size_t index;
        std::size_t level;  // of a factor, from 1; 0: numeric
    };
    struct Participant {
        std::uint32_t seen;
        Arm arm;
    };

    bool fill(const TrialData& data, const SufficientStatistics& statistics, std::size_t i, double* row) {
        *row++ = 1.0;
        for (std::size_t k = 0; k < sources_.size(); ++k) {
            const Source& source = sources_[k];
            const double value = source.baseline ? data.score(outcome_, 0, i) : data.covariates[source.index].values[i];
            if (value != value) return false;
            *row++ = source.level == 0 ? value - statistics.centre(model_.columns()[k]) : value == static_cast<double>(source.level) ? 1.0 : 0.0;
        }
        seen_ = 0;
        for (std::size_t j = 0; j < visits_; ++j) {
            const double score = data.score(outcome_, j + 1, i);
            const bool seen = score == score;
            *row++ = seen ? score - statistics.centre(statistics.layout().visit_column(j + 1)) : 0.0;
            seen_ |= static_cast<std::uint32_t>(seen) << j;
        }
        const double baseline = data.score(outcome_, 0, i);
        return seen_ != 0 || baseline == baseline;
    }

    std::size_t outcome_;
    ModelColumns model_;
    std::size_t visits_;
    std::vector<Source> sources_{};  // of each covariate column
    std::vector<Participant> participants_{};
    std::vector<double> rows_{};
    PerArm<std::size_t> counts_{};
    std::uint32_t seen_ = 0;
};

}  // namespace equipoise::imputation
