#include <equipoise/report/estimates_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
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
    return two_sided ? "p is two-sided, of the hypothesis beside it" : "p is of the hypothesis beside it, which is shown by p below alpha, or alpha / 2 if it is one-sided or an equivalence";
}

std::string interval_in_words(std::span<const ResultRow> rows, double alpha) {
    const bool same = std::all_of(rows.begin(), rows.end(), [&](const ResultRow& row) { return std::abs(alpha_of(row) - alpha) <= 1e-12; });
    return same ? detail::brief(100 * (1 - alpha)) + " % confidence interval" : "confidence interval at level 1 - alpha of the analysis";
}

}  // namespace

std::string estimates_table(std::span<const ResultRow> rows, std::span<const Estimate> estimates, double alpha) {
    std::vector<std::string> statuses;
    for (const Estimate& estimate : estimates) statuses.emplace_back(to_string(estimate.status));
    std::vector<TextColumn> columns{
        texts("analysis", rows, [](const ResultRow& row) { return row.analysis; }),
        texts("visit", rows, [](const ResultRow& row) { return row.visit_label; }),
        numbers("effect", estimates, [](const Estimate& e) { return e.effect; }),
        numbers("SE", estimates, [](const Estimate& e) { return e.standard_error; }),
        numbers("df", estimates, [](const Estimate& e) { return e.degrees_of_freedom; }),
        numbers("p", estimates, [](const Estimate& e) { return e.p_value; }),
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
    return text + "\nEffects are " + (contrasts ? "as their estimand says" : "treatment minus control") + "; " + p_in_words(rows) + "; lower and upper bound the " + interval_in_words(rows, alpha) + ".\n";
}

}  // namespace equipoise
