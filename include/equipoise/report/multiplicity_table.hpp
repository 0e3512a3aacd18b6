#pragma once

#include <string>
#include <vector>

#include <equipoise/performance/multiplicity_results.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/hypothesis_text.hpp>
#include <equipoise/report/mc_text.hpp>
#include <equipoise/report/notes.hpp>
#include <equipoise/report/row_name.hpp>
#include <equipoise/study/study_results.hpp>

namespace equipoise {

namespace detail {

inline McText event_cell(const EventRate& rate) { return rate.share ? mc_text(*rate.share) : McText{"-"}; }

/// A procedure: what it makes of each hypothesis, and of all of them.
inline std::string procedure_block(const StudyResults& results, const MultiplicityResult& procedure) {
    const Rows& rows = results.operating_characteristics;
    std::vector<std::string> names;
    std::vector<std::string> tested;
    std::vector<std::string> holds;
    std::vector<McText> rates;
    std::vector<McText> alone;
    for (const TestedHypothesis& one : procedure.hypotheses) {
        names.push_back(row_name(rows, rows[one.row].row));
        tested.push_back(to_text(rows[one.row].row.hypothesis));
        holds.emplace_back(!one.holds ? "not known" : *one.holds ? "yes" : "no");
        rates.push_back(event_cell(one.rejection_rate));
        alone.push_back(rows[one.row].rejection_rate ? mc_text(*rows[one.row].rejection_rate) : McText{"-"});
    }
    std::string text = printable(procedure.name) + " (" + procedure.procedure + "), familywise alpha " + brief(procedure.alpha) + " (two-sided)\n\n";
    const std::vector<TextColumn> columns{text_column("hypothesis", std::move(names)), text_column("tested", std::move(tested)), text_column("holds", std::move(holds)),
                                          number_column("rejected", rates), number_column("on its own", alone)};
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    const auto line = [&](const std::string& what, const EventRate& rate) {
        const McText cell = event_cell(rate);
        text += "  " + what + ": " + (rate.share ? cell.value + " (" + cell.error + ")" : "none, " + rate.reason);
        if (rate.share && procedure.failed > 0) text += "; " + fixed(rate.if_failures_do_not, 4) + " if no failure rejects, " + fixed(rate.if_failures_reject, 4) + " if all do";
        text += '\n';
    };
    text += '\n';
    line("at least one that holds is shown (disjunctive power)", procedure.disjunctive_power);
    line("all that hold are shown (conjunctive power)", procedure.conjunctive_power);
    line("at least one that does not hold is shown (familywise error)", procedure.familywise_error);
    const Measure& rejections = procedure.expected_rejections;
    text += "  rejections in a replicate: " + (rejections.estimate ? to_text(*rejections.estimate) : "none, " + rejections.reason) + '\n';
    if (procedure.failed > 0) text += "  replicates in which an analysis failed: " + to_text(procedure.failed) + " of " + to_text(procedure.requested) + '\n';
    return text;
}

}  // namespace detail

/// What procedures for several hypotheses do over the replicates, as plain text: each hypothesis with its rejection rate by the procedure and on its
/// own, power and familywise error, with Monte Carlo standard errors.
///
/// @returns    lines of ASCII (but for the names that the user gave), each ended; empty if there is no procedure
/// @complexity O(hypotheses * rows).   @verified tests/report/multiplicity_table_test.cpp
inline std::string multiplicity_table(const StudyResults& results) {
    if (results.multiplicity.empty()) return {};
    std::string text = "Hypotheses tested together\n";
    for (const MultiplicityResult& procedure : results.multiplicity) text += '\n' + detail::procedure_block(results, procedure);
    return text;
}

}  // namespace equipoise
