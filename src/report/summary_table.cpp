#include <equipoise/report/summary_table.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/report/columns.hpp>
#include <equipoise/report/mc_text.hpp>

namespace equipoise {

namespace {

/// One number in each arm and in both.
struct Line {
    const SummaryKey* key;
    std::array<McText, 3> cells{};  ///< treatment, control, both; empty: there is none
};

constexpr std::string_view title(SummarySection section) {
    constexpr std::array<std::string_view, 7> titles{"Baseline, of those analysed",
                                                     "Flow",
                                                     "Outcomes, of those seen",
                                                     "Delivery",
                                                     "Adverse events, of those who started treatment",
                                                     "Discontinuation, of those who started treatment",
                                                     "Therapists"};
    return titles[static_cast<std::size_t>(section)];
}

McText cell(const McEstimate& estimate) {
    if (std::isnan(estimate.mcse)) return {std::isnan(estimate.value) ? "-" : detail::brief(estimate.value)};
    if (estimate.mcse == 0.0) return {detail::brief(estimate.value), "always"};
    return mc_text(estimate);
}

bool same_line(const SummaryKey& a, const SummaryKey& b) { return a.section == b.section && a.quantity == b.quantity && a.at == b.at && a.statistic == b.statistic; }

std::vector<Line> lines_of(const CohortSummary& summary, SummarySection section) {
    std::vector<Line> lines;
    for (const SummaryRow& row : summary.rows) {
        if (row.key.section != section) continue;
        if (lines.empty() || !same_line(*lines.back().key, row.key)) lines.push_back({&row.key});
        const std::size_t place = !row.key.arm ? 2 : *row.key.arm == Arm::treatment ? 0 : 1;
        lines.back().cells[place] = cell(row.estimate);
    }
    return lines;
}

/// A name once, not on each of the lines that follow.
std::vector<std::string> said_once(const std::vector<Line>& lines) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        const bool again = k > 0 && lines[k].key->quantity == lines[k - 1].key->quantity;
        names.push_back(again ? std::string{} : lines[k].key->quantity);
    }
    return names;
}

std::string section_table(const CohortSummary& summary, SummarySection section) {
    const std::vector<Line> lines = lines_of(summary, section);
    if (lines.empty()) return {};
    std::vector<std::string> places;
    std::vector<std::string> statistics;
    std::array<std::vector<McText>, 3> cells;
    bool placed = false;
    for (const Line& line : lines) {
        placed = placed || !line.key->at.empty();
        places.push_back(line.key->at);
        statistics.push_back(line.key->statistic);
        for (std::size_t k = 0; k < cells.size(); ++k) cells[k].push_back(line.cells[k]);
    }
    std::vector<TextColumn> columns{text_column("", said_once(lines))};
    if (placed) columns.push_back(text_column("", std::move(places)));
    columns.push_back(text_column("", std::move(statistics)));
    const std::array<std::string, 3> headings{summary.arms.treatment, summary.arms.control, "both"};
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const bool empty = [&] {
            for (const McText& text : cells[k]) {
                if (!text.value.empty()) return false;
            }
            return true;
        }();
        if (!empty) columns.push_back(number_column(detail::printable(headings[k]), cells[k]));
    }
    std::string text = std::string(title(section)) + "\n\n";
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    return text + '\n';
}

}  // namespace

std::string summary_table(const CohortSummary& summary) {
    std::string text;
    for (const SummarySection section : all_summary_sections) text += section_table(summary, section);
    return text +
           "Means over simulated trials, their Monte Carlo standard errors in parentheses; \"always\": the same in every trial.\n"
           "A standardised difference is treatment minus control over the pooled SD. An odds ratio is control over treatment, the exponential\n"
           "of the mean log odds ratio of the trials, 0.5 being added to each of the four counts.\n";
}

}  // namespace equipoise
