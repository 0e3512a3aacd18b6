#pragma once

#include <utility>
#include <vector>

#include <equipoise/cohort/scenario.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/validate.hpp>
#include <equipoise/mechanism/dropout_calibration.hpp>
#include <equipoise/random/address.hpp>

namespace equipoise {

/// All that no replicate of a scenario changes: latent parameters found, dropout calibrated. Shared by threads, never written.
struct PreparedTrial {
    Design design;
    PreparedOutcome outcome;
    PreparedDropout dropout;
};

/// Everything that is wrong with a scenario and can be told without solving for its latent parameters.
inline std::vector<Fault> faults(const Scenario& scenario) {
    std::vector<Fault> found = faults(scenario.design);
    if (!found.empty()) return found;  // the mechanism is checked against a design that makes sense
    for (Fault& fault : scenario.mechanism.outcome.faults(scenario.design)) found.push_back(std::move(fault));
    for (Fault& fault : scenario.mechanism.dropout.faults(scenario.design)) found.push_back(std::move(fault));
    return found;
}

/// Solves a scenario once, before its replicates.
///
/// @throws InvalidScenario with every fault, including moments that no latent distribution has and rates that cannot be reached.
/// @complexity milliseconds for completely random dropout; some hundred milliseconds to calibrate a logistic one.
/// @verified tests/cohort/simulate_trial_test.cpp
inline PreparedTrial prepare(const Scenario& scenario) {
    if (std::vector<Fault> found = faults(scenario); !found.empty()) throw InvalidScenario(std::move(found));
    PreparedOutcome outcome = scenario.mechanism.outcome.prepare(scenario.design);
    PreparedDropout dropout = prepare(scenario.mechanism.dropout, outcome, scenario.design);
    return {.design = scenario.design, .outcome = std::move(outcome), .dropout = std::move(dropout)};
}

}  // namespace equipoise
