#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/analysis_set.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/performance/power_sums.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/mc_estimate.hpp>
#include <equipoise/study/describe_cohort.hpp>
#include <equipoise/study/describe_course.hpp>
#include <equipoise/study/in_order.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/study_options.hpp>
#include <equipoise/study/summary_sheet.hpp>

namespace equipoise {

/// A number of a summary: its mean over simulated trials.
struct SummaryRow {
    SummaryKey key;
    McEstimate estimate{};          ///< MCSE 0: the same in every trial; not a number with fewer than two trials
    std::uint64_t replicates = 0;  ///< trials that have the number
};

/// What the trials of a scenario look like.
struct CohortSummary {
    std::string scenario{};
    PerArm<std::string> arms{};
    std::uint64_t replicates = 0;
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
    std::vector<SummaryRow> rows{};  ///< in the order of the sections; numbers that no trial has are left out

    /// @throws std::out_of_range if there is no such number
    const McEstimate& at(const SummaryKey& key) const {
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const SummaryRow& row) { return row.key == key; });
        if (found == rows.end()) throw std::out_of_range("the summary has no " + key.statistic + " of " + key.quantity);
        return found->estimate;
    }
};

namespace detail {

/// Simulates chunks of trials on one thread and adds their numbers up.
class SummaryRunner {
public:
    static constexpr std::uint64_t chunk = 16;  ///< fixed, since it decides the order of additions

    SummaryRunner(const PreparedTrial& trial, const TrialShape& shape, std::size_t sessions, const StudyKey& key, std::uint64_t replicates)
        : trial_(&trial), shape_(&shape), sessions_(sessions), key_(key), replicates_(replicates), simulate_(trial) {}

    const std::vector<PowerSums4>& operator()(std::uint64_t index) {
        std::fill(sums_.begin(), sums_.end(), PowerSums4{});
        const std::uint64_t end = std::min(replicates_, (index + 1) * chunk);
        for (std::uint64_t replicate = index * chunk; replicate < end; ++replicate) {
            describe(replicate, false);
            sums_.resize(sheet_.values().size());
            for (std::size_t k = 0; k < sums_.size(); ++k) {
                if (!std::isnan(sheet_.values()[k])) sums_[k].add(sheet_.values()[k]);
            }
        }
        return sums_;
    }

    /// What the numbers of every trial are.
    std::vector<SummaryLine> lines() {
        describe(0, true);
        return sheet_.lines();
    }

private:
    void describe(std::uint64_t replicate, bool with_names) {
        const TrialData& data = simulate_(key_, replicate);
        const AnalysisSet set = trial_->design.analysis_set;
        sheet_.clear(with_names);
        describe_baseline(data, *shape_, set, sheet_);
        describe_flow(data, *shape_, *trial_, sheet_);
        describe_outcomes(data, *shape_, set, sheet_);
        describe_delivery(data, *trial_, sessions_, sheet_);
        events_(data, sheet_);
        describe_discontinuation(data, sheet_);
        caseloads_(data, *trial_, sheet_);
    }

    const PreparedTrial* trial_;
    const TrialShape* shape_;
    std::size_t sessions_;
    StudyKey key_;
    std::uint64_t replicates_;
    TrialSimulator simulate_;
    SummarySheet sheet_{};
    AdverseEventDescription events_{};
    CaseloadDescription caseloads_{};
    std::vector<PowerSums4> sums_{};
};

/// The mean over trials, or what is made of it, with errors by the delta method: var(s^2) is about (m4 - m2^2) / n of the central moments.
inline McEstimate across_trials(const PowerSums4& sums, AcrossTrials across) {
    const auto n = static_cast<double>(sums.count);
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const double error = n > 1 ? std::sqrt(sums.m2 / (n - 1) / n) : unknown;
    if (across == AcrossTrials::mean) return {sums.mean, error};
    if (across == AcrossTrials::exponential_of_mean) return {std::exp(sums.mean), std::exp(sums.mean) * error};
    if (!(n > 1)) return {unknown, unknown};
    const double variance = sums.m2 / n;
    const double of_variance = std::max(0.0, sums.m4 / n - variance * variance) / n;
    return {std::sqrt(sums.m2 / (n - 1)), variance > 0 ? std::sqrt(of_variance / variance) / 2 : 0.0};
}

}  // namespace detail

/// What the trials of a scenario look like, averaged over replicates: baseline characteristics, flow, outcomes as observed, delivery,
/// adverse events, discontinuation and therapists; what a trial has nothing of is left out.
///
/// Baseline and outcomes are of the analysis set; adverse events, discontinuation and attendance of those who started treatment; who
/// returns for boosters of those allocated to them.
/// @param options  replicates, seed, stream, threads and progress count; the result is the same for any number of threads
/// @throws         InvalidScenario with every fault; what a user's own outcome or dropout throws
/// @complexity     O(replicates x participants x visits^2); memory does not grow with the replicates
/// @verified       tests/study/cohort_summary_test.cpp
inline CohortSummary cohort_summary(const Scenario& scenario, const StudyOptions& options) {
    if (std::vector<Fault> found = faults(options); !found.empty()) throw InvalidScenario(std::move(found));
    const PreparedTrial trial = prepare(scenario);
    const TrialShape shape = shape_of(scenario);
    const std::size_t sessions = scenario.mechanism.attendance ? scenario.mechanism.attendance->sessions : 0;
    const auto runner = [&] { return detail::SummaryRunner(trial, shape, sessions, StudyKey(options.seed.value(), options.stream), options.replicates); };
    const std::vector<SummaryLine> lines = runner().lines();
    std::vector<PowerSums4> sums(lines.size());
    const std::uint64_t chunks = (options.replicates + detail::SummaryRunner::chunk - 1) / detail::SummaryRunner::chunk;
    const int threads = static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(threads_for(options.threads)), chunks));
    map_in_order(chunks, threads, runner, [&](std::uint64_t index, const std::vector<PowerSums4>& chunk) {
        for (std::size_t k = 0; k < sums.size(); ++k) sums[k].merge(chunk[k]);
        if (options.progress) options.progress({.done = std::min(options.replicates, (index + 1) * detail::SummaryRunner::chunk), .total = options.replicates});
    });
    CohortSummary summary{.scenario = scenario.name, .arms = scenario.design.arms, .replicates = options.replicates, .seed = options.seed.value(), .stream = options.stream};
    for (std::size_t k = 0; k < lines.size(); ++k) {
        if (sums[k].count > 0) summary.rows.push_back({lines[k].key, detail::across_trials(sums[k], lines[k].across), sums[k].count});
    }
    return summary;
}

}  // namespace equipoise
