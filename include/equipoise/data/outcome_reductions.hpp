#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/data/missing_rule_view.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// What several analyses together need of a data set: one plan for each outcome, and rule for its missing scores, that is analysed.
struct StatisticsPlans {
    std::vector<StatisticsPlan> by_outcome{};  ///< in the order in which outcomes are first analysed
    std::vector<std::size_t> of_analysis{};    ///< which of them each analysis uses

    /// What the next analysis needs.
    void add(const StatisticsPlan& needed) {
        const auto same = [&](const StatisticsPlan& plan) { return plan.outcome == needed.outcome && plan.missing == needed.missing; };
        const auto found = std::find_if(by_outcome.begin(), by_outcome.end(), same);
        of_analysis.push_back(static_cast<std::size_t>(found - by_outcome.begin()));
        if (found == by_outcome.end()) {
            by_outcome.push_back(needed);
        } else {
            *found = united(*found, needed);
        }
    }
};

/// Reduces trials of one shape to the sufficient statistics of every outcome that is analysed, under each rule for missing scores that is asked for.
///
/// @verified tests/data/outcome_reductions_test.cpp
class OutcomeReductions {
public:
    /// @throws std::invalid_argument if a plan does not fit the shape
    OutcomeReductions(const StatisticsPlans& plans, const TrialShape& shape) : of_analysis_(plans.of_analysis) {
        for (const StatisticsPlan& plan : plans.by_outcome) {
            reductions_.emplace_back(plan, shape);
            const auto same = [&](const MissingRuleView& view) { return view.rule() == plan.missing; };
            const auto found = std::find_if(views_.begin(), views_.end(), same);
            view_.push_back(static_cast<std::size_t>(found - views_.begin()));
            if (found == views_.end()) views_.emplace_back(plan.missing, shape);
        }
        statistics_.resize(reductions_.size());
        data_.resize(views_.size());
    }

    /// Reduces one trial; nothing is allocated once warm.
    /// @complexity O(outcomes x participants x columns^2), and a copy of the data for each rule but `observed`
    void operator()(const TrialData& data) {
        for (std::size_t r = 0; r < views_.size(); ++r) data_[r] = &views_[r](data);
        for (std::size_t k = 0; k < reductions_.size(); ++k) statistics_[k] = &reductions_[k](*data_[view_[k]]);
    }

    /// Of the outcome of an analysis, in the last trial reduced; valid until the next.
    const SufficientStatistics& statistics(std::size_t analysis) const { return *statistics_[of_analysis_[analysis]]; }

    /// What an analysis is to take for the data of the last trial; valid until the next.
    const TrialData& data(std::size_t analysis) const { return *data_[view_[of_analysis_[analysis]]]; }

private:
    std::vector<std::size_t> of_analysis_;
    std::vector<MissingRuleView> views_{};  // one for each rule in use
    std::vector<std::size_t> view_{};       // of each reduction
    std::vector<const TrialData*> data_{};  // as each view has them
    std::vector<Reduction> reductions_{};
    std::vector<const SufficientStatistics*> statistics_{};
};

}  // namespace equipoise
