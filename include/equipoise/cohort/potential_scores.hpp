#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/estimand_scores.hpp>
#include <equipoise/cohort/mean_contrasts.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/address.hpp>

namespace equipoise {

/// What the score of each of many participants would be at a visit in each cell, under the estimand's strategy.
struct PotentialScores {
    double booster_share = 0;
    std::vector<double> baseline{};                           ///< of each participant; `missing` if the outcome is not measured there
    std::array<std::vector<double>, cell_count> scores{};  ///< by cell; empty with boosters if they change nothing

    std::size_t participants() const { return baseline.size(); }
    bool has_boosters() const { return !scores[Cell{Arm::control, true}.index()].empty(); }

    /// A quantity of a participant's baseline and score in an arm, boosters at their share.
    template <class Quantity>
    double in_arm(Arm arm, std::size_t participant, const Quantity& quantity) const {
        const double without = quantity(baseline[participant], scores[Cell{arm, false}.index()][participant]);
        if (!has_boosters()) return without;
        return (1 - booster_share) * without + booster_share * quantity(baseline[participant], scores[Cell{arm, true}.index()][participant]);
    }

    /// The same of changes from baseline.
    PotentialScores changes() const {
        PotentialScores found = *this;
        for (std::vector<double>& of_cell : found.scores) {
            for (std::size_t i = 0; i < of_cell.size(); ++i) of_cell[i] -= baseline[i];
        }
        return found;
    }

    /// Whether nobody's score would be another in the other arm.
    bool same_in_both_arms() const {
        return scores[Cell{Arm::control, false}.index()] == scores[Cell{Arm::treatment, false}.index()] &&
               scores[Cell{Arm::control, true}.index()] == scores[Cell{Arm::treatment, true}.index()];
    }
};

/// Simulates the potential outcomes of participants, those that the true values of means rest on.
///
/// @param key      of the study
/// @param outcome  index, 0 is the primary outcome
/// @param visits   at which scores are wanted, each 1 to the last
/// @returns        for each of them   @complexity O(participants x visits^2). @verified tests/cohort/truths_test.cpp
inline std::vector<PotentialScores> potential_scores(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key, std::size_t outcome,
                                                     std::span<const std::size_t> visits, std::uint64_t participants) {
    const StudyKey world = key.derived(detail::true_value_world);
    const bool boosters = outcome == 0 && trial.design.boosters.has_value();
    std::vector<PotentialScores> found(visits.size(), PotentialScores{.booster_share = boosters ? trial.design.boosters->share : 0.0});
    for (std::uint64_t i = 0; i < participants; ++i) {
        const ParticipantAddress at = detail::true_value_address(trial, world, i);
        const Enrolled who = enrol(trial, at);
        for (const Cell cell : all_cells) {
            if (cell.booster && !boosters) continue;
            Trajectory scores{};
            if (outcome == 0) {
                const Course course = course_of(trial, who, cell, at);
                scores[0] = course.scores[0];
                for (const std::size_t visit : visits) scores[visit] = estimand_score(course, estimand, visit);
            } else {
                scores = trial.secondary_outcomes[outcome - 1](cell, who.normals, at.key, at.replicate, at.participant);
            }
            for (std::size_t k = 0; k < visits.size(); ++k) {
                if (cell.index() == 0) found[k].baseline.push_back(scores[0]);
                found[k].scores[cell.index()].push_back(scores[visits[k]]);
            }
        }
    }
    return found;
}

}  // namespace equipoise
