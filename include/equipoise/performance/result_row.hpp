#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// What one line of the results is about.
struct ResultRow {
    std::string analysis;  ///< its unique name
    std::string method;    ///< "t_test", "ancova", "mmrm", ..., or "custom"
    std::string outcome;
    std::string estimand;     ///< e.g. "treatment_minus_control"
    std::size_t visit = 0;    ///< 1 to the last; 0: several visits
    std::string visit_label;  ///< or the name of the contrast of visits
    std::string look = "final";
    Hypothesis hypothesis{};  ///< what is tested
    double level = 0.05;      ///< the p-value below which it counts as shown
    Reports reports{};        ///< which numbers there are
};

/// The line of one answer of an analysis.
inline ResultRow result_row(const AnyAnalysis& analysis, const Answer& answer, const TrialShape& shape) {
    return {.analysis = analysis.name(),
            .method = std::string(analysis.method()),
            .outcome = shape.outcomes[answer.outcome],
            .estimand = answer.estimand,
            .visit = answer.visit,
            .visit_label = answer.contrast ? answer.contrast->name : shape.visits[answer.visit],
            .hypothesis = answer.hypothesis,
            .level = answer.level,
            .reports = answer.reports};
}

/// The lines of all answers of analyses, by analysis as listed.
///
/// @param analyses  with names, and without faults for trials of that shape   @param alpha  two-sided
inline std::vector<ResultRow> result_rows(const std::vector<AnyAnalysis>& analyses, const TrialShape& shape, double alpha) {
    std::vector<ResultRow> rows;
    for (const AnyAnalysis& analysis : analyses) {
        const PreparedAnalysis prepared = analysis.prepare(shape, alpha);
        for (const Answer& answer : prepared.answers()) rows.push_back(result_row(analysis, answer, shape));
    }
    return rows;
}

}  // namespace equipoise
