#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/mc_text.hpp>
#include <equipoise/report/notes.hpp>
#include <equipoise/report/row_name.hpp>
#include <equipoise/study/study_results.hpp>

namespace equipoise {

namespace detail {

/// A paired difference; "never differ" where the two agree in every replicate, so that the difference is 0 without error, and "but for
/// rounding" where two formulae of one estimate differ in their last digits.
inline McText difference_text(const Measure& difference, double rounding) {
    if (!difference.estimate) return {"-"};
    const auto [value, mcse] = *difference.estimate;
    if (value == 0.0 && mcse == 0.0) return {"0", "never differ"};
    if (std::abs(value) <= rounding && mcse <= rounding) return {"0", "but for rounding"};
    return mc_text(*difference.estimate);
}

/// Differences below this are not of the estimates but of their arithmetic [outcome units].
inline double rounding_of(const OperatingCharacteristics& row) { return row.empirical_se.estimate ? 1e-9 * row.empirical_se.estimate->value : 0.0; }

inline std::vector<TextColumn> comparison_columns(const StudyResults& results) {
    const Rows& rows = results.operating_characteristics;
    std::vector<std::string> pairs;
    std::vector<std::string> places;
    std::vector<McText> replicates;
    std::vector<McText> rejections;
    std::vector<McText> biases;
    for (const Comparison& comparison : results.comparisons) {
        const ResultRow& first = rows[comparison.first].row;
        pairs.push_back(first.analysis + " - " + rows[comparison.second].row.analysis);
        places.push_back(row_place(rows, first));
        replicates.push_back({to_text(comparison.replicates)});
        rejections.push_back(difference_text(comparison.rejection_rate_difference, 0.0));
        biases.push_back(difference_text(comparison.bias_difference, rounding_of(rows[comparison.first])));
    }
    return {text_column("analyses", std::move(pairs)), text_column("visit", std::move(places)), number_column("both usable", replicates),
            number_column(any_null(rows) ? "difference in rejection rate" : "difference in power", rejections),
            number_column("difference in bias", biases)};
}

}  // namespace detail

/// The paired differences between analyses as a table of plain text: in power (or rejection rate) and in bias, each with its Monte Carlo
/// standard error, over the replicates in which both analyses are usable.
///
/// @returns    lines of ASCII (but for the names that the user gave), each ended; empty if nothing is compared
/// @complexity O(comparisons * rows).
/// @verified   tests/report/comparisons_table_test.cpp
inline std::string comparisons_table(const StudyResults& results) {
    if (results.comparisons.empty()) return {};
    std::string text = "Paired differences on the same replicates, first analysis minus second\n\n";
    for (const std::string& line : table_lines(detail::comparison_columns(results))) text += line + '\n';
    text += "\nMonte Carlo standard errors in parentheses, from the paired differences.\n";
    return text;
}

}  // namespace equipoise
