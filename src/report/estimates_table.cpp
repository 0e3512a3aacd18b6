#include <equipoise/report/estimates_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/hypothesis_text.hpp>
#include <equipoise/report/mc_text.hpp>

namespace equipoise {

namespace {

McText number(double value) { return {std::isnan(value) ? "-" : detail::brief(value), {}}; }

template <class Value>
TextColumn numbers(std::string heading, std::span<const Estimate> estimates, Value value) {
    std::vector<McText> cells;
    for (const Estimate& estimate : estimates) cells.push_back(number(value(estimate)));
    return number_column(std::move(heading), cells);
}

template <class Text>
TextColumn texts(std::string heading, std::span<const ResultRow> rows, Text text) {
    std::vector<std::string> cells;
    for (const ResultRow& row : rows) cells.push_back(text(row));
    return text_column(std::move(heading), std::move(cells));
}

std::string p_in_words(std::span<const ResultRow> rows) {
    const bool two_sided = std::all_of(rows.begin(), rows.end(), [](const ResultRow& row) { return row.hypothesis.alternative == Alternative::two_sided; });
    const bool differences = std::all_of(rows.begin(), rows.end(), tests_difference);
    if (differences) return "p is two-sided";
    return two_sided ? "p is two-sided, of the hypothesis beside it" : "p is of the hypothesis beside it,\nwhich is shown if p < alpha, or p < alpha / 2 if it is one-sided or an equivalence";
}

std::string interval_in_words(std::span<const ResultRow> rows, double alpha) {
    const bool same = std::all_of(rows.begin(), rows.end(), [&](const ResultRow& row) { return std::abs(alpha_of(row) - alpha) <= 1e-12; });
    return same ? detail::brief(100 * (1 - alpha)) + " % confidence interval" : "confidence interval at level 1 - alpha of the analysis";
}

/// "Holm over visits": each hypothesis with its p-value, adjusted, and whether it is shown.
std::string procedure_in_words(std::span<const ResultRow> rows, std::span<const Estimate> estimates, const PreparedTesting& procedure) {
    std::string text = '\n' + detail::printable(procedure.name) + " (" + std::string(method_of(procedure.procedure)) + "), familywise alpha " + detail::brief(procedure.alpha) + " (two-sided)\n\n";
    const std::optional<PerHypothesis> adjusted = procedure(estimates);
    if (!adjusted) return text + "An analysis has failed: the procedure cannot be carried out.\n";
    std::vector<std::string> analyses, places, tested, shown;
    std::vector<McText> p, by_procedure;
    for (std::size_t i = 0; i < procedure.rows.size(); ++i) {
        const ResultRow& row = rows[procedure.rows[i]];
        analyses.push_back(row.analysis);
        places.push_back(row.visit_label);
        tested.push_back(to_text(row.hypothesis));
        p.push_back(number(estimates[procedure.rows[i]].p_value.value()));
        by_procedure.push_back(number((*adjusted)[i]));
        shown.emplace_back((*adjusted)[i] < procedure.alpha ? "yes" : "no");
    }
    const std::vector<TextColumn> columns{text_column("analysis", std::move(analyses)), text_column("visit", std::move(places)), text_column("hypothesis", std::move(tested)),
                                          number_column("p", p), number_column("adjusted p", by_procedure), text_column("shown", std::move(shown))};
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    return text;
}

}  // namespace

std::string estimates_table(std::span<const ResultRow> rows, std::span<const Estimate> estimates, double alpha, std::span<const PreparedTesting> procedures) {
    std::vector<std::string> statuses;
    for (const Estimate& estimate : estimates) statuses.emplace_back(to_string(estimate.status));
    std::vector<TextColumn> columns{
        texts("analysis", rows, [](const ResultRow& row) { return row.analysis; }),
        texts("visit", rows, [](const ResultRow& row) { return row.visit_label; }),
        numbers("effect", estimates, [](const Estimate& e) { return e.effect; }),
        numbers("SE", estimates, [](const Estimate& e) { return e.standard_error; }),
        numbers("df", estimates, [](const Estimate& e) { return e.degrees_of_freedom; }),
        numbers("p", estimates, [](const Estimate& e) { return e.p_value.value(); }),
        numbers("lower", estimates, [](const Estimate& e) { return e.interval.lower; }),
        numbers("upper", estimates, [](const Estimate& e) { return e.interval.upper; }),
        numbers("analysed", estimates, [](const Estimate& e) { return static_cast<double>(e.participants_analysed); }),
        text_column("status", std::move(statuses))};
    const auto other = [](const ResultRow& row) { return row.estimand != treatment_minus_control; };
    const bool differences = std::all_of(rows.begin(), rows.end(), tests_difference);
    if (std::any_of(estimates.begin(), estimates.end(), [](const Estimate& e) { return !std::isnan(e.statistic); })) {
        columns.insert(columns.begin() + 4, {numbers("F", estimates, [](const Estimate& e) { return e.statistic; }),
                                             numbers("numerator df", estimates, [](const Estimate& e) { return e.numerator_degrees_of_freedom; })});
    }
    if (!differences) columns.insert(columns.begin() + 2, texts("hypothesis", rows, [](const ResultRow& row) { return to_text(row.hypothesis); }));
    const bool contrasts = std::any_of(rows.begin(), rows.end(), other);
    if (contrasts) columns.insert(columns.begin() + 2, texts("estimand", rows, [](const ResultRow& row) { return row.estimand; }));
    std::string text;
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    text += std::string("\nEffects are ") + (contrasts ? "as their estimand says" : "treatment minus control") + "; " + p_in_words(rows) + "; lower and upper bound the " + interval_in_words(rows, alpha) + ".\n";
    for (const PreparedTesting& procedure : procedures) text += procedure_in_words(rows, estimates, procedure);
    if (!procedures.empty()) text += "\nAn adjusted p is the smallest familywise level at which the hypothesis is shown; one-sided tests and equivalence enter with twice their p.\n";
    return text;
}

}  // namespace equipoise
