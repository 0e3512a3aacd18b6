#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <variant>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "covariate_recovery.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// What has no chance in it, participant by participant: effects are those stated where the scale has neither bounds nor steps, nothing acts where nothing
/// should, scores are on the scale and of those eligible, and analysts see what is seen.
class CertainRecovery {
public:
    CertainRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t)
        : scenario_(scenario), trial_(trial), outcome_(*scenario.mechanism.outcome.repeated_measures()),
          latent_(shows_latent_values(outcome_.scale, -std::numeric_limits<double>::infinity()) && trial.outcome.mean_score({}, 0)) {}

    void record(const Simulated& one) {
        const Course& course = one.course;
        worst_eligible_ = std::max(worst_eligible_, outcome_.baseline_minimum - course.scores[0]);
        worst_at_baseline_ = std::max({worst_at_baseline_, std::abs(course.scores[0] - course.undisturbed[0]), std::abs(course.reported[0] - course.scores[0])});
        for (std::size_t v = 0; v < trial_.design.visits.count(); ++v) {
            worst_on_scale_ = std::max(worst_on_scale_, std::abs(::equipoise::record(outcome_.scale, course.reported[v]) - course.reported[v]));
            record_seen(one, v);
            if (v == 0) continue;
            const double shift = trial_.reporting ? trial_.reporting->shift[one.cell.arm] : 0.0;
            if (latent_ || !trial_.reporting) worst_reported_ = std::max(worst_reported_, std::abs(course.reported[v] - course.scores[v] - shift));
            if (latent_ || !trial_.disturbed()) worst_effect_ = std::max(worst_effect_, std::abs(course.scores[v] - course.undisturbed[v] - effect(one, v)));
        }
    }

    void report(Report& found) const {
        found.push_back({"baseline scores below the minimum", 0, {std::max(0.0, worst_eligible_), 0}, 0});
        found.push_back({"effects at baseline", 0, {worst_at_baseline_, 0}, 0});
        found.push_back({"distance of scores from the scale", 0, {worst_on_scale_, 0}, 1e-9});
        found.push_back({"difference between reported and true scores, less the shift", 0, {worst_reported_, 0}, 1e-9});
        found.push_back({"difference between disturbed and undisturbed scores, less the stated effects", 0, {worst_effect_, 0}, 1e-9});
        found.push_back({"values seen that are not those of the course, or should not be seen", 0, {wrongly_seen_, 0}, 0});
    }

private:
    void record_seen(const Simulated& one, std::size_t v) {
        const auto right = [&](std::size_t outcome, double value, bool seen) {
            const double score = one.data.score(outcome, v, one.at.participant);
            return seen ? score == value : std::isnan(score);
        };
        if (!right(0, one.course.reported[v], one.observation.at(v))) wrongly_seen_ += 1;
        for (std::size_t k = 0; k < one.secondary.size(); ++k) {
            const bool measured = v > 0 || scenario_.mechanism.secondary_outcomes[k].measured_at_baseline;
            if (!right(k + 1, one.secondary[k][v], measured && one.observation.at(v))) wrongly_seen_ += 1;
        }
    }

    /// What is stated to be added at a visit after baseline.
    double effect(const Simulated& one, std::size_t v) const {
        const double modified = modification(one, v);
        return modified + attendance(one) + inexperience(one) + events(one, v) + boosters(one, v) + off_treatment(one, v, modified);
    }

    double attendance(const Simulated& one) const {
        const auto& stated = scenario_.mechanism.attendance;
        if (!stated) return 0;
        return stated->effect_per_session[one.cell.arm] * (one.course.sessions - static_cast<double>(stated->sessions) * stated->probability[one.cell.arm]);
    }

    double inexperience(const Simulated& one) const {
        const auto& stated = scenario_.mechanism.therapists;
        const Arm arm = one.cell.arm;
        if (!stated || stated->number[arm] == 0) return 0;
        const std::size_t first = stated->layout == TherapistLayout::crossed || arm == Arm::control ? 0 : stated->number.control;
        double share = 1.0 / static_cast<double>(stated->number[arm]);
        if (const std::vector<double>& load = stated->caseload[arm]; !load.empty()) {
            double total = 0;
            for (const double each : load) total += each;
            share = load[one.course.therapist - first] / total;
        }
        const double treated_before = static_cast<double>(one.at.participant) * share_of(scenario_.design.allocation, arm) * share;
        return stated->learning[arm] * std::exp2(-treated_before / stated->half_learnt_after);
    }

    double events(const Simulated& one, std::size_t v) const {
        double sum = 0;
        for (std::size_t e = 0; e < one.course.adverse_events.count; ++e) {
            const AdverseEvent& event = one.course.adverse_events.events[e];
            const AdverseEventModel& model = scenario_.mechanism.adverse_events[event.term];
            const double since = scenario_.design.visits.weeks[v] - event.week;
            if (since >= 0 && since < model.lasting_weeks) sum += model.effect[static_cast<std::size_t>(event.severity)];
        }
        return sum;
    }

    double modification(const Simulated& one, std::size_t v) const {
        if (one.cell.arm == Arm::control) return 0;
        double sum = 0;
        for (std::size_t k = 0; k < scenario_.mechanism.covariates.size(); ++k) {
            const CovariateModel& model = scenario_.mechanism.covariates[k];
            if (model.effect_modification.empty()) continue;
            const double value = CovariateRecovery::stated_value(one.data.covariates[k], one.at.participant, model);
            const auto of = [&](const auto& stated) {
                if constexpr (requires { stated.proportions; }) {
                    double added = model.effect_modification[static_cast<std::size_t>(value)][v];
                    for (std::size_t level = 0; level < stated.levels.size(); ++level) added -= stated.proportions[level] * model.effect_modification[level][v];
                    return added;
                } else {
                    return model.effect_modification[0][v] * (value - stated.mean);
                }
            };
            sum += std::visit(of, model.distribution);
        }
        return sum;
    }

    double boosters(const Simulated& one, std::size_t v) const {
        const auto& stated = scenario_.mechanism.boosters;
        if (!stated || !one.cell.booster || v <= scenario_.design.boosters->told_after_visit) return 0;
        return stated->effect_per_session[one.cell.arm] * one.course.booster_sessions;
    }

    double off_treatment(const Simulated& one, std::size_t v, double modified) const {
        const auto& stated = scenario_.mechanism.discontinuation;
        if (!stated || v < one.course.treated_visits || stated->afterwards == Afterwards::keeps_benefit) return 0;
        const double here = *trial_.outcome.mean_score(one.cell, v);
        if (stated->afterwards == Afterwards::loses_benefit) return *trial_.outcome.mean_score(one.cell, 0) - here - modified;
        const std::vector<double>& weeks = scenario_.design.visits.weeks;
        const double since = weeks[v] - weeks[one.course.treated_visits - 1];
        const double part = stated->drift_weeks == 0 ? 1.0 : std::min(1.0, since / stated->drift_weeks);
        return part * (*trial_.outcome.mean_score({Arm::control, one.cell.booster}, v) - here - modified);
    }

    const Scenario& scenario_;
    const PreparedTrial& trial_;
    const RepeatedMeasures& outcome_;
    bool latent_;  ///< whether effects on latent values are effects on scores
    double worst_eligible_ = 0;
    double worst_at_baseline_ = 0;
    double worst_on_scale_ = 0;
    double worst_reported_ = 0;
    double worst_effect_ = 0;
    double wrongly_seen_ = 0;
};

}  // namespace recovery
