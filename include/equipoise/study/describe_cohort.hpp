#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/analysis_set.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/performance/power_sums.hpp>
#include <equipoise/study/summary_sheet.hpp>

namespace equipoise {

/// Whether a participant belongs to those who are analysed.
inline bool analysed(const TrialData& data, AnalysisSet set, std::size_t participant) {
    return set == AnalysisSet::all_randomised || data.started.empty() || data.started[participant] != 0;
}

/// Cohen's d: the difference of the means, treatment minus control, over the pooled SD.
///
/// @returns  not a number without a participant in each arm, or where nobody differs
/// @source   Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, equation 2.5.1.
/// @verified tests/study/cohort_summary_test.cpp
inline double standardised_difference(const PerArm<PowerSums2>& sums) {
    const auto n = static_cast<double>(sums.control.count + sums.treatment.count);
    const double squares = sums.control.m2 + sums.treatment.m2;
    if (sums.control.count == 0 || sums.treatment.count == 0 || !(n > 2) || !(squares > 0)) return std::numeric_limits<double>::quiet_NaN();
    return (sums.treatment.mean - sums.control.mean) / std::sqrt(squares / (n - 2));
}

namespace detail {

/// A baseline characteristic: mean and SD of a number, the share of each level of a factor.
inline void describe_covariate(const TrialData& data, const CovariateColumn& covariate, AnalysisSet set, SummarySheet& sheet) {
    PerArm<PowerSums2> sums{};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double value = covariate.values[i];
        if (analysed(data, set, i) && !std::isnan(value)) sums[data.arm[i]].add(value);
    }
    if (covariate.levels.empty()) return sheet.put_moments(SummarySection::baseline, covariate.name, "", sums);
    for (std::size_t level = 0; level < covariate.levels.size(); ++level) {
        PerArm<PartOf> parts{};
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double value = covariate.values[i];
            if (analysed(data, set, i) && !std::isnan(value)) parts[data.arm[i]].count(value == static_cast<double>(level));
        }
        sheet.put_share(SummarySection::baseline, covariate.name, covariate.levels[level], "share", parts);
    }
}

/// The scores of those analysed who were seen at a visit.
inline PerArm<PowerSums2> seen_scores(const TrialData& data, std::size_t outcome, std::size_t visit, AnalysisSet set) {
    PerArm<PowerSums2> sums{};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double score = data.score(outcome, visit, i);
        if (analysed(data, set, i) && !std::isnan(score)) sums[data.arm[i]].add(score);
    }
    return sums;
}

inline std::size_t last_visit_seen(const TrialData& data, std::size_t participant) {
    std::size_t last = 0;
    for (std::size_t v = 1; v < data.outcomes.front().visits; ++v) {
        if (!std::isnan(data.score(0, v, participant))) last = v;
    }
    return last;
}

}  // namespace detail

/// Table 1 of a trial: covariates and outcomes at the baseline of those analysed.
inline void describe_baseline(const TrialData& data, const TrialShape& shape, AnalysisSet set, SummarySheet& sheet) {
    for (const CovariateColumn& covariate : data.covariates) detail::describe_covariate(data, covariate, set, sheet);
    for (std::size_t k = 0; k < data.outcomes.size(); ++k) {
        if (shape.baseline_of(k)) sheet.put_moments(SummarySection::baseline, data.outcomes[k].name, shape.visits[0], detail::seen_scores(data, k, 0, set));
    }
}

/// How many are randomised, start, are seen at each visit, and miss a visit but are seen later.
inline void describe_flow(const TrialData& data, const TrialShape& shape, const PreparedTrial& trial, SummarySheet& sheet) {
    const auto count = [&](const std::string& quantity, const std::string& at, const auto& belongs) {
        PerArm<PartOf> parts{};
        for (std::size_t i = 0; i < data.participants(); ++i) parts[data.arm[i]].count(belongs(i));
        sheet.put_count(SummarySection::flow, quantity, at, parts);
    };
    count("randomised", "", [](std::size_t) { return true; });
    if (!data.started.empty()) count("started treatment", "", [&](std::size_t i) { return data.started[i] != 0; });
    const auto seen = [&](std::size_t v, std::size_t i) { return !std::isnan(data.score(0, v, i)); };
    for (std::size_t v = 0; v < shape.visits.size(); ++v) count("seen", shape.visits[v], [&](std::size_t i) { return seen(v, i); });
    for (std::size_t v = 1; trial.intermittent && v + 1 < shape.visits.size(); ++v) {
        count("missed, but seen later", shape.visits[v], [&](std::size_t i) { return !seen(v, i) && detail::last_visit_seen(data, i) > v; });
    }
    if (data.enrolment_weeks.empty()) return;
    sheet.put([] { return SummaryLine{{SummarySection::flow, "last randomised", "", "weeks"}}; }, data.enrolment_weeks.back());
}

/// Means, SDs and standardised mean differences after baseline, of those seen.
inline void describe_outcomes(const TrialData& data, const TrialShape& shape, AnalysisSet set, SummarySheet& sheet) {
    for (std::size_t k = 0; k < data.outcomes.size(); ++k) {
        for (std::size_t v = 1; v < shape.visits.size(); ++v) {
            const PerArm<PowerSums2> sums = detail::seen_scores(data, k, v, set);
            const std::string& name = data.outcomes[k].name;
            sheet.put_moments(SummarySection::outcomes, name, shape.visits[v], sums);
            sheet.put([&] { return SummaryLine{{SummarySection::outcomes, name, shape.visits[v], "standardised difference"}}; }, standardised_difference(sums));
        }
    }
}

}  // namespace equipoise
