#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analyses_faults.hpp>
#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/cohort/collapsed_trial.hpp>
#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/cohort/true_values.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/multiplicity_faults.hpp>
#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/performance/result_row.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/study/row_truths.hpp>
#include <equipoise/study/sampling_faults.hpp>
#include <equipoise/study/study_options.hpp>

namespace equipoise {

/// Two rows of the results that answer the same question on the same replicates.
struct RowPair {
    std::size_t first;
    std::size_t second;
};

/// All that no replicate of a study changes. Shared by threads, never written.
struct PreparedStudy {
    PreparedTrial trial;
    StudyKey key;
    double alpha;
    TrialShape shape;
    AnalysisBatch analyses;                    ///< each thread fits with a copy of its own
    std::vector<ResultRow> rows{};             ///< by analysis as listed, then by visit
    TrueValues truth{{}};                      ///< of all that is linear in means
    std::vector<RowTruth> row_truths{};        ///< of each row
    std::vector<std::optional<McEstimate>> true_values{};  ///< of each row, where they are known
    std::vector<RowPair> pairs{};              ///< every two analyses of one outcome, estimand and visit
    std::vector<PreparedTesting> multiplicity{};  ///< procedures over several rows
    std::optional<CollapsedTrial> collapsed{};    ///< if sufficient statistics are drawn instead of participants
};

/// Everything that is wrong with a study's options.
inline std::vector<Fault> faults(const StudyOptions& options) {
    std::vector<Fault> found;
    if (options.replicates < 1 || options.replicates > 1'000'000'000) {
        found.push_back({"/study/replicates", "must be a whole number from 1 to 1,000,000,000, but is " + std::to_string(options.replicates)});
    }
    if (!(options.alpha > 0 && options.alpha < 1)) found.push_back({"/study/alpha", "must be a significance level between 0 and 1"});
    if (options.threads < 0 || options.threads > 1024) {
        found.push_back({"/study/threads", "must be a number of threads from 1 to 1024, or 0 for as many as there are, but is " + std::to_string(options.threads)});
    }
    return found;
}

namespace detail {

/// Whether two answers are of the same quantity, whatever is tested of it.
inline bool same_question(const Answer& a, const Answer& b) {
    const auto weights = [](const Answer& answer) { return answer.contrast ? answer.contrast->weights : std::vector<double>{}; };
    return a.outcome == b.outcome && a.estimand == b.estimand && a.visit == b.visit && weights(a) == weights(b) && a.responder == b.responder &&
           a.of_change == b.of_change && a.at_covariates == b.at_covariates;
}

inline std::vector<RowPair> comparable_pairs(std::span<const AnalysisAnswer> answers) {
    std::vector<RowPair> pairs;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        for (std::size_t j = i + 1; j < answers.size(); ++j) {
            if (answers[i].analysis != answers[j].analysis && same_question(answers[i].answer, answers[j].answer)) pairs.push_back({i, j});
        }
    }
    return pairs;
}

/// What is drawn instead of participants, where that is asked for and can be.
inline std::optional<CollapsedTrial> collapsed(const PreparedStudy& study, const Scenario& scenario, const std::vector<AnyAnalysis>& analyses, Sampling sampling) {
    if (sampling == Sampling::participants || !participants_needed(scenario, analyses).empty()) return std::nullopt;
    const bool apart = std::ranges::any_of(analyses, [](const AnyAnalysis& analysis) { return analysis.tells_boosters_apart(); });
    return collapse(study.trial, layout(study.analyses.plans().front(), study.shape), apart);
}

}  // namespace detail

/// Solves and arranges everything once, before the replicates: latent parameters, calibrated dropout, true values, scratch sizes.
///
/// @throws InvalidScenario with every fault of the scenario, the analyses and the options
/// @verified tests/study/run_study_test.cpp
inline PreparedStudy prepare(const Scenario& scenario, const std::vector<AnyAnalysis>& listed, const StudyOptions& options) {
    std::vector<Fault> found = faults(options);
    const std::vector<AnyAnalysis> analyses = with_unique_names(listed);
    for (Fault& fault : name_faults(analyses)) found.push_back({"/analyses" + fault.pointer, std::move(fault.message), std::move(fault.suggestion)});
    for (Fault& fault : faults(scenario)) found.push_back(std::move(fault));
    if (faults(scenario.design).empty()) {
        for (Fault& fault : faults(analyses, shape_of(scenario))) found.push_back(std::move(fault));
    }
    if (!found.empty()) throw InvalidScenario(std::move(found));

    if (std::vector<Fault> wrong = sampling_faults(options.sampling, scenario, analyses); !wrong.empty()) throw InvalidScenario(std::move(wrong));
    const TrialShape shape = shape_of(scenario);
    PreparedStudy study{.trial = prepare(scenario),
                        .key = StudyKey(options.seed.value(), options.stream),
                        .alpha = options.alpha,
                        .shape = shape,
                        .analyses = AnalysisBatch(analyses, shape, options.alpha)};
    for (const auto& [analysis, answer] : study.analyses.answers()) study.rows.push_back(result_row(analyses[analysis], answer, shape));
    if (std::vector<Fault> wrong = faults(options.multiplicity, study.rows); !wrong.empty()) throw InvalidScenario(std::move(wrong));
    study.collapsed = detail::collapsed(study, scenario, analyses, options.sampling);
    study.truth = true_values(study.trial, scenario.design.estimand, study.key);
    study.row_truths = row_truths(study.trial, study.key, study.truth, study.analyses.answers());
    for (const RowTruth& row : study.row_truths) study.true_values.push_back(row.value);
    study.pairs = detail::comparable_pairs(study.analyses.answers());
    for (const MultipleTesting& testing : options.multiplicity) {
        study.multiplicity.push_back(prepare(testing, study.rows, options.alpha));
        PreparedTesting& prepared = study.multiplicity.back();
        for (std::size_t i = 0; i < prepared.rows.size(); ++i) prepared.holds[i] = study.row_truths[prepared.rows[i]].holds;
    }
    return study;
}

}  // namespace equipoise
