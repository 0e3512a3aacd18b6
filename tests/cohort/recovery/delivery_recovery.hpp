#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <variant>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// Allocation, starting, attendance and boosters.
class DeliveryRecovery {
public:
    DeliveryRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t batches)
        : scenario_(scenario), trial_(trial), treated_(batches), never_(shares(batches)), sessions_(never_), boosted_(never_), return_(never_), more_(never_), extra_(never_) {}

    void record(const Simulated& one) {
        const Arm arm = one.cell.arm;
        const std::size_t i = one.at.participant;
        treated_.add(one.batch, arm == Arm::treatment);
        boosted_[arm].add(one.batch, one.cell.booster);
        never_[arm].add(one.batch, !one.started);
        if (trial_.attendance && one.started) sessions_[arm].add(one.batch, static_cast<double>(one.data.sessions[i]));
        if (trial_.boosters && one.started && one.cell.booster) record_boosters(one, one.data.booster_sessions[i]);
    }

    void report(Report& found) const {
        const Mechanism& nature = scenario_.mechanism;
        if (std::holds_alternative<SimpleAllocation>(scenario_.design.allocation)) {
            found.push_back({"share allocated to treatment", share_of(scenario_.design.allocation, Arm::treatment), treated_.mean(), 0});
        }
        for (const Arm arm : both_arms) {
            const std::string of = ", " + words(Cell{arm, false});
            if (const auto& plan = scenario_.design.boosters; plan && !std::holds_alternative<PermutedBlocks>(scenario_.design.allocation)) {
                found.push_back({"share allocated to boosters" + of, plan->share, boosted_[arm].mean(), 0});
            }
            if (nature.never_starting) found.push_back({"share that never starts" + of, nature.never_starting->share[arm], never_[arm].mean(), 0});
            if (nature.attendance) report_attendance(*nature.attendance, arm, found);
            if (nature.boosters) report_boosters(*nature.boosters, arm, found);
        }
        if (nature.boosters) found.push_back({"log odds ratio of needing more", std::log(nature.boosters->odds_ratio), log_odds_ratio(more_.control, more_.treatment), 0});
    }

private:
    /// Of those still in the trial and on treatment when they are told.
    void record_boosters(const Simulated& one, double sessions) {
        const std::size_t first = trial_.boosters->first_visit();
        if (one.observation.visits_seen < first || one.course.treated_visits <= first) return;
        return_[one.cell.arm].add(one.batch, sessions > 0);
        if (sessions > 0) more_[one.cell.arm].add(one.batch, sessions > 1);
        if (sessions > 1) extra_[one.cell.arm].add(one.batch, sessions);
    }

    void report_attendance(const Attendance& stated, Arm arm, Report& found) const {
        const auto m = static_cast<double>(stated.sessions);
        const double p = stated.probability[arm];
        const std::string of = " of sessions attended, " + words(Cell{arm, false});
        found.push_back({"mean" + of, m * p, sessions_[arm].mean(), 0});
        found.push_back({"SD" + of, std::sqrt(m * p * (1 - p) * (1 + (m - 1) * stated.overdispersion)), sessions_[arm].sd(), 0});
    }

    void report_boosters(const BoosterDelivery& stated, Arm arm, Report& found) const {
        const std::string of = ", " + words(Cell{arm, false});
        const double odds = stated.needs_more / (1 - stated.needs_more) * stated.odds_ratio;
        found.push_back({"share returning for boosters" + of, stated.first_return[arm], return_[arm].mean(), 0});
        found.push_back({"share needing more" + of, arm == Arm::treatment ? stated.needs_more : odds / (1 + odds), more_[arm].mean(), 0});
        found.push_back({"mean sessions of those who need more" + of, (2 + static_cast<double>(stated.most_sessions)) / 2, extra_[arm].mean(), 0});
    }

    const Scenario& scenario_;
    const PreparedTrial& trial_;
    JointSums treated_;
    Shares never_;
    Shares sessions_;
    Shares boosted_;
    Shares return_;
    Shares more_;
    Shares extra_;
};

}  // namespace recovery
