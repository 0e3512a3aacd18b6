#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/arm_calibration.hpp>
#include <equipoise/mechanism/calibration_cohort.hpp>
#include <equipoise/mechanism/history_source.hpp>
#include <equipoise/mechanism/intermittent.hpp>
#include <equipoise/mechanism/prepared_dropout.hpp>
#include <equipoise/mechanism/prepared_intermittent.hpp>
#include <equipoise/random/address.hpp>

namespace equipoise {

/// Who leaves and who misses a visit, ready for use.
struct PreparedMissingness {
    PreparedDropout dropout;
    std::optional<PreparedIntermittent> intermittent;
};

namespace detail {

inline DropoutRates rates(const DropoutCompletelyAtRandom& dropout) {
    DropoutRates rates;
    for (const Arm arm : both_arms) {
        for (std::size_t k = 0; k < dropout.leaving[arm].size(); ++k) rates.before[arm][k + 1] = dropout.leaving[arm][k];
    }
    return rates;
}

/// A dropout mechanism with nothing to solve; a logistic one without its intercepts.
inline PreparedDropout as_stated(const AnyDropout& dropout) {
    if (const auto* rule = std::get_if<AnyDropout::AtRandom>(&dropout.kind())) return PreparedDropout(*rule);
    if (const auto* rule = std::get_if<AnyDropout::NotAtRandom>(&dropout.kind())) return PreparedDropout(*rule);
    if (const auto* random = std::get_if<DropoutCompletelyAtRandom>(&dropout.kind())) return PreparedDropout(rates(*random));
    if (std::holds_alternative<LogisticDropout>(dropout.kind())) return PreparedDropout(DropoutLogits{});
    DropoutRates constant_rates;
    if (const auto* constant = std::get_if<ConstantDropout>(&dropout.kind())) {
        for (const Arm arm : both_arms) constant_rates.before[arm].fill(constant->per_visit[arm]);
    }
    return PreparedDropout(constant_rates);
}

/// Solves the intercepts of dropout, of intermittent missingness or of both, arm by arm and visit by visit.
class MissingnessSolver {
public:
    MissingnessSolver(const AnyDropout& dropout, const IntermittentMissing* intermittent, const Design& design, const StudyKey& key)
        : logistic_(std::get_if<LogisticDropout>(&dropout.kind())),
          rule_(as_stated(dropout)),
          asked_(std::holds_alternative<AnyDropout::AtRandom>(dropout.kind()) || std::holds_alternative<AnyDropout::NotAtRandom>(dropout.kind())),
          intermittent_(intermittent),
          design_(design),
          key_(key) {}

    void solve(const CalibrationCohort& cohort, const std::vector<double>& sd, Arm arm) {
        ArmCalibration calibration(cohort, sd);
        for (std::size_t v = 1; v < design_.visits.count(); ++v) {
            if (!solve_leaving(calibration, arm, v) || !solve_missing(calibration, arm, v)) return;
        }
    }

    /// @throws InvalidScenario if a share cannot be had
    PreparedMissingness prepared() const {
        if (!faults_.empty()) throw InvalidScenario(faults_);
        PreparedMissingness ready{logistic_ != nullptr ? PreparedDropout(leaving_) : rule_, std::nullopt};
        if (intermittent_ != nullptr) ready.intermittent.emplace(missing_);
        return ready;
    }

private:
    bool solve_leaving(ArmCalibration& calibration, Arm arm, std::size_t v) {
        if (logistic_ != nullptr) {
            const auto logit = calibration.solve(log_odds(*logistic_, arm), logistic_->leaving[arm][v - 1], v);
            if (!logit) return unattainable("/mechanism/dropout/leaving/", arm, v, logistic_->leaving[arm][v - 1]);
            leaving_.before[arm][v] = *logit;
            calibration.leave();
        } else if (asked_) {
            calibration.ask(rule_, design_, arm, v);
            calibration.leave();
        }
        return true;  // completely random dropout leaves the others alike
    }

    bool solve_missing(ArmCalibration& calibration, Arm arm, std::size_t v) {
        if (intermittent_ == nullptr) {
            calibration.see_all(v);
            return true;
        }
        const LogOdds slopes = log_odds(*intermittent_, arm);
        const double share = intermittent_->missing[arm][v - 1];
        const auto logit = slopes == LogOdds{} ? calibration.at_random(share) : calibration.solve(slopes, share, v);
        if (!logit) return unattainable("/mechanism/intermittent/missing/", arm, v, share);
        missing_[arm][v] = *logit;
        calibration.miss(v, key_);
        return true;
    }

    bool unattainable(const std::string& at, Arm arm, std::size_t v, double share) {
        faults_.push_back({at + (arm == Arm::control ? "control/" : "treatment/") + std::to_string(v - 1),
                           "must be a share that some intercept gives with these log odds, but " + plain_number(share) + " cannot be had",
                           "use log odds nearer to 0"});
        return false;
    }

    const LogisticDropout* logistic_;
    PreparedDropout rule_;
    bool asked_;  ///< the rule is a user's, and looks at each participant
    const IntermittentMissing* intermittent_;
    const Design& design_;
    const StudyKey& key_;
    DropoutLogits leaving_{};
    PreparedIntermittent::Logits missing_{};
    std::vector<Fault> faults_{};
};

/// Intermittent missingness that needs no cohort; none if it does.
inline std::optional<PreparedIntermittent> in_closed_form(const IntermittentMissing& intermittent) {
    PreparedIntermittent::Logits logits{};
    for (const Arm arm : both_arms) {
        if (has_slopes(intermittent, arm)) return std::nullopt;
        for (std::size_t k = 0; k < intermittent.missing[arm].size(); ++k) {
            const double share = intermittent.missing[arm][k];
            if (share > 0) logits[arm][k + 1].intercept = portable::log(share / (1 - share));
        }
    }
    return PreparedIntermittent(logits);
}

}  // namespace detail

/// Prepares who leaves and who misses a visit: logistic intercepts are solved, visit by visit and arm by arm, so that the stated shares do.
///
/// On one cohort, shares are means of probabilities: share_v = sum w p / sum w, w being the probability of being still in the trial; w becomes
/// w (1 - p) where p is of leaving. Who misses a visit but stays is drawn for each member, since the last score seen depends on it. At each visit
/// the leaving comes first, then the missing among those who stay. Predictors are per SD, arms pooled (pooled_sd).
/// @param design        without faults
/// @param histories     the cohort, arm by arm
/// @param key           of the cohort's intermittent missingness (Layer::intermittent, one item for each visit)
/// @param participants  in the cohort; intercepts hit the shares in it to 1e-9; the shares among infinitely many differ from the stated ones by about
///                      sd(p) / sqrt(participants), 1e-4 where many are calibrated
/// @throws              InvalidScenario with every fault
/// @complexity          O(participants x visits) where something is logistic, about half a second. @verified tests/mechanism/intermittent_test.cpp
inline PreparedMissingness prepare(const AnyDropout& dropout, const std::optional<IntermittentMissing>& intermittent, const PreparedOutcome& outcome,
                                   const Design& design, const HistorySource& histories, const StudyKey& key = calibration_key,
                                   std::uint64_t participants = calibration_participants) {
    std::vector<Fault> found = dropout.faults(design);
    if (intermittent) {
        for (Fault& fault : faults(*intermittent, design)) found.push_back(std::move(fault));
    }
    if (!found.empty()) throw InvalidScenario(std::move(found));
    if (!std::holds_alternative<LogisticDropout>(dropout.kind())) {
        if (!intermittent) return {detail::as_stated(dropout), std::nullopt};
        if (auto closed = detail::in_closed_form(*intermittent)) return {detail::as_stated(dropout), std::move(closed)};
    }
    PerArm<detail::CalibrationCohort> cohort;
    for (const Arm arm : both_arms) cohort[arm] = detail::simulated_cohort(histories, design.visits.count(), arm, participants);
    std::vector<double> sd;
    for (std::size_t v = 0; v < design.visits.count(); ++v) sd.push_back(detail::pooled_sd(outcome, cohort, v));
    detail::MissingnessSolver solver(dropout, intermittent ? &*intermittent : nullptr, design, key);
    for (const Arm arm : both_arms) solver.solve(cohort[arm], sd, arm);
    return solver.prepared();
}

/// Prepares a dropout mechanism where there is nothing else but the outcome.
///
/// @verified tests/mechanism/dropout_calibration_test.cpp
inline PreparedDropout prepare(const AnyDropout& dropout, const PreparedOutcome& outcome, const Design& design,
                               const StudyKey& key = calibration_key, std::uint64_t participants = calibration_participants) {
    return prepare(dropout, std::nullopt, outcome, design, outcome_histories(outcome, design, key), key, participants).dropout;
}

}  // namespace equipoise
