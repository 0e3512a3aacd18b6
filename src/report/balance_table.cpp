#include <equipoise/report/balance_table.hpp>

#include <utility>
#include <vector>

#include <equipoise/report/columns.hpp>
#include <equipoise/report/mc_text.hpp>

namespace equipoise {

namespace {

template <class Number>
TextColumn numbers(std::string heading, const AllocationBalance& balance, Number number) {
    std::vector<McText> cells;
    for (const Imbalance& row : balance.rows) cells.push_back(number(row));
    return number_column(std::move(heading), cells);
}

std::string guesses_in_words(const AllocationBalance& balance) {
    std::string text = "Whoever guesses the arm that is behind guesses right: " + to_text(balance.right_guesses);
    if (balance.right_guesses_in_stratum) text += "; going by the participant's own stratum: " + to_text(*balance.right_guesses_in_stratum);
    return text + ".\n";
}

}  // namespace

std::string balance_table(const AllocationBalance& balance) {
    std::vector<std::string> factors;
    std::vector<std::string> levels;
    for (const Imbalance& row : balance.rows) {
        factors.push_back(row.factor.empty() ? "all participants" : row.factor);
        levels.push_back(row.level);
    }
    const std::vector<TextColumn> columns{
        text_column("factor", std::move(factors)),
        text_column("class", std::move(levels)),
        numbers("participants", balance, [](const Imbalance& row) { return McText{detail::fixed(row.participants, 1)}; }),
        numbers("mean |difference|", balance, [](const Imbalance& row) { return mc_text(row.mean_absolute); }),
        numbers("SD", balance, [](const Imbalance& row) { return mc_text(row.sd); }),
        numbers("95 % up to", balance, [](const Imbalance& row) { return McText{detail::brief(row.percentile_95)}; }),
        numbers("largest", balance, [](const Imbalance& row) { return McText{detail::brief(row.largest)}; })};
    std::string text;
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    return text + "\nDifferences are in participants, treatment minus control, each arm scaled to its share. Monte Carlo standard errors in parentheses.\n" +
           guesses_in_words(balance);
}

}  // namespace equipoise
