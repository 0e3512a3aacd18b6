#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/hypothesis_text.hpp>
#include <equipoise/report/mc_text.hpp>
#include <equipoise/report/row_name.hpp>

namespace equipoise::detail {

using Rows = std::vector<OperatingCharacteristics>;

/// Whether a rejection is an error in some row, or may be one: what is tested there does not hold, or is not known to.
inline bool any_null(const Rows& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const OperatingCharacteristics& row) { return row.hypothesis_holds != true; });
}

/// What the rejection rate is where it has no better name.
inline std::string rejection_note(const Rows& rows) {
    if (!any_null(rows)) return {};
    const bool differences = std::all_of(rows.begin(), rows.end(), [](const OperatingCharacteristics& row) { return tests_difference(row.row); });
    return differences ? "reject: the rejection rate, which is the type I error where the true value is 0, else the power.\n"
                       : "reject: the rejection rate, which is the power where the hypothesis holds, else the type I error.\n";
}

/// What the rejection rate of these rows is called.
inline std::string rejection_heading(const Rows& rows) { return any_null(rows) ? "reject" : "power"; }

/// "mmrm, month 12"
inline std::string row_name(const Rows& rows, const ResultRow& row) { return printable(row.analysis + ", " + row_place(rows, row)); }

/// "10 not_converged, 2 covariance_singular"
inline std::string failures_by_status(const ReplicateCounts& counts) {
    std::string text;
    for (std::size_t code = 0; code < fit_status_count; ++code) {
        const auto status = static_cast<FitStatus>(code);
        if (usable(status) || counts.by_status[code] == 0) continue;
        text += (text.empty() ? "" : ", ") + to_text(counts.by_status[code]) + ' ' + std::string{to_string(status)};
    }
    return text;
}

/// Which rows had failures, of which kind, and between which bounds that leaves the rejection rate.
inline std::string failure_notes(const Rows& rows) {
    const std::string rate = any_null(rows) ? "rejection rate " : "power ";
    std::string text;
    for (const OperatingCharacteristics& row : rows) {
        if (row.replicates.failed == 0) continue;
        text += "  " + row_name(rows, row.row) + ": " + to_text(row.replicates.failed) + " of " + to_text(row.replicates.requested) + " (" +
                failures_by_status(row.replicates) + "); " + rate + fixed(row.rejection_rate_if_failures_do_not, 4) +
                " if none rejects, " + fixed(row.rejection_rate_if_failures_reject, 4) + " if all do\n";
    }
    return text.empty() ? text : "\nFailed fits, which are neither rejections nor non-rejections:\n" + text;
}

/// Which rows had usable fits on the boundary of the parameter space.
inline std::string boundary_notes(const Rows& rows) {
    std::string text;
    for (const OperatingCharacteristics& row : rows) {
        if (row.replicates.on_boundary == 0) continue;
        text += "  " + row_name(rows, row.row) + ": " + to_text(row.replicates.on_boundary) + " of " + to_text(row.replicates.requested) + '\n';
    }
    return text.empty() ? text : "\nFits on the boundary of their parameter space, which count as usable:\n" + text;
}

/// Which rows had usable fits of a model further down their failure ladder.
inline std::string fallback_notes(const Rows& rows) {
    std::string text;
    for (const OperatingCharacteristics& row : rows) {
        if (row.replicates.fallen_back() == 0) continue;
        text += "  " + row_name(rows, row.row) + ": " + to_text(row.replicates.fallen_back()) + " of " + to_text(row.replicates.requested) + " (";
        std::string steps;
        for (std::size_t step = 1; step < counted_fallbacks; ++step) {
            if (row.replicates.by_fallback[step] > 0) steps += (steps.empty() ? "" : ", ") + to_text(row.replicates.by_fallback[step]) + " at step " + std::to_string(step);
        }
        text += steps + ")\n";
    }
    return text.empty() ? text : "\nFits of a model further down the failure ladder, which count as usable:\n" + text;
}

/// What is true in the target population, once for each place.
inline std::string target_notes(const Rows& rows, const std::string& population) {
    std::string text;
    for (const OperatingCharacteristics& row : rows) {
        if (!row.target_true_value) continue;
        const McText number = mc_text(*row.target_true_value);
        const std::string line = "  " + printable(row_place(rows, row.row)) + ": " + number.value + (number.error.empty() ? "" : " (" + number.error + ")") + '\n';
        if (text.find(line) == std::string::npos) text += line;
    }
    return text.empty() ? text : "\nTrue value in the target population, " + printable(population) + ":\n" + text;
}

/// Of which rows it is not known whether what they test holds.
inline std::string undecided_notes(const Rows& rows) {
    std::string text;
    for (const OperatingCharacteristics& row : rows) {
        if (!row.hypothesis_holds) text += "  " + row_name(rows, row.row) + '\n';
    }
    return text.empty() ? text : "\nRows of which it is not known whether their hypothesis holds, so that rejecting may be right or an error:\n" + text;
}

/// Why a "-" stands where a number would.
inline std::string reason_notes(const Rows& rows) {
    std::vector<std::string> reasons;
    for (const OperatingCharacteristics& row : rows) {
        if (!row.true_value && std::find(reasons.begin(), reasons.end(), row.true_value_unknown) == reasons.end()) reasons.push_back(row.true_value_unknown);
        for (const Measure* shown : {&row.bias, &row.coverage, &row.empirical_se, &row.model_se}) {
            if (shown->estimate || std::find(reasons.begin(), reasons.end(), shown->reason) != reasons.end()) continue;
            reasons.push_back(shown->reason);
        }
    }
    std::string text;
    for (const std::string& reason : reasons) text += "-: " + reason + ".\n";
    return text;
}

}  // namespace equipoise::detail
