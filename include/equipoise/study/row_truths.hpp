#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/answer.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/true_values.hpp>
#include <equipoise/cohort/truth.hpp>
#include <equipoise/cohort/truths.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/performance/hypothesis_truth.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// What is so in nature of what a row of the results is about.
struct RowTruth {
    std::optional<McEstimate> value{};     ///< of the estimand, where it is known
    std::string unknown{};                 ///< why it is not
    std::optional<McEstimate> in_target{};  ///< in the target population: of the primary outcome, where there is one and it is known
    std::optional<bool> holds{};           ///< whether what the test is to show is so; none: not known
};

namespace detail {

/// What an answer is about, in nature's words.
inline TruthQuestion question_of(const Answer& answer, std::size_t post_baseline) {
    TruthQuestion question{.outcome = answer.outcome, .estimand = answer.estimand, .weights = {}, .responder = answer.responder,
                           .of_change = answer.of_change, .at_covariates = answer.at_covariates};
    if (answer.visit > 0) {
        question.weights.assign(post_baseline, 0.0);
        question.weights[answer.visit - 1] = 1.0;
    } else if (answer.contrast) {
        question.weights = answer.contrast->weights;
        question.weights.resize(post_baseline, 0.0);
    }
    return question;
}

/// Whether there is an effect at one or more of the visits that a joint test is of (those with a weight, or all), or an effect at one of them that
/// differs from that at the first.
inline std::optional<bool> any_effect(const TrueValues& means, const TruthQuestion& joint, std::size_t post_baseline) {
    bool known = true;
    std::optional<std::size_t> first;
    for (std::size_t visit = 0; visit < post_baseline; ++visit) {
        if (!joint.weights.empty() && joint.weights[visit] == 0.0) continue;
        std::vector<double> weights(post_baseline, 0.0);
        weights[visit] = 1.0;
        if (joint.estimand == effect_by_visit) {
            if (first) weights[*first] = -1.0;
            if (!std::exchange(first, first.value_or(visit))) continue;
        }
        const std::optional<bool> here = hypothesis_holds({}, means.combined(joint.outcome, treatment_minus_control, weights));
        if (here == true) return true;
        known = known && here.has_value();
    }
    return known ? std::optional{false} : std::nullopt;
}

}  // namespace detail

/// What is so in nature of each answer.
///
/// @param means  of the same trial, estimand and key
/// @complexity   that of truths(), twice if there is a target population. @verified tests/study/row_truths_test.cpp
inline std::vector<RowTruth> row_truths(const PreparedTrial& trial, const StudyKey& key, const TrueValues& means, std::span<const AnalysisAnswer> answers) {
    const Estimand& estimand = trial.design.estimand;
    const std::size_t post_baseline = trial.design.visits.post_baseline();
    std::vector<TruthQuestion> questions;
    for (const auto& [analysis, answer] : answers) questions.push_back(detail::question_of(answer, post_baseline));
    const std::vector<Truth> here = truths(trial, estimand, key, means, questions);
    std::vector<Truth> there(questions.size());
    if (trial.target_population) {
        const PreparedTrial target = in_target_population(trial);
        there = truths(target, estimand, key, true_values(target, estimand, key), questions);
    }
    std::vector<RowTruth> found;
    for (std::size_t r = 0; r < questions.size(); ++r) {
        RowTruth row{.value = here[r].value, .unknown = here[r].reason, .in_target = there[r].value, .holds = {}};
        if (row.value) row.holds = hypothesis_holds(answers[r].answer.hypothesis, *row.value);
        if (questions[r].estimand == joint_effect || questions[r].estimand == effect_by_visit) row.holds = detail::any_effect(means, questions[r], post_baseline);
        found.push_back(std::move(row));
    }
    return found;
}

}  // namespace equipoise
