#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/observation.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>

namespace recovery {

using namespace equipoise;

/// One simulated participant: what an analyst sees, and what nature knows.
struct Simulated {
    std::size_t batch;
    ParticipantAddress at;
    Cell cell;
    const TrialData& data;
    const Enrolled& who;
    const Course& course;
    const Observation& observation;
    bool started;
    std::vector<Trajectory> secondary;  ///< values, seen or not

    bool plain_control() const { return cell == Cell{Arm::control, false}; }
};

inline std::string words(Cell cell) {
    return std::string(cell.arm == Arm::control ? "control" : "treatment") + (cell.booster ? " with boosters" : "");
}

inline std::string words(const std::string& what, Arm arm, std::size_t visit) { return what + ", " + words(Cell{arm, false}) + ", visit " + std::to_string(visit); }

/// Whether scores are latent values, so that stated moments are of both.
inline bool shows_latent(const RepeatedMeasures& outcome) {
    return shows_latent_values(outcome.scale, eligibility(outcome.scale, outcome.baseline_minimum).score);
}

/// The mean that is stated for a cell.
inline double stated_mean(const RepeatedMeasures& outcome, Cell cell, std::size_t visit) {
    const std::vector<double>& boosted = outcome.booster_effect[cell.arm];
    return outcome.mean[cell.arm][visit] + (cell.booster && !boosted.empty() ? boosted[visit] : 0.0);
}

}  // namespace recovery
