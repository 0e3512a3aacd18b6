#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/procedures/bonferroni.hpp>
#include <equipoise/performance/procedures/fixed_sequence.hpp>
#include <equipoise/performance/procedures/graphical.hpp>
#include <equipoise/performance/procedures/hochberg.hpp>
#include <equipoise/performance/procedures/holm.hpp>
#include <equipoise/performance/procedures/per_hypothesis.hpp>
#include <equipoise/performance/result_row.hpp>

namespace equipoise {

/// A procedure that tests several hypotheses with one familywise error rate.
using AnyProcedure = std::variant<Bonferroni, Holm, Hochberg, FixedSequence, Fallback, Graphical>;

/// Its name, as in every input and output.
inline std::string_view method_of(const AnyProcedure& procedure) {
    return std::visit([](const auto& known) { return known.method; }, procedure);
}

/// The smallest familywise significance level at which each hypothesis would be rejected.
///
/// @param p   of the hypotheses in the order of the procedure, in [0, 1]; as many as its weights
/// @returns   for each, in [0, 1]: rejected at level alpha if below alpha   @complexity O(hypotheses^2), of graphs O(hypotheses^3); allocates nothing
/// @verified  tests/performance/procedures/procedures_test.cpp
inline PerHypothesis adjusted_p_values(const AnyProcedure& procedure, const PerHypothesis& p) {
    return std::visit([&](const auto& known) { return adjusted(known, p); }, procedure);
}

/// A p-value as it enters a procedure with a two-sided level alpha: p alpha / level, so that one-sided tests and tests of equivalence, which alone
/// show their hypothesis if p < alpha / 2, count twice their p. A hypothesis that has all of alpha is then rejected exactly if its row rejects.
///
/// @param p  of the row   @returns at most 1
constexpr double two_sided_equivalent(double p, const Hypothesis& hypothesis) { return std::min(1.0, p / hypothesis.level(1.0)); }

/// A row of the results, by what tells it from the others.
struct RowReference {
    std::string analysis;    ///< its name
    std::string visit{};     ///< the label of the visit, or the name of the contrast of visits; empty: the analysis has rows of one only
    std::string outcome{};   ///< empty: likewise
    std::string estimand{};  ///< empty: likewise

    bool matches(const ResultRow& row) const {
        const auto fits = [](const std::string& said, const std::string& is) { return said.empty() || said == is; };
        return row.analysis == analysis && fits(visit, row.visit_label) && fits(outcome, row.outcome) && fits(estimand, row.estimand);
    }
};

/// Several hypotheses that a study tests together.
struct MultipleTesting {
    std::string name;                          ///< unlike any other
    AnyProcedure procedure{Holm{}};
    std::vector<RowReference> hypotheses;      ///< 2 to 32 rows, all different, in the order of the procedure
    std::optional<double> alpha{};             ///< familywise, two-sided, in (0, 1); nothing: the study's
};

/// Several hypotheses with their places among the rows of a study.
struct PreparedTesting {
    std::string name;
    AnyProcedure procedure;
    double alpha;
    std::vector<std::size_t> rows;                     ///< of each hypothesis
    std::vector<Hypothesis> hypotheses;                ///< what each tests
    std::vector<Reports> reports;                      ///< the numbers that each row has
    std::vector<std::optional<bool>> holds{};          ///< whether what it tests is so; none: not known

    /// The adjusted p-values of one data set; nothing if one of the analyses has failed, for then the procedure cannot be carried out.
    /// @param estimates  of every row
    std::optional<PerHypothesis> operator()(std::span<const Estimate> estimates) const {
        PerHypothesis p(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Estimate& estimate = estimates[rows[i]];
            if (!counts_as_usable(estimate, reports[i])) return std::nullopt;
            p[i] = two_sided_equivalent(estimate.p_value.value(), hypotheses[i]);
        }
        return adjusted_p_values(procedure, p);
    }
};

/// Finds the rows that hypotheses are about.
///
/// @param testing  without faults for those rows   @param alpha  of the study
inline PreparedTesting prepare(const MultipleTesting& testing, const std::vector<ResultRow>& rows, double alpha) {
    PreparedTesting prepared{.name = testing.name, .procedure = testing.procedure, .alpha = testing.alpha.value_or(alpha), .rows = {}, .hypotheses = {}, .reports = {}};
    for (const RowReference& hypothesis : testing.hypotheses) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const ResultRow& one) { return hypothesis.matches(one); });
        prepared.rows.push_back(static_cast<std::size_t>(row - rows.begin()));
        prepared.hypotheses.push_back(row->hypothesis);
        prepared.reports.push_back(row->reports);
    }
    prepared.holds.resize(prepared.rows.size());
    return prepared;
}

}  // namespace equipoise
