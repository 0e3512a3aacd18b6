#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/outcome_reductions.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// An answer, and the analysis that gives it, by its place in the list.
struct AnalysisAnswer {
    std::size_t analysis;
    Answer answer;
};

/// All analyses of a trial, prepared to be run on the same data in one pass: each outcome is reduced once, and analyses that ask
/// different things of one fit share it. It owns its scratch: each thread has a copy of its own.
///
/// @verified tests/analysis/analysis_batch_test.cpp
class AnalysisBatch {
public:
    /// @param analyses  with names, and without faults for trials of that shape
    /// @param alpha     two-sided; intervals have level 1 - alpha
    AnalysisBatch(const std::vector<AnyAnalysis>& analyses, const TrialShape& shape, double alpha) : fits_(grouped(analyses)), plans_(plans(analyses, fits_, shape)), reduce_(plans_, shape) {
        std::vector<std::vector<Answer>> answers(analyses.size());
        std::vector<std::size_t> first(analyses.size(), 0);
        for (Fit& fit : fits_) {
            std::vector<AnyAnalysis> together;
            for (const std::size_t k : fit.members) {
                together.push_back(analyses[k]);
                const PreparedAnalysis alone = analyses[k].prepare(shape, alpha);
                answers[k].assign(alone.answers().begin(), alone.answers().end());
            }
            fit.chance = {Layer::analysis, chance_item(together.front().name())};
            prepared_.push_back(AnyAnalysis::prepare_together(together, shape, alpha));
        }
        for (std::size_t k = 0; k < analyses.size(); ++k) {
            first[k] = answers_.size();
            for (Answer& answer : answers[k]) answers_.push_back({k, std::move(answer)});
        }
        for (Fit& fit : fits_) {
            for (const std::size_t k : fit.members) {
                for (std::size_t i = 0; i < answers[k].size(); ++i) fit.places.push_back(first[k] + i);
            }
        }
        estimates_.resize(answers_.size());
        found_.resize(fits_.size());
        reads_ = reading(shape);
        in_place_ = fits_.size() == 1 && std::ranges::is_sorted(fits_.front().places);
    }

    /// By analysis as listed, then as the analysis has them.
    std::span<const AnalysisAnswer> answers() const { return answers_; }

    /// How many fits a data set is given.
    std::size_t fits() const { return fits_.size(); }

    /// What is reduced of each data set: the sufficient statistics of each outcome, under each rule for missing scores.
    std::span<const StatisticsPlan> plans() const { return plans_.by_outcome; }

    /// What is looked at of a data set.
    const DataRead& reads() const { return reads_; }

    /// Analyses one trial.
    ///
    /// @param key, replicate  address the streams of analyses that need chance
    /// @returns               the estimate of each answer; valid until the next call
    std::span<const Estimate> operator()(const TrialData& data, const StudyKey& key, std::uint64_t replicate) {
        reduce_(data);
        for (std::size_t f = 0; f < fits_.size(); ++f) {
            found_[f] = prepared_[f](reduce_.data(f), reduce_.statistics(f), Stream(key, replicate, fits_[f].chance));
        }
        return collected();
    }

    /// Analyses one trial of which nothing is known but its sufficient statistics.
    ///
    /// Only where there is one plan, and no analysis needs the participants.
    /// @param statistics  of the plan
    std::span<const Estimate> operator()(const SufficientStatistics& statistics, const StudyKey& key, std::uint64_t replicate) {
        for (std::size_t f = 0; f < fits_.size(); ++f) found_[f] = prepared_[f](nobody_, statistics, Stream(key, replicate, fits_[f].chance));
        return collected();
    }

private:
    struct Fit {
        std::vector<std::size_t> members;   // analyses
        std::vector<std::size_t> places{};  // among all answers, of each answer of the fit
        Purpose chance{};
    };

    DataRead reading(const TrialShape& shape) const {
        DataRead read{.everything = false};
        for (const PreparedAnalysis& analysis : prepared_) read.unite(analysis.reads());
        for (const StatisticsPlan& plan : plans()) {
            read.outcomes.push_back(plan.outcome);
            for (const std::string& name : plan.covariates) {
                if (name != baseline_covariate) read.covariates.push_back(shape.covariate(name).value());
            }
        }
        return read;
    }

    // Of all fits at the end, and of a single one where they are: numbers that were only just written make a processor wait that copies them.
    std::span<const Estimate> collected() {
        if (in_place_) return found_.front();
        for (std::size_t f = 0; f < fits_.size(); ++f) {
            for (std::size_t i = 0; i < found_[f].size(); ++i) estimates_[fits_[f].places[i]] = found_[f][i];
        }
        return estimates_;
    }

    static std::vector<Fit> grouped(const std::vector<AnyAnalysis>& analyses) {
        std::vector<Fit> fits;
        for (std::size_t k = 0; k < analyses.size(); ++k) {
            const auto same = [&](const Fit& fit) { return analyses[fit.members.front()].same_fit(analyses[k]); };
            const auto found = std::find_if(fits.begin(), fits.end(), same);
            if (found == fits.end()) {
                fits.push_back({.members = {k}});
            } else {
                found->members.push_back(k);
            }
        }
        return fits;
    }

    static StatisticsPlans plans(const std::vector<AnyAnalysis>& analyses, const std::vector<Fit>& fits, const TrialShape& shape) {
        StatisticsPlans plans;
        for (const Fit& fit : fits) {
            StatisticsPlan plan = analyses[fit.members.front()].needs(shape);
            for (const std::size_t k : fit.members) plan = united(std::move(plan), analyses[k].needs(shape));
            plans.add(plan);
        }
        return plans;
    }

    std::vector<Fit> fits_;
    StatisticsPlans plans_;
    TrialData nobody_{};
    OutcomeReductions reduce_;
    std::vector<PreparedAnalysis> prepared_{};
    std::vector<AnalysisAnswer> answers_{};
    std::vector<std::span<const Estimate>> found_{};  // by each fit
    std::vector<Estimate> estimates_{};
    DataRead reads_{};
    bool in_place_ = false;  // the estimates of a single fit are in the order of the answers
};

}  // namespace equipoise
