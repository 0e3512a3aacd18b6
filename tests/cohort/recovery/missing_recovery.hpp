#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// Who leaves, of those still in, and who misses a visit, of those who stay: among those who start.
class MissingRecovery {
public:
    MissingRecovery(const Scenario& scenario, const PreparedTrial&, std::size_t batches)
        : nature_(scenario.mechanism), visits_(scenario.design.visits.count()), leaving_(shares(batches, visits_)), missing_(leaving_) {}

    void record(const Simulated& one) {
        if (!one.started) return;
        for (std::size_t v = 1; v < visits_ && v <= one.observation.visits_seen; ++v) {
            const bool leaves = one.observation.visits_seen == v;
            leaving_[v][one.cell.arm].add(one.batch, leaves);
            if (!leaves) missing_[v][one.cell.arm].add(one.batch, !one.observation.at(v));
        }
    }

    void report(Report& found) const {
        const bool logistic = std::holds_alternative<LogisticDropout>(nature_.dropout.kind());
        for (const Arm arm : both_arms) {
            for (std::size_t v = 1; v < visits_; ++v) {
                found.push_back({words("share leaving", arm, v), leaving(arm, v), leaving_[v][arm].mean(), logistic ? calibrated : 0});
                const double missing = nature_.intermittent ? nature_.intermittent->missing[arm][v - 1] : 0;
                const bool solved = nature_.intermittent && has_slopes(*nature_.intermittent, arm);
                found.push_back({words("share missing", arm, v), missing, missing_[v][arm].mean(), solved ? calibrated : 0});
            }
        }
    }

private:
    double leaving(Arm arm, std::size_t v) const {
        const AnyDropout::Kind& kind = nature_.dropout.kind();
        if (const auto* constant = std::get_if<ConstantDropout>(&kind)) return constant->per_visit[arm];
        if (const auto* random = std::get_if<DropoutCompletelyAtRandom>(&kind)) return random->leaving[arm][v - 1];
        if (const auto* logistic = std::get_if<LogisticDropout>(&kind)) return logistic->leaving[arm][v - 1];
        return 0;
    }

    const Mechanism& nature_;
    std::size_t visits_;
    std::vector<Shares> leaving_;
    std::vector<Shares> missing_;
};

/// When participants come and are seen.
class TimingRecovery {
public:
    TimingRecovery(const Scenario& scenario, const PreparedTrial&, std::size_t batches)
        : design_(scenario.design), gaps_(batches), weeks_(batches, scenario.design.visits.count()) {}

    void record(const Simulated& one) {
        const std::size_t i = one.at.participant;
        if (design_.recruitment) gaps_.add(one.batch, one.data.enrolment_weeks[i] - (i == 0 ? 0.0 : one.data.enrolment_weeks[i - 1]));
        if (design_.visits.window_weeks.empty()) return;
        Trajectory late{};
        for (std::size_t v = 0; v < design_.visits.count(); ++v) late[v] = one.data.outcomes[0].weeks[v * one.data.participants() + i] - design_.visits.weeks[v];
        weeks_.add(one.batch, std::span(late).first(design_.visits.count()));
    }

    void report(Report& found) const {
        if (design_.recruitment && design_.recruitment->pattern == ArrivalPattern::poisson) {
            const double gap = weeks_per_month / design_.recruitment->per_month;
            found.push_back({"mean time between enrolments", gap, gaps_.mean(), 0});
            found.push_back({"SD of the time between enrolments", gap, gaps_.sd(), 0});
        }
        for (std::size_t v = 1; v < design_.visits.window_weeks.size(); ++v) {
            found.push_back({"mean lateness of visit " + std::to_string(v), 0, weeks_.mean(v), 0});
            found.push_back({"SD of the lateness of visit " + std::to_string(v), design_.visits.window_weeks[v] / std::sqrt(3), weeks_.sd(v), 0});
        }
    }

private:
    const Design& design_;
    JointSums gaps_;
    JointSums weeks_;
};

}  // namespace recovery
