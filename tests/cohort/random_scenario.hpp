#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/prepare_trial.hpp>

#include "recovery/chooser.hpp"
#include "recovery/random_characteristics.hpp"
#include "recovery/random_design.hpp"
#include "recovery/random_treatment.hpp"

/// Scenarios drawn at random from a broad space, such that their moments up to the fourth can be estimated well from many participants.
namespace recovery {

using namespace equipoise;

/// One candidate, valid or not.
inline Scenario candidate(std::uint64_t number, std::uint64_t attempt) {
    Chooser choose(number, attempt);
    const Design design = random_design(choose);
    const RepeatedMeasures outcome = random_outcome(choose, design);
    const std::size_t visits = design.visits.count();
    Scenario scenario{.name = "random " + std::to_string(number), .design = design, .mechanism = {.outcome = outcome}};
    Mechanism& nature = scenario.mechanism;
    for (std::size_t k = choose.below(5); k > 0; --k) nature.covariates.push_back(random_covariate(choose, outcome, k));
    for (std::size_t k = choose.below(4); k > 0; --k) nature.secondary_outcomes.push_back(random_secondary(choose, visits, k));
    choose_delivery(choose, design, nature);
    if (choose.with(0.4)) nature.adverse_events = random_events(choose, design.visits.weeks.back());
    if (choose.with(0.4)) nature.discontinuation = random_discontinuation(choose, visits - 1, !nature.adverse_events.empty());
    nature.dropout = random_dropout(choose, visits - 1, !nature.adverse_events.empty());
    if (choose.with(0.4)) nature.intermittent = random_gaps(choose, visits - 1);
    if (choose.with(0.3)) nature.reporting = Reporting{.shift = choose.each(-2, 2)};
    return scenario;
}

/// A valid scenario, solved.
struct RandomScenario {
    Scenario scenario;
    PreparedTrial trial;
    std::uint64_t refused;  ///< candidates before it that were not valid
};

/// The first valid candidate of a number's sequence.
/// @throws std::runtime_error if the first 20 are not valid
inline RandomScenario random_scenario(std::uint64_t number) {
    std::string last;
    for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
        Scenario scenario = candidate(number, attempt);
        try {
            PreparedTrial trial = prepare(scenario);
            return {std::move(scenario), std::move(trial), attempt};
        } catch (const InvalidScenario& invalid) {
            last = invalid.what();
        }
    }
    throw std::runtime_error("no valid scenario " + std::to_string(number) + "; the last candidate: " + last);
}

}  // namespace recovery
