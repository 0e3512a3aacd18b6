#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/data/reduction.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// What several analyses together need of a data set: one plan for each outcome that is analysed.
struct StatisticsPlans {
    std::vector<StatisticsPlan> by_outcome{};  ///< in the order in which outcomes are first analysed
    std::vector<std::size_t> of_analysis{};    ///< which of them each analysis uses

    /// What the next analysis needs.
    void add(const StatisticsPlan& needed) {
        const auto same = [&](const StatisticsPlan& plan) { return plan.outcome == needed.outcome; };
        const auto found = std::find_if(by_outcome.begin(), by_outcome.end(), same);
        of_analysis.push_back(static_cast<std::size_t>(found - by_outcome.begin()));
        if (found == by_outcome.end()) {
            by_outcome.push_back(needed);
        } else {
            *found = united(*found, needed);
        }
    }
};

/// Reduces trials of one shape to the sufficient statistics of every outcome that is analysed.
///
/// @verified tests/data/outcome_reductions_test.cpp
class OutcomeReductions {
public:
    /// @throws std::invalid_argument if a plan does not fit the shape
    OutcomeReductions(const StatisticsPlans& plans, const TrialShape& shape) : of_analysis_(plans.of_analysis) {
        for (const StatisticsPlan& plan : plans.by_outcome) reductions_.emplace_back(plan, shape);
        statistics_.resize(reductions_.size());
    }

    /// Reduces one trial; nothing is allocated once warm.
    /// @complexity O(outcomes x participants x columns^2)
    void operator()(const TrialData& data) {
        data_ = &data;
        for (std::size_t k = 0; k < reductions_.size(); ++k) statistics_[k] = &reductions_[k](data);
    }

    /// Of the outcome of an analysis, in the last trial reduced; valid until the next.
    const SufficientStatistics& statistics(std::size_t analysis) const { return *statistics_[of_analysis_[analysis]]; }

    /// What an analysis is to take for the data of the last trial.
    const TrialData& data(std::size_t) const { return *data_; }

private:
    std::vector<std::size_t> of_analysis_;
    const TrialData* data_ = nullptr;
    std::vector<Reduction> reductions_{};
    std::vector<const SufficientStatistics*> statistics_{};
};

}  // namespace equipoise
