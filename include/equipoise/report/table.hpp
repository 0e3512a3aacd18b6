#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/hypothesis_text.hpp>
#include <equipoise/report/mc_text.hpp>
#include <equipoise/report/multiplicity_table.hpp>
#include <equipoise/report/notes.hpp>
#include <equipoise/report/row_name.hpp>
#include <equipoise/study/study_results.hpp>

namespace equipoise {

/// Tables for people are no wider than this many characters, unless a name is.
inline constexpr std::size_t widest_table = 140;

namespace detail {

inline McText cell(const Measure& measure) {
    if (!measure.estimate) return {"-"};
    const auto [value, mcse] = *measure.estimate;
    if (measure.exact_interval) return mc_text(McProportion{value, mcse, measure.exact_interval->lower, measure.exact_interval->upper});
    return mc_text(*measure.estimate);
}

inline McText cell(const std::optional<McProportion>& proportion) { return proportion ? mc_text(*proportion) : McText{"-"}; }

inline McText failures_cell(const OperatingCharacteristics& row) { return row.replicates.failed == 0 ? McText{"none"} : cell(row.failure_rate); }

template <class Cell>
TextColumn column_of(std::string heading, const Rows& rows, Cell cell_of) {
    std::vector<McText> cells;
    for (const OperatingCharacteristics& row : rows) cells.push_back(cell_of(row));
    return number_column(std::move(heading), cells);
}

/// The columns of the table but the names of the analyses.
inline std::vector<TextColumn> measure_columns(const Rows& rows) {
    using Row = OperatingCharacteristics;
    std::vector<std::string> places;
    for (const Row& row : rows) places.push_back(row_place(rows, row.row));
    std::vector<TextColumn> columns{
        text_column("visit", std::move(places)),
        column_of("true value", rows, [](const Row& row) { return row.true_value ? mc_text(*row.true_value) : McText{"-"}; }),
        column_of(rejection_heading(rows), rows, [](const Row& row) { return cell(row.rejection_rate); }),
        column_of("bias", rows, [](const Row& row) { return cell(row.bias); }),
        column_of("coverage", rows, [](const Row& row) { return cell(row.coverage); }),
        column_of("empirical SE", rows, [](const Row& row) { return cell(row.empirical_se); }),
        column_of("model SE", rows, [](const Row& row) { return cell(row.model_se); }),
        column_of("failures", rows, [](const Row& row) { return failures_cell(row); })};
    if (std::all_of(rows.begin(), rows.end(), [](const Row& row) { return tests_difference(row.row); })) return columns;
    std::vector<std::string> hypotheses;
    for (const Row& row : rows) hypotheses.push_back(to_text(row.row.hypothesis));
    columns.insert(columns.begin() + 1, text_column("hypothesis", std::move(hypotheses)));
    return columns;
}

/// One line per row; where the names of analyses are too long for that, each stands above its rows.
inline std::string results_block(const Rows& rows) {
    std::vector<std::string> names;
    for (const OperatingCharacteristics& row : rows) names.push_back(row.row.analysis);
    std::vector<TextColumn> columns = measure_columns(rows);
    const TextColumn analyses = text_column("analysis", std::move(names));
    const bool name_above = table_width(columns) + column_width(analyses) + 2 > widest_table;
    if (!name_above) columns.insert(columns.begin(), analyses);
    std::string text;
    const std::vector<std::string> lines = table_lines(columns);
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const std::size_t row = line - 2;
        const bool first_of_analysis = line >= 2 && (row == 0 || analyses.cells[row] != analyses.cells[row - 1]);
        if (name_above && first_of_analysis) text += analyses.cells[row] + ":\n";
        text += lines[line] + '\n';
    }
    return text;
}

/// The study in one line.
inline std::string heading(const StudyResults& results) {
    const std::string stream = results.stream == 0 ? "" : ", stream " + std::to_string(results.stream);
    return printable(results.scenario) + ": " + to_text(results.replicates) + " replicates, seed " + std::to_string(results.seed) + stream +
           ", alpha " + brief(results.alpha) + " (two-sided)" + (results.path == "participants" ? "" : ", " + results.path + " sampling") + ", rng_schema " + results.rng_schema + '\n';
}

}  // namespace detail

/// The results of a study as a table of plain text: for every analysis and visit the true value, power (or rejection rate where the
/// hypothesis of some row does not hold), bias, coverage, empirical and model standard error and failures, each with its Monte Carlo standard
/// error, notes on what failed and what does not exist, and the procedures that test several rows together.
///
/// @returns    lines of ASCII (but for the names that the user gave), each ended, at most `widest_table` wide unless a name is long
/// @complexity O(rows^2).
/// @verified   tests/report/table_test.cpp
inline std::string results_table(const StudyResults& results) {
    const std::vector<OperatingCharacteristics>& rows = results.operating_characteristics;
    std::string text = detail::heading(results) + '\n';
    if (rows.empty()) return text + "No analysis, no result.\n";
    const std::string block = detail::results_block(rows);
    text += block + "\nMonte Carlo standard errors in parentheses. Effects are treatment minus control.\n";
    text += detail::rejection_note(rows);
    if (block.find("(<") != std::string::npos || block.find("(>") != std::string::npos) {
        text += "(<) and (>): exact 95 % bound where a proportion is 0 or 1 and its Monte Carlo standard error says nothing.\n";
    }
    return text + detail::reason_notes(rows) + detail::undecided_notes(rows) + detail::failure_notes(rows) + detail::boundary_notes(rows) + detail::fallback_notes(rows) + detail::target_notes(rows, results.target_population) +
           (results.multiplicity.empty() ? "" : '\n' + multiplicity_table(results));
}

/// Prints the table, whatever the state and locale of the stream, which stay as they are.
inline std::ostream& operator<<(std::ostream& out, const StudyResults& results) {
    const std::string text = results_table(results);
    return out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace equipoise
