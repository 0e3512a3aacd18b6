#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// Adverse events in the courses of all, and stopping the treatment: each reason among those whom it can befall.
class EventRecovery {
public:
    EventRecovery(const Scenario& scenario, const PreparedTrial&, std::size_t batches)
        : models_(scenario.mechanism.adverse_events), stops_(scenario.mechanism.discontinuation), weeks_(scenario.design.visits.weeks), happens_(shares(batches, models_.size())),
          week_(models_.size(), JointSums(batches)), severity_(models_.size(), std::vector<JointSums>(3, JointSums(batches))), after_event_(shares(batches)),
          lack_of_efficacy_(shares(batches)), administrative_(shares(batches, weeks_.size())) {}

    void record(const Simulated& one) {
        const AdverseEvents& events = one.course.adverse_events;
        for (std::size_t k = 0; k < models_.size(); ++k) {
            const auto* end = events.events.data() + events.count;
            const auto* event = std::find_if(events.events.data(), end, [&](const AdverseEvent& e) { return e.term == k; });
            happens_[k][one.cell.arm].add(one.batch, event != end);
            if (event == end) continue;
            week_[k].add(one.batch, event->week);
            for (std::size_t s = 0; s < 3; ++s) severity_[k][s].add(one.batch, static_cast<std::size_t>(event->severity) == s);
        }
        for (std::size_t v = 1; stops_ && v < weeks_.size() && v <= one.course.treated_visits; ++v) record_stop(one, v);
    }

    void report(Report& found) const {
        for (std::size_t k = 0; k < models_.size(); ++k) {
            const AdverseEventModel& model = models_[k];
            for (const Arm arm : both_arms) found.push_back({"probability of " + model.term + ", " + words(Cell{arm, false}), model.probability[arm], happens_[k][arm].mean(), 0});
            found.push_back({"mean onset of " + model.term, (model.from_week + model.to_week.value_or(weeks_.back())) / 2, week_[k].mean(), 0});
            for (std::size_t s = 0; s < 3; ++s) found.push_back({"share of severity " + std::to_string(s) + " of " + model.term, model.severity[s], severity_[k][s].mean(), 0});
        }
        for (const Arm arm : both_arms) report_stops(arm, found);
    }

private:
    void record_stop(const Simulated& one, std::size_t v) {
        const Arm arm = one.cell.arm;
        const bool now = one.course.treated_visits == v;
        const auto because = [&](DiscontinuationReason reason) { return now && one.course.discontinuation == reason; };
        if (event_before(one, v)) after_event_[arm].add(one.batch, because(DiscontinuationReason::adverse_event));
        if (because(DiscontinuationReason::adverse_event)) return;
        const double change = one.course.reported[v - 1] - one.course.reported[0];
        const bool lacks = (stops_->change_above && change > *stops_->change_above) || (stops_->change_below && change < *stops_->change_below);
        if (v > 1 && lacks) lack_of_efficacy_[arm].add(one.batch, because(DiscontinuationReason::lack_of_efficacy));
        if (because(DiscontinuationReason::lack_of_efficacy)) return;
        administrative_[v][arm].add(one.batch, because(DiscontinuationReason::administrative));
    }

    /// Since the visit before.
    bool event_before(const Simulated& one, std::size_t v) const {
        const double since = v == 1 ? -1 : weeks_[v - 1];
        bool any = false;
        for (std::size_t e = 0; e < one.course.adverse_events.count; ++e) {
            const double week = one.course.adverse_events.events[e].week;
            any = any || (week >= since && week < weeks_[v]);
        }
        return any;
    }

    void report_stops(Arm arm, Report& found) const {
        if (!stops_) return;
        const std::string of = ", " + words(Cell{arm, false});
        if (after_event_[arm].count() > 0) found.push_back({"share stopping after an adverse event" + of, stops_->after_adverse_event[arm], after_event_[arm].mean(), 0});
        if (lack_of_efficacy_[arm].count() > 0) found.push_back({"share stopping for lack of efficacy" + of, stops_->lack_of_efficacy[arm], lack_of_efficacy_[arm].mean(), 0});
        for (std::size_t v = 1; v < weeks_.size(); ++v) {
            found.push_back({words("share stopping for administrative reasons", arm, v), stops_->administrative[arm][v - 1], administrative_[v][arm].mean(), 0});
        }
    }

    const std::vector<AdverseEventModel>& models_;
    const std::optional<Discontinuing>& stops_;
    const std::vector<double>& weeks_;
    std::vector<Shares> happens_;
    std::vector<JointSums> week_;
    std::vector<std::vector<JointSums>> severity_;
    Shares after_event_;
    Shares lack_of_efficacy_;
    std::vector<Shares> administrative_;
};

}  // namespace recovery
