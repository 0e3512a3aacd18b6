#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/distribution_truths.hpp>
#include <equipoise/cohort/potential_scores.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/true_values.hpp>
#include <equipoise/cohort/truth.hpp>
#include <equipoise/design/allocation.hpp>
#include <equipoise/design/estimand.hpp>

namespace equipoise {

namespace detail {

/// Whether an outcome is made alike in both arms at a visit, at any baseline, by what is stated of it.
inline bool made_alike(const PreparedTrial& trial, std::size_t outcome, std::size_t visit) {
    if (outcome > 0) return trial.secondary_outcomes[outcome - 1].same_in_both_arms(visit);
    const PreparedRepeatedMeasures* scores = trial.outcome.repeated_measures();
    if (scores == nullptr || trial.disturbed()) return false;
    return scores->same_in_both_arms(false, visit) && (!trial.design.boosters || scores->same_in_both_arms(true, visit));
}

/// Mean and variance of the score in an arm in closed form, boosters at their share.
inline std::optional<Spread> closed_spread(const PreparedTrial& trial, std::size_t outcome, Arm arm, std::size_t visit) {
    if (outcome > 0) {
        const PreparedSecondaryOutcome& scores = trial.secondary_outcomes[outcome - 1];
        return Spread{scores.mean_score(arm, visit), scores.sd_score(arm, visit) * scores.sd_score(arm, visit)};
    }
    const auto without = trial.outcome.mean_score({arm, false}, visit);
    if (!without || trial.disturbed()) return std::nullopt;
    const double share = trial.design.boosters ? trial.design.boosters->share : 0.0;
    const double with = *trial.outcome.mean_score({arm, true}, visit);
    const double sd_without = *trial.outcome.sd_score({arm, false}, visit);
    const double sd_with = *trial.outcome.sd_score({arm, true}, visit);
    const double between = share * (1 - share) * (with - *without) * (with - *without);
    return Spread{(1 - share) * *without + share * with, (1 - share) * sd_without * sd_without + share * sd_with * sd_with + between};
}

/// The share of yes in an arm where a responder is one whose answer is yes (or no): in closed form.
inline std::optional<double> closed_share(const PreparedSecondaryOutcome& outcome, const std::optional<Responder>& responder, Arm arm, std::size_t visit) {
    if (!outcome.yes_or_no()) return std::nullopt;
    const double yes = outcome.mean_score(arm, visit);
    if (!responder) return yes;
    if (responder->measure != Responder::Measure::score || (*responder)(0, 0) == (*responder)(0, 1)) return std::nullopt;
    return (*responder)(0, 1) ? yes : 1 - yes;
}

/// Answers questions about one outcome, simulating its potential scores once for all that need them.
class TruthFinder {
public:
    TruthFinder(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key, const TrueValues& means, std::uint64_t participants)
        : trial_(trial), estimand_(estimand), key_(key), means_(means), participants_(participants) {}

    std::vector<Truth> operator()(const std::vector<TruthQuestion>& questions) {
        std::vector<Truth> found;
        for (const TruthQuestion& question : questions) found.push_back(without_simulation(question).value_or(Truth{.reason = to_simulate}));
        for (std::size_t outcome = 0; outcome <= trial_.secondary_outcomes.size(); ++outcome) simulate(outcome, questions, found);
        return found;
    }

private:
    static constexpr const char* to_simulate = "to be simulated";

    std::optional<Truth> without_simulation(const TruthQuestion& question) const {
        if (question.outcome > trial_.secondary_outcomes.size()) return Truth{.reason = "it is of an outcome that this population does not have"};
        if (question.estimand == joint_effect || question.estimand == effect_by_visit) return Truth{.reason = "a joint test is of several effects, which have true values each"};
        if (question.at_covariates) return Truth{.reason = "nature knows no mean at stated values of covariates"};
        if (question.weights.empty()) return Truth{.reason = "the true value of this estimand is not known"};
        if (mean_contrast(question.estimand)) return Truth{.value = means_.combined(question.outcome, question.estimand, question.weights)};
        const std::vector<std::string> known{risk_difference,  marginal_log_odds_ratio,  conditional_log_odds_ratio,  median_difference,
                                             log_rate_ratio, log_cumulative_odds_ratio, standardised_mean_difference};
        if (std::find(known.begin(), known.end(), question.estimand) == known.end()) return Truth{.reason = "the true value of this estimand is not known"};
        const std::optional<std::size_t> visit = single_visit(question);
        if (!visit) return Truth{.reason = "the true value of this estimand is known at single visits only"};
        if (made_alike(trial_, question.outcome, *visit)) return Truth{.value = McEstimate{0.0, 0.0}};
        return closed_form(question, *visit);
    }

    std::optional<Truth> closed_form(const TruthQuestion& question, std::size_t visit) const {
        const auto control = closed_spread(trial_, question.outcome, Arm::control, visit);
        const auto treatment = closed_spread(trial_, question.outcome, Arm::treatment, visit);
        if (question.estimand == standardised_mean_difference && control && treatment && !question.of_change) {
            const double variance = share_of(trial_.design.allocation, Arm::treatment) * treatment->variance + share_of(trial_.design.allocation, Arm::control) * control->variance;
            return Truth{.value = McEstimate{means_.at(question.outcome, treatment_minus_control, visit).value / std::sqrt(variance), 0.0}};
        }
        if (question.estimand == log_rate_ratio && control && treatment) return log_ratio({.mean = {control->mean, treatment->mean}, .difference = {treatment->mean - control->mean, 0.0}});
        const bool of_shares = question.estimand == risk_difference || question.estimand == marginal_log_odds_ratio;
        if (!of_shares || question.outcome == 0) return std::nullopt;
        const auto share = [&](Arm arm) { return closed_share(trial_.secondary_outcomes[question.outcome - 1], question.responder, arm, visit); };
        if (!share(Arm::control)) return std::nullopt;
        const ArmMeans shares{.mean = {*share(Arm::control), *share(Arm::treatment)}, .difference = {*share(Arm::treatment) - *share(Arm::control), 0.0}};
        return question.estimand == risk_difference ? Truth{.value = shares.difference} : log_odds_ratio(shares);
    }

    void simulate(std::size_t outcome, const std::vector<TruthQuestion>& questions, std::vector<Truth>& found) const {
        std::vector<std::size_t> visits;
        const auto wanted = [&](std::size_t q) { return questions[q].outcome == outcome && found[q].reason == to_simulate; };
        for (std::size_t q = 0; q < questions.size(); ++q) {
            if (wanted(q) && std::find(visits.begin(), visits.end(), *single_visit(questions[q])) == visits.end()) visits.push_back(*single_visit(questions[q]));
        }
        if (visits.empty()) return;
        const std::vector<PotentialScores> scores = potential_scores(trial_, estimand_, key_, outcome, visits, participants_);
        for (std::size_t q = 0; q < questions.size(); ++q) {
            if (!wanted(q)) continue;
            const auto place = std::find(visits.begin(), visits.end(), *single_visit(questions[q])) - visits.begin();
            found[q] = simulated(questions[q], scores[static_cast<std::size_t>(place)]);
        }
    }

    Truth simulated(const TruthQuestion& question, const PotentialScores& simulated_scores) const {
        const std::string& estimand = question.estimand;
        if (question.of_change && std::isnan(simulated_scores.baseline.front())) return {.reason = "there is no change of an outcome that is not measured at baseline"};
        const PotentialScores scores = question.of_change ? simulated_scores.changes() : simulated_scores;
        if (scores.same_in_both_arms()) return {.value = McEstimate{0.0, 0.0}};
        if (estimand == median_difference) return {.value = simulated_median_difference(scores)};
        if (estimand == standardised_mean_difference) {
            return {.value = simulated_standardised_difference(scores, {share_of(trial_.design.allocation, Arm::control), share_of(trial_.design.allocation, Arm::treatment)})};
        }
        if (estimand == log_rate_ratio) return log_ratio(arm_means(scores, [](double, double score) { return score; }));
        if (estimand == log_cumulative_odds_ratio) return {.reason = "the odds are not proportional in nature, where a normal variable is behind the levels"};
        if (estimand == conditional_log_odds_ratio) return {.reason = "nature knows no odds ratio that is the same for all covariates"};
        if (!question.responder) return {.reason = "it is not said who counts as a responder"};
        if (question.responder->measure != Responder::Measure::score && std::isnan(scores.baseline.front())) {
            return {.reason = "nobody improves in an outcome that is not measured at baseline"};
        }
        const ArmMeans shares = arm_means(scores, [&](double baseline, double score) { return (*question.responder)(baseline, score) ? 1.0 : 0.0; });
        return estimand == risk_difference ? Truth{.value = shares.difference} : log_odds_ratio(shares);
    }

    const PreparedTrial& trial_;
    const Estimand& estimand_;
    const StudyKey& key_;
    const TrueValues& means_;
    std::uint64_t participants_;
};

}  // namespace detail

/// The true values that are asked for, each with its Monte Carlo standard error (0: exact), or the reason why it is not known.
///
/// | estimand | true value |
/// |---|---|
/// | contrasts of means, means of arms | as TrueValues has them, combined over visits with the weights of the question |
/// | standardised mean difference, log rate ratio | of the true means and variances; simulated where those are, and of changes from baseline |
/// | risk difference, marginal log odds ratio | of the shares of responders; closed for yes or no, else simulated |
/// | median difference | of independent draws from the simulated scores of the arms, MCSE by batches |
/// | conditional and cumulative log odds ratio | 0 if the arms are alike, else none |
/// | joint effect, effect by visit | none |
///
/// Where the arms are made alike each difference is 0 without error.
/// @param means         of the same trial, estimand and key
/// @param participants  simulated where they must be, at least twice `truth_batches`
/// @returns             for each question   @complexity O(questions), and O(participants) for each outcome that is simulated. @verified tests/cohort/truths_test.cpp
inline std::vector<Truth> truths(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key, const TrueValues& means,
                                 const std::vector<TruthQuestion>& questions, std::uint64_t participants = std::uint64_t{1} << 18U) {
    return detail::TruthFinder(trial, estimand, key, means, participants)(questions);
}

}  // namespace equipoise
