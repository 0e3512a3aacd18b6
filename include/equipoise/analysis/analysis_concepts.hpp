#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A user's analysis: a pure function from the data of a trial to an estimate.
template <class F>
concept DataAnalysis = std::copy_constructible<F> && requires(const F& analyse, const TrialData& data) {
    { analyse(data) } -> std::same_as<Estimate>;
};

/// The same where chance is needed (imputation, permutation): the stream is the analysis's own in that replicate.
template <class F>
concept RandomisedDataAnalysis = std::copy_constructible<F> && requires(const F& analyse, const TrialData& data, Stream& chance) {
    { analyse(data, chance) } -> std::same_as<Estimate>;
};

/// The same from the sufficient statistics of the primary outcome and its baseline: it never sees a row of data.
template <class F>
concept StatisticsAnalysis = std::copy_constructible<F> && requires(const F& analyse, const SufficientStatistics& statistics) {
    { analyse(statistics) } -> std::same_as<Estimate>;
};

/// Any of these.
template <class F>
concept UserAnalysis = DataAnalysis<F> || RandomisedDataAnalysis<F> || StatisticsAnalysis<F>;

/// A prepared analysis that works on sufficient statistics.
template <class P>
concept PreparedSpecification = std::copy_constructible<P> && requires(P& prepared, const SufficientStatistics& statistics) {
    { prepared.answers() } -> std::convertible_to<std::span<const Answer>>;
    { prepared(statistics) } -> std::convertible_to<std::span<const Estimate>>;
};

/// A prepared analysis that works on the participants, with the sufficient statistics and a stream at hand.
template <class P>
concept PreparedForParticipants =
    std::copy_constructible<P> && requires(P& prepared, const TrialData& data, const SufficientStatistics& statistics, Stream& chance) {
        { prepared.answers() } -> std::convertible_to<std::span<const Answer>>;
        { prepared(data, statistics, chance) } -> std::convertible_to<std::span<const Estimate>>;
    };

/// One that says what it reads of the participants, beside the columns of its statistics plan; of any other that is everything.
template <class P>
concept SaysWhatItReads = PreparedForParticipants<P> && requires(const P& prepared) {
    { prepared.reads() } -> std::same_as<DataRead>;
};

/// A specification of an analysis, like TTest, Ancova and Mmrm: an aggregate that says what is wrong with it, what it needs, and prepares.
template <class A>
concept AnalysisSpecification = std::copy_constructible<A> && requires(const A& analysis, const TrialShape& shape, double alpha) {
    { analysis.name } -> std::convertible_to<std::string>;
    { A::method } -> std::convertible_to<std::string_view>;
    { analysis.faults(shape) } -> std::same_as<std::vector<Fault>>;
    { analysis.needs(shape) } -> std::same_as<StatisticsPlan>;
    requires PreparedSpecification<decltype(analysis.prepare(shape, alpha))> || PreparedForParticipants<decltype(analysis.prepare(shape, alpha))>;
};

/// A specification of which several are answered by one fit, where they differ only in what is asked of it.
///
/// `together` holds specifications that are all `same_fit`; what is prepared answers for each of them in turn.
template <class A>
concept SharesFit = AnalysisSpecification<A> && requires(const A& analysis, const std::vector<A>& together, const TrialShape& shape, double alpha) {
    { analysis.same_fit(analysis) } -> std::same_as<bool>;
    { A::prepare_together(together, shape, alpha).answers() } -> std::convertible_to<std::span<const Answer>>;
};

}  // namespace equipoise
