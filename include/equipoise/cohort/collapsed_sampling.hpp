#pragma once

#include <limits>
#include <string>
#include <vector>

#include <equipoise/cohort/scenario.hpp>
#include <equipoise/design/allocation.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>

namespace equipoise {

namespace detail {

inline void check_normal_scores(const AnyOutcome& outcome, std::vector<Fault>& found) {
    const RepeatedMeasures* stated = outcome.repeated_measures();
    if (stated == nullptr) {
        found.push_back({"/mechanism/outcome", "must be RepeatedMeasures for collapsed sampling, which knows nothing of the distribution of a model of your own"});
        return;
    }
    const std::string at = "/mechanism/outcome";
    constexpr double everyone = -std::numeric_limits<double>::infinity();
    if (!shows_latent_values(stated->scale, everyone)) {
        found.push_back({at + "/scale", "must be without bounds and steps for collapsed sampling, which draws sums of normal scores"});
    }
    if (stated->baseline_minimum > everyone) {
        found.push_back({at + "/baseline_minimum", "must be left out for collapsed sampling, since the scores of those eligible are not normal"});
    }
    if (!is_normal(stated->residuals)) found.push_back({at + "/residuals", "must be normal for collapsed sampling, which draws sums of normal scores"});
}

}  // namespace detail

/// Why the trials of a scenario cannot be drawn as sufficient statistics of the primary outcome, each reason at its place; empty if they can.
///
/// They can where scores are normal, leaving has nothing to do with anything but the arm, nothing else befalls participants, and the allocation
/// does not look at them. Covariates and secondary outcomes are no hindrance by being there: the distribution of the primary outcome is the same.
/// @param scenario  without faults
/// @verified        tests/cohort/collapsed_sampling_test.cpp
inline std::vector<Fault> participants_needed(const Scenario& scenario) {
    const Mechanism& nature = scenario.mechanism;
    std::vector<Fault> found;
    if (!factors_of(scenario.design.allocation).empty()) {
        found.push_back({"/design/allocation", "must not look at participants for collapsed sampling, which draws the sizes of the arms alone"});
    }
    detail::check_normal_scores(nature.outcome, found);
    if (const auto dropout = nature.dropout.mechanism(); dropout != "none" && dropout != "mcar") {
        found.push_back({"/mechanism/dropout/mechanism", "must be \"none\" or \"mcar\" for collapsed sampling, since who leaves must not depend on scores, but is \"" +
                                                             std::string(dropout) + "\""});
    }
    for (std::size_t k = 0; k < nature.covariates.size(); ++k) {
        if (nature.covariates[k].effect_modification.empty()) continue;
        found.push_back({"/mechanism/covariates/" + std::to_string(k) + "/effect_modification", "must be left out for collapsed sampling, since scores are not normal then"});
    }
    const auto befalls = [&](bool present, const std::string& block) {
        if (present) found.push_back({"/mechanism/" + block, "must be left out for collapsed sampling, since it befalls participants one by one"});
    };
    befalls(nature.intermittent.has_value(), "intermittent");
    befalls(nature.never_starting.has_value(), "never_starting");
    befalls(nature.therapists.has_value(), "therapists");
    befalls(nature.attendance.has_value(), "attendance");
    befalls(nature.boosters.has_value(), "boosters");
    befalls(!nature.adverse_events.empty(), "adverse_events");
    befalls(nature.discontinuation.has_value(), "discontinuation");
    befalls(nature.reporting.has_value(), "reporting");
    return found;
}

}  // namespace equipoise
