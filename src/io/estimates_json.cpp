#include <equipoise/io/estimates_json.hpp>

#include <cstddef>
#include <optional>

#include "json_writer.hpp"

namespace equipoise {

namespace {

void write_result(io::JsonWriter& json, const ResultRow& row, const Estimate& estimate) {
    json.object();
    json.key("analysis").text(row.analysis).key("method").text(row.method).key("outcome").text(row.outcome);
    json.key("estimand").text(row.estimand).key("visit").text(row.visit_label);
    json.key("hypothesis").object(io::JsonWriter::Layout::one_line).key("alternative").text(to_string(row.hypothesis.alternative));
    json.key("margin").number(row.hypothesis.margin).key("level").number(row.level).close();
    json.key("effect").number_with_17_digits(estimate.effect);
    json.key("standard_error").number_with_17_digits(estimate.standard_error);
    json.key("degrees_of_freedom").number_with_17_digits(estimate.degrees_of_freedom);
    json.key("statistic").number_with_17_digits(estimate.statistic);
    json.key("numerator_degrees_of_freedom").number_with_17_digits(estimate.numerator_degrees_of_freedom);
    json.key("p_value").number_with_17_digits(estimate.p_value.value());
    json.key("lower").number_with_17_digits(estimate.interval.lower);
    json.key("upper").number_with_17_digits(estimate.interval.upper);
    json.key("status").text(to_string(estimate.status));
    if (estimate.fallback > 0) json.key("fallback").whole(estimate.fallback);
    json.key("log_likelihood").number_with_17_digits(estimate.log_likelihood);
    json.key("n_analysed").whole(estimate.participants_analysed);
    json.close();
}

void write_procedure(io::JsonWriter& json, std::span<const ResultRow> rows, std::span<const Estimate> estimates, const PreparedTesting& procedure) {
    const std::optional<PerHypothesis> adjusted = procedure(estimates);
    json.object().key("name").text(procedure.name).key("procedure").text(method_of(procedure.procedure)).key("alpha").number(procedure.alpha);
    json.key("hypotheses").array();
    for (std::size_t i = 0; i < procedure.rows.size(); ++i) {
        const ResultRow& row = rows[procedure.rows[i]];
        json.object(io::JsonWriter::Layout::one_line).key("analysis").text(row.analysis).key("outcome").text(row.outcome);
        json.key("estimand").text(row.estimand).key("visit").text(row.visit_label).key("adjusted_p_value");
        if (adjusted) json.number_with_17_digits((*adjusted)[i]).key("shown").boolean((*adjusted)[i] < procedure.alpha);
        else json.null().key("shown").null();
        json.close();
    }
    json.close().close();
}

}  // namespace

std::string estimates_json(std::span<const ResultRow> rows, std::span<const Estimate> estimates, std::span<const PreparedTesting> procedures) {
    io::JsonWriter json;
    json.object().key("results").array();
    for (std::size_t r = 0; r < rows.size(); ++r) write_result(json, rows[r], estimates[r]);
    json.close();
    if (!procedures.empty()) {
        json.key("multiplicity").array();
        for (const PreparedTesting& procedure : procedures) write_procedure(json, rows, estimates, procedure);
        json.close();
    }
    json.close();
    return json.document();
}

}  // namespace equipoise
