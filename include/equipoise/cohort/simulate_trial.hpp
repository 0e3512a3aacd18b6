#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/allocation_factors.hpp>
#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/empty_trial.hpp>
#include <equipoise/cohort/outcome_by_columns.hpp>
#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/enrolment_times.hpp>
#include <equipoise/design/randomisation_list.hpp>
#include <equipoise/design/visit_timing.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// Runs simulated trials of one scenario, one after another in the same memory. Each thread owns one.
///
/// The course of a trial: enrol, randomise, treat, observe, drop out. Every replicate can be drawn alone and in any order.
///
/// @verified tests/cohort/simulate_trial_test.cpp
class TrialSimulator {
public:
    /// @param trial  outlives the simulator
    /// @param read   what is looked at: scores of secondary outcomes and covariates that are not, by a mechanism either, are missing, and visits are at their
    ///               nominal weeks. It changes nothing else, since each has numbers of its own.
    explicit TrialSimulator(const PreparedTrial& trial, const DataRead& read = {})
        : trial_(&trial), list_(trial.design), times_(trial.design), factors_(trial), data_(empty_trial(trial)) {
        for (std::size_t k = 0; k < trial.secondary_outcomes.size(); ++k) {
            if (read.outcome(k + 1)) {
                secondary_.push_back(k);
            } else {
                std::ranges::fill(data_.outcomes[k + 1].scores, missing);
            }
        }
        for (std::size_t k = 0; k < data_.covariates.size(); ++k) {
            covariates_[k] = read.covariate(k) || trial.covariates.modifies_effect(k) || factors_.look_at(data_.covariates[k].name);
            if (!covariates_[k]) std::ranges::fill(data_.covariates[k].values, missing);
        }
        vary_weeks_ = read.weeks() && !trial.design.visits.window_weeks.empty();
        if (const auto* known = trial.outcome.repeated_measures()) normals_.resize(known->visits() * trial.design.participants);
        if (trial.uneventful() && secondary_.empty() && covariates_.none()) {
            columns_ = OutcomeByColumns::of(trial);
        } else {
            enrolled_.resize(trial.design.participants);
        }
    }

    /// One trial, as it was observed.
    ///
    /// @returns    the data; valid until the next call
    /// @throws     what a user's own outcome or dropout throws
    /// @complexity O(participants x visits^2); allocates nothing
    const TrialData& operator()(const StudyKey& key, std::uint64_t replicate) {
        const auto arrivals = times_.draw(Stream(key, replicate, {Layer::recruitment}));
        std::copy(arrivals.begin(), arrivals.end(), data_.enrolment_weeks.begin());
        if (!normals_.empty()) trial_->outcome.repeated_measures()->fill_normals(key, replicate, normals_);
        for (std::size_t i = 0; i < enrolled_.size(); ++i) enrol_participant(i, {key, replicate, i});
        const Stream chance(key, replicate, {Layer::allocation});
        const std::span<const Cell> cells = factors_.count() == 0 ? list_.draw(chance) : list_.draw(chance, factors_.classes(data_, key, replicate));
        std::ranges::transform(cells, data_.arm.data(), [](Cell cell) { return cell.arm; });
        std::ranges::transform(cells, data_.booster.data(), [](Cell cell) { return static_cast<std::uint8_t>(cell.booster); });
        data_.adverse_events.clear();
        if (columns_) {
            (*columns_)(key, replicate, normals_, data_);
        } else {
            for (std::size_t i = 0; i < cells.size(); ++i) follow(cells[i], {key, replicate, i});
        }
        if (vary_weeks_) {
            for (std::size_t i = 0; i < cells.size(); ++i) time_visits(i, Stream(key, replicate, {Layer::visit_timing}, i));
        }
        return data_;
    }

private:
    void enrol_participant(std::size_t i, const ParticipantAddress& at) {
        enrolled_[i] = enrol(*trial_, outcome_normals(at), at, covariates_);
        for (std::size_t k = 0; k < data_.covariates.size(); ++k) data_.covariates[k].values[i] = enrolled_[i].covariates[k];
    }

    /// Those of one participant, out of the columns.
    OutcomeNormals outcome_normals(const ParticipantAddress& at) const {
        OutcomeNormals found{};
        const auto* known = trial_->outcome.repeated_measures();
        if (known == nullptr) return found;
        for (std::size_t v = 0; v < known->visits(); ++v) found[v] = normals_[v * data_.participants() + at.participant];
        found.back() = known->class_draw(at.key, at.replicate, at.participant);
        return found;
    }

    void follow(Cell cell, const ParticipantAddress& at) {
        const std::size_t i = at.participant;
        if (enrolled_.empty()) {
            const Participant participant = simulate_participant(*trial_, at.key, at.replicate, i, cell);
            return record(data_.outcomes.front(), i, participant.scores, participant.seen);
        }
        const Course course = course_of(*trial_, enrolled_[i], cell, at);
        const Observation observation = observed(*trial_, cell, course, at);
        const bool started = starts(*trial_, cell.arm, at);
        record(data_.outcomes.front(), i, course.reported, observation.seen);
        for (const std::size_t k : secondary_) {
            const PreparedSecondaryOutcome& secondary = trial_->secondary_outcomes[k];
            const std::uint32_t seen = secondary.measured_at_baseline() ? observation.seen : observation.seen & ~1U;
            record(data_.outcomes[k + 1], i, secondary(cell, enrolled_[i].normals, at.key, at.replicate, i), seen);
        }
        if (!data_.started.empty()) data_.started[i] = started ? 1 : 0;
        if (!data_.therapist.empty()) data_.therapist[i] = started ? course.therapist : no_therapist;
        if (!data_.sessions.empty()) data_.sessions[i] = started ? course.sessions : 0;
        if (!data_.booster_sessions.empty()) data_.booster_sessions[i] = came_for_boosters(observation) ? course.booster_sessions : 0;
        if (!data_.treated_visits.empty()) report_discontinuation(i, course, observation);
        report_events(course, started, observation);
    }

    /// Boosters are given after a visit, to those who are still in the trial then.
    bool came_for_boosters(const Observation& observation) const {
        return trial_->boosters && observation.visits_seen >= trial_->boosters->first_visit();
    }

    /// What happens after a participant has left is not known.
    void report_discontinuation(std::size_t i, const Course& course, const Observation& observation) {
        const bool known = course.treated_visits <= observation.visits_seen && course.discontinuation != DiscontinuationReason::none;
        data_.treated_visits[i] = static_cast<std::uint8_t>(known ? course.treated_visits : trial_->design.visits.count());
        data_.discontinuation[i] = known ? course.discontinuation : DiscontinuationReason::none;
    }

    void report_events(const Course& course, bool started, const Observation& observation) {
        const Visits& visits = trial_->design.visits;
        for (std::size_t e = 0; started && e < course.adverse_events.count; ++e) {
            const AdverseEvent& event = course.adverse_events.events[e];
            if (observation.visits_seen < visits.count() && !(event.week < visits.weeks[observation.visits_seen])) break;
            data_.adverse_events.push_back(event);
        }
    }

    void record(OutcomeColumns& columns, std::size_t i, const Trajectory& scores, std::uint32_t seen) {
        double* score = columns.scores.data() + i;
        for (std::size_t v = 0; v < columns.visits; ++v, score += data_.arm.size()) *score = ((seen >> v) & 1U) != 0 ? scores[v] : missing;
    }

    void time_visits(std::size_t i, Stream chance) {
        const auto weeks = observation_weeks(trial_->design.visits, chance);
        for (OutcomeColumns& columns : data_.outcomes) {
            for (std::size_t v = 0; v < columns.visits; ++v) columns.weeks[v * data_.arm.size() + i] = weeks[v];
        }
    }

    const PreparedTrial* trial_;
    RandomisationList list_;
    EnrolmentTimes times_;
    AllocationFactors factors_;
    TrialData data_;
    std::vector<std::size_t> secondary_{};  ///< outcomes that somebody looks at
    SomeCovariates covariates_{};           ///< that somebody looks at
    bool vary_weeks_ = false;
    std::vector<double> normals_{};               ///< behind the outcome, visits x participants; the library's outcome only
    std::optional<OutcomeByColumns> columns_{};  ///< where nothing but an outcome is looked at, and it can be drawn so
    std::vector<Enrolled> enrolled_{};  ///< of all participants; empty if nothing but their outcome is looked at
};

}  // namespace equipoise
