#include <equipoise/io/replicates_csv.hpp>

#include <cstddef>
#include <ostream>

#include <equipoise/performance/counted_status.hpp>

#include "csv_field.hpp"
#include "number_text.hpp"

namespace equipoise {

namespace {

using io::csv_field;
using io::csv_number;

void write(std::ostream& out, const std::string& text) { out.write(text.data(), static_cast<std::streamsize>(text.size())); }

/// estimate,se,df,ci_low,ci_high,p_value,reject,converged,code,iterations,n_analysed
std::string estimate_fields(const Estimate& estimate, const ResultRow& row) {
    const FitStatus status = counted_status(estimate, row.reports);
    std::string text;
    if (usable(status)) {
        for (const double value : {estimate.effect, estimate.standard_error, estimate.degrees_of_freedom, estimate.interval.lower,
                                   estimate.interval.upper, estimate.p_value.value()}) {
            text += csv_number(value) + ',';
        }
        text += rejects(estimate, row.level) ? "1,1," : "0,1,";
    } else {
        text += ",,,,,,,0,";
    }
    text += std::string(to_string(status)) + ',' + std::to_string(estimate.iterations) + ',';
    return text + std::to_string(estimate.participants_analysed);
}

}  // namespace

ReplicatesCsv::ReplicatesCsv(std::ostream& out, std::string_view scenario, std::string_view dgm)
    : out_(&out), world_(csv_field(scenario) + ',' + csv_field(dgm) + ',') {
    write(out,
          "scenario,dgm,rep_id,method,outcome,estimand,visit,true_value,estimate,se,df,ci_low,ci_high,p_value,reject,converged,code,"
          "iterations,n_analysed,n_randomised,n_dropout\n");
}

void ReplicatesCsv::prepare_rows(const ReplicateReport& report) {
    for (std::size_t r = 0; r < report.rows.size(); ++r) {
        const ResultRow& row = report.rows[r];
        row_texts_.push_back(',' + csv_field(row.analysis) + ',' + csv_field(row.outcome) + ',' + csv_field(row.estimand) + ',' +
                             csv_field(row.visit_label) + ',' + (report.true_values[r] ? csv_number(report.true_values[r]->value) : "") + ',');
    }
}

void ReplicatesCsv::operator()(const ReplicateReport& report) {
    if (row_texts_.empty()) prepare_rows(report);
    const std::string number = std::to_string(report.replicate + 1);
    const std::string counts = ',' + std::to_string(report.randomised) + ',' + std::to_string(report.dropped_out) + '\n';
    lines_.clear();
    for (std::size_t r = 0; r < report.rows.size(); ++r) {
        lines_ += world_ + number + row_texts_[r] + estimate_fields(report.estimates[r], report.rows[r]) + counts;
    }
    write(*out_, lines_);
}

}  // namespace equipoise
