#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>

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
    Reduction reduce(analysis.needs(shape), shape);
    PreparedAnalysis prepared = analysis.prepare(shape, alpha);
    const std::string name = with_unique_names({analysis}).front().name();
    const Stream chance(StudyKey(seed), 0, {Layer::analysis, chance_item(name)});
    const std::span<const Estimate> estimates = prepared(data, reduce(data), chance);
    return {estimates.begin(), estimates.end()};
}

}  // namespace equipoise
