#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/study/replicate_report.hpp>

namespace equipoise {

/// Writes one line for every replicate and result row as they come, and keeps none of them: hand it to StudyOptions::each_replicate.
///
/// RFC 4180 with line feeds: scenario, dgm, rep_id (from 1), method (the name of the analysis), outcome, estimand, visit, true_value, estimate, se,
/// df, ci_low, ci_high, p_value, reject, converged, code, iterations, n_analysed, n_randomised, n_dropout. The numbers of a failed
/// estimate are empty. R's rsimsum reads it: simsum(data, estvarname = "estimate", se = "se", true = "true_value", methodvar = "method").
///
/// @verified tests/io/replicates_csv_test.cpp, tests/cli/run_test.cpp
class ReplicatesCsv {
public:
    /// Writes the header line.
    ///
    /// @param out       outlives this; look at its state to see whether everything could be written
    /// @param scenario  its name
    /// @param dgm       the data-generating mechanism in a word
    ReplicatesCsv(std::ostream& out, std::string_view scenario, std::string_view dgm);

    /// @complexity O(rows).
    void operator()(const ReplicateReport& report);

private:
    void prepare_rows(const ReplicateReport& report);

    std::ostream* out_;
    std::string world_;                   ///< "scenario,dgm,"
    std::vector<std::string> row_texts_{};  ///< of each row: ",method,outcome,estimand,visit,true_value,"
    std::string lines_{};
};

}  // namespace equipoise
