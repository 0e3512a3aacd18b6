#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/calibration_cohort.hpp>
#include <equipoise/mechanism/expected_boosters.hpp>
#include <equipoise/mechanism/missing_logit.hpp>
#include <equipoise/mechanism/prepared_dropout.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise::detail {

/// How strongly missing a visit depends on each predictor in one arm.
struct LogOdds {
    double last_score;
    double change;
    double missed_score;
    double adverse_event;

    friend bool operator==(const LogOdds&, const LogOdds&) = default;
};

/// @param missing  LogisticDropout or IntermittentMissing
template <class Logistic>
LogOdds log_odds(const Logistic& missing, Arm arm) {
    return {missing.last_score[arm], missing.change[arm], missing.missed_score[arm], missing.adverse_event[arm]};
}

/// Solves the visits of one arm in order. Of each member of the cohort it carries the probability of being still in the trial, since shares are
/// means of probabilities, and which of the visits so far were missed, since what is seen next depends on that.
///
/// At each visit: solve() or set the probabilities, leave(); then the same and miss(), or see_all().
class ArmCalibration {
public:
    ArmCalibration(const CalibrationCohort& cohort, const std::vector<double>& sd)
        : cohort_(cohort), sd_(sd), weight_(cohort.size(), 1.0), probability_(cohort.size()), last_(cohort.scores.front()), missed_(cohort.size(), 0) {}

    /// Finds the intercept that gives a share of those in the trial, and everyone's probability.
    /// @returns none if the share cannot be had
    std::optional<MissingLogit> solve(const LogOdds& slope, double share, std::size_t visit) {
        probability_.assign(cohort_.size(), 0.0);
        if (share == 0) return MissingLogit{};
        const std::vector<double>& first = cohort_.scores.front();
        const std::vector<double>& upcoming = cohort_.scores[visit];
        const double change = per_unit(slope.change, sd_[visit - 1]);
        MissingLogit found{0, per_unit(slope.last_score, sd_[visit - 1]) + change, -change, per_unit(slope.missed_score, sd_[visit]), slope.adverse_event};
        const double centre = found.last * mean_of(last_) + found.baseline * mean_of(first) + found.missed * mean_of(upcoming);
        for (std::size_t i = 0; i < probability_.size(); ++i) {
            const double logit = found.last * last_[i] + found.baseline * first[i] + found.missed * upcoming[i] - centre;
            probability_[i] = had_adverse_event(i, visit) ? logit + found.adverse_event : logit;
        }
        const std::optional<double> at = intercept(probability_, weight_, share);
        if (!at) return std::nullopt;
        found.intercept = *at - centre;
        for (double& p : probability_) p = logistic(*at + p);
        return found;
    }

    /// The same where nothing matters: a share of all.
    MissingLogit at_random(double share) {
        probability_.assign(cohort_.size(), share);
        return share == 0 ? MissingLogit{} : MissingLogit{.intercept = portable::log(share / (1 - share))};
    }

    /// Probabilities that a user's rule gives.
    void ask(const PreparedDropout& rule, const Design& design, Arm arm, std::size_t visit) {
        std::array<double, max_visits> scores{};
        for (std::size_t i = 0; i < probability_.size(); ++i) {
            for (std::size_t v = 0; v < visit; ++v) scores[v] = (missed_[i] >> v & 1U) != 0 ? std::numeric_limits<double>::quiet_NaN() : cohort_.scores[v][i];
            probability_[i] = rule({.observed = {.cell = {arm, expected_booster(design, i)}, .scores = std::span(scores).first(visit), .adverse_event = had_adverse_event(i, visit)},
                                    .upcoming = cohort_.scores[visit][i]});
        }
    }

    /// Those who have left by the visit weigh less from now on.
    void leave() {
        for (std::size_t i = 0; i < weight_.size(); ++i) weight_[i] *= 1 - probability_[i];
    }

    /// Some miss the visit, each by a number of their own.
    void miss(std::size_t visit, const StudyKey& key) {
        for (std::size_t i = 0; i < last_.size(); ++i) {
            Stream chance(key, 0, {Layer::intermittent, static_cast<std::uint32_t>(visit)}, i);
            if (uniform(chance) < probability_[i]) {
                missed_[i] |= 1U << visit;
            } else {
                last_[i] = cohort_.scores[visit][i];
            }
        }
    }

    void see_all(std::size_t visit) { last_ = cohort_.scores[visit]; }

private:
    static double per_unit(double per_sd, double sd) { return per_sd == 0 ? 0 : per_sd / sd; }
    bool had_adverse_event(std::size_t i, std::size_t visit) const { return cohort_.adverse_event_visit[i] <= visit; }

    const CalibrationCohort& cohort_;
    const std::vector<double>& sd_;
    std::vector<double> weight_;
    std::vector<double> probability_;
    std::vector<double> last_;
    std::vector<std::uint32_t> missed_;
};

}  // namespace equipoise::detail
