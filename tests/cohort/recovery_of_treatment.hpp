#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "recovery_of_outcomes.hpp"

namespace recovery {

/// Whether something happens, by arm.
using Shares = PerArm<JointSums>;

inline Shares shares(std::size_t batches) { return {JointSums(batches), JointSums(batches)}; }
inline std::vector<Shares> shares(std::size_t batches, std::size_t n) { return std::vector<Shares>(n, shares(batches)); }

/// Therapists: caseloads, and what patients of one therapist have in common, in an arm and across arms: the covariance of their scores over the
/// latent variance, where the scale has no bounds (rounding adds nothing to covariances, and who is eligible has nothing to do with therapists).
class TherapistRecovery {
public:
    TherapistRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t batches)
        : stated_(scenario.mechanism.therapists), outcome_(trial.outcome), visits_(scenario.design.visits.count()),
          unbounded_(!bounded_below(scale()) && !bounded_above(scale()) && outcome_.mean_score({}, 0)) {
        if (!stated_) return;
        for (const Arm arm : both_arms) {
            patients_[arm] = std::vector<JointSums>(stated_->number[arm], JointSums(batches));
            sums_[arm].resize(stated_->number[arm]);
            within_[arm] = std::vector<PairSums>(visits_, PairSums(batches));
        }
        across_ = within_.control;
    }

    void record(const Simulated& one) {
        if (!stated_ || stated_->number[one.cell.arm] == 0) return;
        const Arm arm = one.cell.arm;
        const std::size_t j = one.course.therapist - (stated_->layout == TherapistLayout::crossed || arm == Arm::control ? 0 : stated_->number.control);
        for (std::size_t k = 0; k < patients_[arm].size(); ++k) patients_[arm][k].add(one.batch, k == j);
        Sums& sums = sums_[arm].at(j);
        ++sums.number;
        for (std::size_t v = 1; unbounded_ && v < visits_; ++v) {
            const double z = (one.course.undisturbed[v] - *outcome_.mean_score(one.cell, v)) / outcome_.repeated_measures()->latent(one.cell).visits[v].sd;
            sums.sum[v] += z;
            sums.square[v] += z * z;
        }
    }

    void end_of_replicate(std::size_t batch) {
        if (!stated_) return;
        for (std::size_t v = 1; v < visits_; ++v) {
            for (const Arm arm : both_arms) {
                for (const Sums& s : sums_[arm]) within_[arm][v].add(batch, (s.sum[v] * s.sum[v] - s.square[v]) / 2, s.number * (s.number - 1) / 2);
            }
            for (std::size_t j = 0; crossed() && j < sums_.control.size(); ++j) {
                const Sums& control = sums_.control[j];
                const Sums& treatment = sums_.treatment[j];
                across_[v].add(batch, control.sum[v] * treatment.sum[v], control.number * treatment.number);
            }
        }
        for (const Arm arm : both_arms) sums_[arm].assign(sums_[arm].size(), Sums{});
    }

    void report(Report& found) const {
        if (!stated_) return;
        for (const Arm arm : both_arms) {
            report_caseload(arm, found);
            for (std::size_t v = 1; unbounded_ && stated_->number[arm] > 0 && v < visits_; ++v) {
                found.push_back({words("intraclass correlation", arm, v), stated_->icc + stated_->icc_by_arm, within_[arm][v].mean(), 0});
            }
        }
        for (std::size_t v = 1; unbounded_ && crossed() && v < visits_; ++v) {
            found.push_back({"intraclass correlation across arms, visit " + std::to_string(v), stated_->icc, across_[v].mean(), 0});
        }
    }

private:
    struct Sums {
        double number = 0;
        Trajectory sum{};
        Trajectory square{};
    };

    const Scale& scale() const { return outcome_.repeated_measures()->scale(); }
    bool crossed() const { return stated_->layout == TherapistLayout::crossed; }

    void report_caseload(Arm arm, Report& found) const {
        const std::vector<double>& load = stated_->caseload[arm];
        double total = 0;
        for (const double one : load) total += one;
        for (std::size_t j = 0; j < patients_[arm].size(); ++j) {
            const double share = load.empty() ? 1.0 / static_cast<double>(stated_->number[arm]) : load[j] / total;
            found.push_back({"caseload of therapist " + std::to_string(j) + ", " + words(Cell{arm, false}), share, patients_[arm][j].mean(), 0});
        }
    }

    const std::optional<Therapists>& stated_;
    const PreparedOutcome& outcome_;
    std::size_t visits_;
    bool unbounded_;
    PerArm<std::vector<JointSums>> patients_{};
    PerArm<std::vector<Sums>> sums_{};  ///< of the replicate, by therapist
    PerArm<std::vector<PairSums>> within_{};
    std::vector<PairSums> across_{};
};

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
                found.push_back({words("share missing", arm, v), missing, missing_[v][arm].mean(), nature_.intermittent && has_slopes(*nature_.intermittent, arm) ? calibrated : 0});
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

/// What has no chance in it, participant by participant: effects are those stated where scores are latent values, nothing acts where nothing
/// should, scores are on the scale and of those eligible, and analysts see what is seen.
class CertainRecovery {
public:
    CertainRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t)
        : scenario_(scenario), trial_(trial), outcome_(*scenario.mechanism.outcome.repeated_measures()), latent_(shows_latent(outcome_)) {}

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
        const double here = stated_mean(outcome_, one.cell, v);
        if (stated->afterwards == Afterwards::loses_benefit) return outcome_.mean.control[0] - here - modified;
        const std::vector<double>& weeks = scenario_.design.visits.weeks;
        const double since = weeks[v] - weeks[one.course.treated_visits - 1];
        const double part = stated->drift_weeks == 0 ? 1.0 : std::min(1.0, since / stated->drift_weeks);
        return part * (stated_mean(outcome_, {Arm::control, one.cell.booster}, v) - here - modified);
    }

    const Scenario& scenario_;
    const PreparedTrial& trial_;
    const RepeatedMeasures& outcome_;
    bool latent_;
    double worst_eligible_ = 0;
    double worst_at_baseline_ = 0;
    double worst_on_scale_ = 0;
    double worst_reported_ = 0;
    double worst_effect_ = 0;
    double wrongly_seen_ = 0;
};

}  // namespace recovery
