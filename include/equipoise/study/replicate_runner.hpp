#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/analysis_view.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/study/prepared_study.hpp>

namespace equipoise {

/// Simulates and analyses replicates, one after another in the same memory. Each thread owns one; once warm it allocates nothing.
///
/// @verified tests/study/replicate_runner_test.cpp
class ReplicateRunner {
public:
    /// @param study  outlives the runner
    explicit ReplicateRunner(const PreparedStudy& study)
        : study_(&study), simulate_(study.trial), view_(study.trial.design), analyse_(study.analyses) {}

    /// One replicate: a trial is simulated, reduced once to the sufficient statistics of each outcome analysed, and analysed by every analysis.
    ///
    /// @returns the estimate of each row of the study; valid until the next call
    std::span<const Estimate> operator()(std::uint64_t replicate) {
        data_ = &simulate_(study_->key, replicate);
        return analyse_(view_(*data_), study_->key, replicate);
    }

    /// Participants of the last replicate who were not seen at the last visit.
    std::size_t dropped_out() const {
        const OutcomeColumns& primary = data_->outcomes.front();
        const std::span<const double> last = std::span(primary.scores).last(data_->participants());
        return static_cast<std::size_t>(std::count_if(last.begin(), last.end(), [](double score) { return score != score; }));
    }

private:
    const PreparedStudy* study_;
    TrialSimulator simulate_;
    AnalysisView view_;
    AnalysisBatch analyse_;
    const TrialData* data_ = nullptr;
};

}  // namespace equipoise
