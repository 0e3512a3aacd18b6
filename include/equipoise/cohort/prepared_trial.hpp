#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/scenario.hpp>
#include <equipoise/cohort/scenario_faults.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/dropout_calibration.hpp>
#include <equipoise/mechanism/prepared_covariates.hpp>
#include <equipoise/mechanism/prepared_secondary_outcome.hpp>
#include <equipoise/mechanism/prepared_target_population.hpp>
#include <equipoise/mechanism/trajectory.hpp>

namespace equipoise {

/// All that no replicate of a scenario changes: latent parameters found, dropout calibrated. Shared by threads, never written.
struct PreparedTrial {
    Design design;
    PreparedOutcome outcome;
    PreparedDropout dropout{DropoutRates{}};
    std::optional<PreparedIntermittent> intermittent{};
    PreparedCovariates covariates{};
    std::vector<PreparedSecondaryOutcome> secondary_outcomes{};
    std::optional<NeverStarting> never_starting{};
    std::optional<PreparedTherapists> therapists{};
    std::optional<PreparedAttendance> attendance{};
    std::optional<PreparedBoosters> boosters{};
    std::optional<PreparedAdverseEvents> adverse_events{};
    std::vector<std::string> adverse_event_terms{};
    std::optional<PreparedDiscontinuing> discontinuing{};
    std::array<Trajectory, cell_count> lost_benefit{};  ///< by cell and visit, what stopping the treatment adds to the mean in the end [outcome units]
    std::optional<Reporting> reporting{};
    std::optional<PreparedTargetPopulation> target_population{};

    /// Nothing befalls a participant but leaving.
    bool uneventful() const {
        const bool untreated = !therapists && !attendance && !boosters && !adverse_events && !discontinuing && !reporting;
        return untreated && !intermittent && !never_starting;
    }

    /// Nor is anything known of them but their outcome.
    bool plain() const { return uneventful() && covariates.count() == 0 && secondary_outcomes.empty(); }

    /// Something adds to the true scores that the outcome's model makes, or takes away. (What therapists have in common is part of the model.)
    bool disturbed() const {
        return (therapists && therapists->learn()) || (attendance && attendance->acts()) || (boosters && boosters->act()) ||
               (adverse_events && adverse_events->act()) || discontinuing || covariates.modify_effect();
    }
};

namespace detail {

/// Where the mean goes when the treatment is stopped, less where it is: as observed, or of the latent variable where that has no closed form.
inline std::array<Trajectory, cell_count> lost_benefit(const PreparedOutcome& outcome, const Design& design, Afterwards afterwards) {
    std::array<Trajectory, cell_count> lost{};
    const PreparedRepeatedMeasures& known = *outcome.repeated_measures();
    for (const Cell cell : all_cells) {
        const auto mean = [&](Cell of, std::size_t visit) { return outcome.mean_score(of, visit).value_or(known.latent(of).visits[visit].mean); };
        for (std::size_t v = 1; v < design.visits.count(); ++v) {
            if (afterwards == Afterwards::loses_benefit) lost[cell.index()][v] = mean(cell, 0) - mean(cell, v);
            if (afterwards == Afterwards::drifts_to_control) lost[cell.index()][v] = mean({Arm::control, cell.booster}, v) - mean(cell, v);
        }
    }
    return lost;
}

}  // namespace detail

/// The trial without who is seen when.
///
/// @throws InvalidScenario with every fault, including moments that no latent distribution has
/// @complexity milliseconds to some tens of them
inline PreparedTrial prepare_course(const Scenario& scenario) {
    if (std::vector<Fault> found = faults(scenario); !found.empty()) throw InvalidScenario(std::move(found));
    const Mechanism& nature = scenario.mechanism;
    const Design& design = scenario.design;
    PreparedTrial trial{.design = design,
                        .outcome = nature.outcome.prepare(design, nature.therapists ? variance_share(*nature.therapists) : PerArm<double>{})};
    if (!nature.covariates.empty()) trial.covariates = prepare(nature.covariates, trial.outcome, design);
    if (!nature.secondary_outcomes.empty()) trial.secondary_outcomes = prepare(nature.secondary_outcomes, trial.outcome, design);
    trial.never_starting = nature.never_starting;
    if (nature.therapists) trial.therapists.emplace(*nature.therapists, design);
    if (nature.attendance) trial.attendance.emplace(*nature.attendance);
    if (nature.boosters) trial.boosters.emplace(*nature.boosters, design);
    if (!nature.adverse_events.empty()) trial.adverse_events.emplace(nature.adverse_events, design);
    for (const AdverseEventModel& model : nature.adverse_events) trial.adverse_event_terms.push_back(model.term);
    if (nature.discontinuation) {
        trial.discontinuing.emplace(*nature.discontinuation, design);
        trial.lost_benefit = detail::lost_benefit(trial.outcome, design, nature.discontinuation->afterwards);
    }
    trial.reporting = nature.reporting;
    if (nature.target_population) trial.target_population = prepare(*nature.target_population, trial.covariates, trial.outcome);
    return trial;
}

}  // namespace equipoise
