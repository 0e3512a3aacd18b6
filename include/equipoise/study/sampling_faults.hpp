#pragma once

#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/cohort/collapsed_sampling.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/study/sampling.hpp>

namespace equipoise {

/// Why the trials of a study cannot be drawn as sufficient statistics, each reason at its place; empty if they can.
///
/// To what the scenario needs participants for comes what its analyses do: any that is not a function of the sufficient statistics of the primary
/// outcome, as observed, and of its baseline.
/// @param scenario, analyses  without faults
/// @verified                  tests/study/sampling_faults_test.cpp
inline std::vector<Fault> participants_needed(const Scenario& scenario, const std::vector<AnyAnalysis>& analyses) {
    std::vector<Fault> found = participants_needed(scenario);
    const TrialShape shape = shape_of(scenario);
    for (std::size_t k = 0; k < analyses.size(); ++k) {
        const std::string at = "/analyses/" + std::to_string(k);
        const StatisticsPlan plan = analyses[k].needs(shape);
        if (plan.outcome != 0) found.push_back({at + "/outcome", "must be the primary outcome for collapsed sampling, which draws no other"});
        if (plan.missing != MissingRule::observed) {
            found.push_back({at + "/missing", "must be \"observed\" for collapsed sampling, which draws sums of the scores that were seen, but is \"" +
                                                  std::string(to_string(plan.missing)) + "\""});
        }
        for (const std::string& name : plan.covariates) {
            if (name != baseline_covariate) found.push_back({at + "/covariates", "must be the baseline or nothing for collapsed sampling, which draws no \"" + name + "\""});
        }
        if (analyses[k].prepare(shape, 0.05).needs_participants()) {
            found.push_back({at + "/method", "must be of sums and cross-products alone for collapsed sampling, but \"" + std::string(analyses[k].method()) +
                                                 "\" looks at participants here"});
        }
    }
    return found;
}

/// What is wrong with a way of sampling: every reason why collapsed sampling cannot be, where that is asked for.
///
/// @param scenario, analyses  without faults
/// @verified                  tests/study/sampling_faults_test.cpp
inline std::vector<Fault> sampling_faults(Sampling sampling, const Scenario& scenario, const std::vector<AnyAnalysis>& analyses) {
    if (sampling != Sampling::collapsed) return {};
    std::vector<Fault> found = participants_needed(scenario, analyses);
    for (Fault& fault : found) fault.suggestion = "or say \"automatic\" or \"participants\" for /study/sampling";
    return found;
}

}  // namespace equipoise
