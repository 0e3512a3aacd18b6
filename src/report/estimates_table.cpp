#include <equipoise/report/estimates_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <equipoise/design/estimand.hpp>
#include <equipoise/report/columns.hpp>
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
    const bool contrasts = std::any_of(rows.begin(), rows.end(), other);
    if (contrasts) columns.insert(columns.begin() + 2, texts("estimand", rows, [](const ResultRow& row) { return row.estimand; }));
    std::string text;
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    return text + "\nEffects are " + (contrasts ? "as their estimand says" : "treatment minus control") + "; p is two-sided; lower and upper bound the " + detail::brief(100 * (1 - alpha)) +
           " % confidence interval.\n";
}

}  // namespace equipoise
