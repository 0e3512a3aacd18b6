#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/cohort/collapsed_statistics.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/analysis_view.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/study/prepared_study.hpp>

namespace equipoise {

/// Simulates and analyses replicates, one after another in the same memory. Each thread owns one; once warm it allocates nothing.
///
/// @verified tests/study/replicate_runner_test.cpp
class ReplicateRunner {
public:
    /// @param study  outlives the runner
    explicit ReplicateRunner(const PreparedStudy& study) : study_(&study), analyse_(study.analyses) {
        if (study.collapsed) {
            collapsed_.emplace(*study.collapsed);
        } else {
            participants_.emplace(study.trial, analyse_.reads());
        }
    }

    /// One replicate: a trial is simulated and reduced once to the sufficient statistics of each outcome analysed, or these are drawn; and analysed by
    /// every analysis.
    ///
    /// @returns the estimate of each row of the study; valid until the next call
    std::span<const Estimate> operator()(std::uint64_t replicate) {
        if (collapsed_) return analyse_((*collapsed_)(study_->key, replicate), study_->key, replicate);
        return analyse_((*participants_)(study_->key, replicate), study_->key, replicate);
    }

    /// Participants of the last replicate who were not seen at the last visit.
    std::size_t dropped_out() const { return collapsed_ ? collapsed_->dropped_out() : participants_->dropped_out(); }

private:
    /// Trials whose every participant is simulated, as their analyses take them.
    class Participants {
    public:
        Participants(const PreparedTrial& trial, const DataRead& read) : simulate_(trial, read), view_(trial.design) {}

        const TrialData& operator()(const StudyKey& key, std::uint64_t replicate) {
            data_ = &simulate_(key, replicate);
            return view_(*data_);
        }

        std::size_t dropped_out() const {
            const OutcomeColumns& primary = data_->outcomes.front();
            const std::span<const double> last = std::span(primary.scores).last(data_->participants());
            return static_cast<std::size_t>(std::count_if(last.begin(), last.end(), [](double score) { return score != score; }));
        }

    private:
        TrialSimulator simulate_;
        AnalysisView view_;
        const TrialData* data_ = nullptr;
    };

    const PreparedStudy* study_;
    AnalysisBatch analyse_;
    std::optional<Participants> participants_{};         ///< either these
    std::optional<CollapsedStatistics> collapsed_{};  ///< or their sums
};

}  // namespace equipoise
