#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/random/address.hpp>

namespace equipoise {

/// Analyses one data set.
///
/// @param alpha  two-sided significance level; intervals have level 1 - alpha
/// @param seed   for an analysis that needs chance
/// @returns      one estimate for each estimand that the analysis answers
/// @throws       InvalidScenario if the analysis does not fit the data
/// @verified     tests/analysis/analyse_test.cpp
inline std::vector<Estimate> analyse(const TrialData& data, const AnyAnalysis& analysis, double alpha = 0.05, std::uint64_t seed = 0) {
    const TrialShape shape = shape_of(data);
    std::vector<Fault> faults = analysis.faults(shape);
    if (!faults.empty()) throw InvalidScenario(std::move(faults));
    AnalysisBatch analyse_batch(with_unique_names({analysis}), shape, alpha);
    const std::span<const Estimate> estimates = analyse_batch(data, StudyKey(seed), 0);
    return {estimates.begin(), estimates.end()};
}

}  // namespace equipoise
