#pragma once

#include <cmath>
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
#include <equipoise/mechanism/expected_boosters.hpp>
#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/prepared_dropout.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// The key of the cohort that calibrates dropout. It is not the study's, so that studies with different seeds are of one world.
inline constexpr StudyKey calibration_key{0x45717569706F6973U};

inline constexpr std::uint64_t calibration_participants = std::uint64_t{1} << 20U;

namespace detail {

/// The scores of a cohort had all been allocated to one arm: visit by visit.
using CohortScores = std::vector<std::vector<double>>;

inline CohortScores simulated_scores(const PreparedOutcome& outcome, const Design& design, Arm arm, const StudyKey& key, std::uint64_t participants) {
    CohortScores scores(design.visits.count(), std::vector<double>(participants));
    for (std::uint64_t i = 0; i < participants; ++i) {
        Stream chance(key, 0, {Layer::calibration}, i);
        const Trajectory one = outcome({arm, expected_booster(design, i)}, chance);
        for (std::size_t v = 0; v < scores.size(); ++v) scores[v][i] = one[v];
    }
    return scores;
}

inline double mean_of(const std::vector<double>& x) {
    double sum = 0;
    for (const double element : x) sum += element;
    return sum / static_cast<double>(x.size());
}

inline double variance_of(const std::vector<double>& x) {
    const double mean = mean_of(x);
    double sum = 0;
    for (const double element : x) sum += (element - mean) * (element - mean);
    return sum / static_cast<double>(x.size());
}

/// The SD of the scores at a visit within arms: exact where it has a closed form, else the cohort's.
inline double pooled_sd(const PreparedOutcome& outcome, const PerArm<CohortScores>& cohort, std::size_t visit) {
    double variance = 0;
    for (const Arm arm : both_arms) {
        const std::optional<double> sd = outcome.sd_score({arm, false}, visit);
        variance += (sd ? *sd * *sd : variance_of(cohort[arm][visit])) / 2;
    }
    return std::sqrt(variance);
}

/// The intercept at which the weighted mean probability is the stated share.
///
/// @param logit    of each participant, but for the intercept   @param weight  probability of being still in the trial
inline std::optional<double> intercept(const std::vector<double>& logit, const std::vector<double>& weight, double share) {
    const auto excess = [&](std::size_t participants) {
        return [&, participants](double a) {
            double total = 0;
            double leaving = 0;
            double slope = 0;
            for (std::size_t i = 0; i < participants; ++i) {
                const double p = logistic(a + logit[i]);
                total += weight[i];
                leaving += weight[i] * p;
                slope += weight[i] * p * (1 - p);
            }
            return ValueAndSlope{leaving / total - share, slope / total};
        };
    };
    const double even = portable::log(share / (1 - share));
    const auto rough = increasing_root(excess(1 + logit.size() / 16), -700, 700, even, 1e-9);  // a start from a part of the cohort
    const auto exact = increasing_root(excess(logit.size()), -700, 700, rough.value_or(even), 1e-9);
    if (!exact || std::abs(excess(logit.size())(*exact).value) > 1e-4) return std::nullopt;
    return exact;
}

/// Solves the visits of one arm in order, carrying for each participant the probability of being still there.
class LogitSolver {
public:
    LogitSolver(const LogisticDropout& dropout, Arm arm, const CohortScores& scores, const std::vector<double>& sd)
        : dropout_(dropout), arm_(arm), scores_(scores), sd_(sd), weight_(scores.front().size(), 1.0), logit_(weight_.size()) {}

    /// @returns none if the share cannot be had
    std::optional<DropoutLogit> solve(std::size_t visit) {
        const double share = dropout_.leaving[arm_][visit - 1];
        if (share == 0) return DropoutLogit{};
        const std::vector<double>& last = scores_[visit - 1];
        const std::vector<double>& first = scores_.front();
        const std::vector<double>& missed = scores_[visit];
        const double change = per_unit(dropout_.change[arm_], sd_[visit - 1]);
        DropoutLogit found{0, per_unit(dropout_.last_score[arm_], sd_[visit - 1]) + change, -change, per_unit(dropout_.missed_score[arm_], sd_[visit])};
        const double centre = found.last * mean_of(last) + found.baseline * mean_of(first) + found.missed * mean_of(missed);
        for (std::size_t i = 0; i < logit_.size(); ++i) {
            logit_[i] = found.last * last[i] + found.baseline * first[i] + found.missed * missed[i] - centre;
        }
        const std::optional<double> at = intercept(logit_, weight_, share);
        if (!at) return std::nullopt;
        found.intercept = *at - centre;
        for (std::size_t i = 0; i < weight_.size(); ++i) weight_[i] *= 1 - logistic(*at + logit_[i]);
        return found;
    }

private:
    static double per_unit(double per_sd, double sd) { return per_sd == 0 ? 0 : per_sd / sd; }

    const LogisticDropout& dropout_;
    Arm arm_;
    const CohortScores& scores_;
    const std::vector<double>& sd_;
    std::vector<double> weight_;
    std::vector<double> logit_;
};

inline DropoutLogits calibrated(const LogisticDropout& dropout, const PreparedOutcome& outcome, const Design& design, const StudyKey& key,
                                std::uint64_t participants) {
    PerArm<CohortScores> cohort;
    for (const Arm arm : both_arms) cohort[arm] = simulated_scores(outcome, design, arm, key, participants);
    std::vector<double> sd;
    for (std::size_t v = 0; v < design.visits.count(); ++v) sd.push_back(pooled_sd(outcome, cohort, v));
    DropoutLogits logits;
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        LogitSolver solver(dropout, arm, cohort[arm], sd);
        for (std::size_t v = 1; v < design.visits.count(); ++v) {
            if (const auto logit = solver.solve(v)) {
                logits.before[arm][v] = *logit;
                continue;
            }
            found.push_back({dropout_at + "/leaving/" + (arm == Arm::control ? "control/" : "treatment/") + std::to_string(v - 1),
                             "must be a share that some intercept gives with these log odds, but " + plain_number(dropout.leaving[arm][v - 1]) +
                                 " cannot be had", "use log odds nearer to 0"});
            break;
        }
    }
    if (!found.empty()) throw InvalidScenario(std::move(found));
    return logits;
}

inline DropoutRates rates(const DropoutCompletelyAtRandom& dropout) {
    DropoutRates rates;
    for (const Arm arm : both_arms) {
        for (std::size_t k = 0; k < dropout.leaving[arm].size(); ++k) rates.before[arm][k + 1] = dropout.leaving[arm][k];
    }
    return rates;
}

}  // namespace detail

/// Prepares a dropout mechanism: logistic intercepts are solved, visit by visit and arm by arm, so that the stated shares leave.
///
/// On one cohort, shares are means of probabilities and not of who happened to leave: share_v = sum w p / sum w, then w becomes w (1 - p).
/// Predictors are per SD of the scores at their visit, arms pooled. The intercepts hit the shares in that cohort to 1e-9.
/// @param design        without faults
/// @param key           of the cohort, by default not the study's
/// @param participants  in the cohort; the shares among infinitely many differ by about sd(p) / sqrt(participants), 1e-4
/// @throws              InvalidScenario with every fault
/// @complexity          O(visits); logistic dropout O(participants x visits), about half a second. @verified tests/mechanism/dropout_calibration_test.cpp
inline PreparedDropout prepare(const AnyDropout& dropout, const PreparedOutcome& outcome, const Design& design,
                               const StudyKey& key = calibration_key, std::uint64_t participants = calibration_participants) {
    if (std::vector<Fault> found = dropout.faults(design); !found.empty()) throw InvalidScenario(std::move(found));
    if (const auto* rule = std::get_if<AnyDropout::AtRandom>(&dropout.kind())) return PreparedDropout(*rule);
    if (const auto* rule = std::get_if<AnyDropout::NotAtRandom>(&dropout.kind())) return PreparedDropout(*rule);
    if (const auto* random = std::get_if<DropoutCompletelyAtRandom>(&dropout.kind())) return PreparedDropout(detail::rates(*random));
    if (const auto* logistic = std::get_if<LogisticDropout>(&dropout.kind())) {
        return PreparedDropout(detail::calibrated(*logistic, outcome, design, key, participants));
    }
    DropoutRates rates;
    if (const auto* constant = std::get_if<ConstantDropout>(&dropout.kind())) {
        for (const Arm arm : both_arms) rates.before[arm].fill(constant->per_visit[arm]);
    }
    return PreparedDropout(rates);
}

}  // namespace equipoise
