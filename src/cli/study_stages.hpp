#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/cohort/collapsed_statistics.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/analysis_view.hpp>
#include <equipoise/data/outcome_reductions.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/replicate_runner.hpp>
#include <equipoise/study/study_sums.hpp>

namespace equipoise::cli {

/// A fit, and the analyses that it answers for.
struct StageFit {
    std::vector<AnyAnalysis> analyses;
    PreparedAnalysis prepared;
    std::uint64_t next = 0;
};

/// The stages of a study's replicates, each to be repeated by itself on trials that were drawn before: as many as fit a processor's nearest
/// memory, and at least enough that neither branch predictor nor fit sees one trial only.
///
/// @verified tests/cli/bench_test.cpp
class StudyStages {
public:
    /// @param study     outlives this
    /// @param analyses  those that it was prepared with
    StudyStages(const PreparedStudy& study, const std::vector<AnyAnalysis>& analyses)
        : study_(&study), simulate_(study.trial, study.analyses.reads()), view_(study.trial.design), sums_(study) {
        StatisticsPlans plans;
        for (std::vector<AnyAnalysis>& together : grouped(with_unique_names(analyses))) {
            StatisticsPlan plan = together.front().needs(study.shape);
            for (const AnyAnalysis& analysis : together) plan = united(std::move(plan), analysis.needs(study.shape));
            plans.add(plan);
            PreparedAnalysis prepared = AnyAnalysis::prepare_together(together, study.shape, study.alpha);
            fits_.push_back({.analyses = std::move(together), .prepared = std::move(prepared)});
        }
        const std::size_t bytes = study.collapsed ? 1 : study.trial.design.participants * study.trial.design.visits.count() * sizeof(double);
        const std::size_t trials = std::clamp<std::size_t>(256 * 1024 / bytes, 4, 64);
        if (study.collapsed) collapsed_.emplace(*study.collapsed);
        ReplicateRunner run(study);
        for (std::uint64_t replicate = 0; replicate < trials; ++replicate) {
            const auto estimates = run(replicate);
            estimates_.emplace_back(estimates.begin(), estimates.end());
            if (collapsed_) {
                statistics_.push_back((*collapsed_)(study.key, replicate));
            } else {
                trials_.push_back(simulate_(study.key, replicate));
                reductions_.emplace_back(plans, study.shape);
            }
        }
        for (std::size_t k = 0; k < trials_.size(); ++k) reductions_[k](view_(trials_[k]));
        reduce_.emplace_back(plans, study.shape);
    }

    /// Whether sufficient statistics are drawn, so that there is nothing to reduce.
    bool collapsed() const { return collapsed_.has_value(); }

    /// Randomise, draw, drop out, write what was seen; or draw the statistics.
    void draw(std::uint64_t times) {
        for (std::uint64_t k = 0; k < times; ++k, ++drawn_) {
            if (collapsed_) {
                (*collapsed_)(study_->key, drawn_);
            } else {
                simulate_(study_->key, drawn_);
            }
        }
    }

    /// The trials that the other stages are given; none if statistics are drawn. Of them is drawn what the study reads.
    std::span<const TrialData> trials() const { return trials_; }

    /// Take the estimand's view, and reduce to sufficient statistics. Not if they are drawn.
    void reduce(std::uint64_t times) {
        for (std::uint64_t k = 0; k < times; ++k) reduce_.front()(view_(trials_[reduced_++ % trials_.size()]));
    }

    std::size_t fits() const { return fits_.size(); }

    /// The names of the analyses that a fit answers for.
    std::vector<std::string> names(std::size_t fit) const {
        std::vector<std::string> names;
        for (const AnyAnalysis& analysis : fits_[fit].analyses) names.push_back(analysis.name());
        return names;
    }

    void fit(std::size_t number, std::uint64_t times) {
        StageFit& fit = fits_[number];
        const Purpose purpose{Layer::analysis, chance_item(fit.analyses.front().name())};
        for (std::uint64_t k = 0; k < times; ++k) {
            const std::size_t trial = fit.next++ % estimates_.size();
            const Stream chance(study_->key, trial, purpose);
            if (collapsed_) {
                fit.prepared(nobody_, statistics_[trial], chance);
            } else {
                fit.prepared(reductions_[trial].data(number), reductions_[trial].statistics(number), chance);
            }
        }
    }

    /// Add the estimates to the sums.
    void add(std::uint64_t times) {
        for (std::uint64_t k = 0; k < times; ++k) {
            if (added_ % chunk_size == 0) sums_.clear(*study_);
            sums_.add(estimates_[added_++ % estimates_.size()], *study_);
        }
    }

private:
    static std::vector<std::vector<AnyAnalysis>> grouped(const std::vector<AnyAnalysis>& analyses) {
        std::vector<std::vector<AnyAnalysis>> groups;
        for (const AnyAnalysis& analysis : analyses) {
            const auto same = [&](const std::vector<AnyAnalysis>& group) { return group.front().same_fit(analysis); };
            const auto found = std::find_if(groups.begin(), groups.end(), same);
            found == groups.end() ? groups.push_back({analysis}) : found->push_back(analysis);
        }
        return groups;
    }

    const PreparedStudy* study_;
    TrialSimulator simulate_;
    AnalysisView view_;
    StudySums sums_;
    std::vector<StageFit> fits_{};
    std::optional<CollapsedStatistics> collapsed_{};
    TrialData nobody_{};
    std::vector<TrialData> trials_{};
    std::vector<SufficientStatistics> statistics_{};    // of each trial, if they are drawn
    std::vector<OutcomeReductions> reductions_{};       // of each trial, done
    std::vector<OutcomeReductions> reduce_{};           // one, to be timed
    std::vector<std::vector<Estimate>> estimates_{};    // of each trial
    std::uint64_t drawn_ = 0;
    std::uint64_t reduced_ = 0;
    std::uint64_t added_ = 0;
};

}  // namespace equipoise::cli
