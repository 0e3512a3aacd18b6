#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/randomisation_list.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// What an analyst may know of every trial of a scenario before seeing one.
inline TrialShape shape_of(const Design& design, const std::string& outcome) {
    TrialShape shape;
    for (std::size_t v = 0; v < design.visits.count(); ++v) shape.visits.push_back(design.visits.label(v));
    shape.outcomes.push_back(outcome);
    return shape;
}

inline TrialShape shape_of(const PreparedTrial& trial) { return shape_of(trial.design, trial.outcome.name()); }

/// Runs simulated trials of one scenario, one after another in the same memory. Each thread owns one.
///
/// The course of a trial: enrol, randomise, treat, observe, drop out. Every replicate can be drawn alone and in any order.
///
/// @verified tests/cohort/simulate_trial_test.cpp
class TrialSimulator {
public:
    /// @param trial  outlives the simulator
    explicit TrialSimulator(const PreparedTrial& trial) : trial_(&trial), list_(trial.design) {
        const std::size_t participants = trial.design.participants;
        const Visits& visits = trial.design.visits;
        data_.arm.resize(participants);
        data_.booster.resize(participants);
        OutcomeColumns columns{.name = trial.outcome.name(), .visits = visits.count(), .scores = std::vector<double>(visits.count() * participants)};
        for (const double week : visits.weeks) columns.weeks.insert(columns.weeks.end(), participants, week);
        data_.outcomes.push_back(std::move(columns));
    }

    /// One trial, as an analyst sees it.
    ///
    /// @returns    the data; valid until the next call
    /// @throws     what a user's own outcome or dropout throws
    /// @complexity O(participants x visits^2); allocates nothing
    const TrialData& operator()(const StudyKey& key, std::uint64_t replicate) {
        const std::span<const Cell> cells = list_.draw(Stream(key, replicate, {Layer::allocation}));
        for (std::size_t i = 0; i < cells.size(); ++i) observe(i, simulate_participant(*trial_, key, replicate, i, cells[i]));
        return data_;
    }

private:
    void observe(std::size_t i, const Participant& participant) {
        data_.arm[i] = participant.cell.arm;
        data_.booster[i] = participant.cell.booster ? 1 : 0;
        OutcomeColumns& columns = data_.outcomes.front();
        double* score = columns.scores.data() + i;
        for (std::size_t v = 0; v < columns.visits; ++v, score += data_.arm.size()) {
            *score = v < participant.visits_seen ? participant.scores[v] : missing;
        }
    }

    const PreparedTrial* trial_;
    RandomisationList list_;
    TrialData data_{};
};

}  // namespace equipoise
