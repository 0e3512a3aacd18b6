#include <equipoise/io/results_json.hpp>

#include <cstddef>

#include <equipoise/io/build.hpp>

#include "json_writer.hpp"

namespace equipoise {

namespace {

using io::JsonWriter;
using io::one_line;

void write_estimate(JsonWriter& json, const McEstimate& estimate) {
    json.object(one_line).key("value").number(estimate.value).key("mcse").number(estimate.mcse).close();
}

void write_measure(JsonWriter& json, std::string_view name, const Measure& measure) {
    json.key(name);
    if (measure.estimate) return write_estimate(json, *measure.estimate);
    json.object(one_line).key("value").null().key("mcse").null().key("reason").text(measure.reason).close();
}

void write_counts(JsonWriter& json, const ReplicateCounts& counts) {
    json.key("replicates").object(one_line);
    json.key("requested").whole(counts.requested).key("usable").whole(counts.usable);
    json.key("on_boundary").whole(counts.on_boundary).key("failed").whole(counts.failed);
    json.key("by_status").object();
    for (std::size_t code = 0; code < fit_status_count; ++code) json.key(to_string(static_cast<FitStatus>(code))).whole(counts.by_status[code]);
    json.close();
    if (counts.fallen_back() > 0) {
        std::size_t steps = counted_fallbacks;
        while (counts.by_fallback[steps - 1] == 0) --steps;
        json.key("by_fallback").array();
        for (std::size_t step = 0; step < steps; ++step) json.whole(counts.by_fallback[step]);
        json.close();
    }
    json.close();
}

void write_rejection_rate(JsonWriter& json, const OperatingCharacteristics& row) {
    json.key("rejection_rate").object(one_line);
    if (row.rejection_rate) {
        json.key("value").number(row.rejection_rate->value).key("mcse").number(row.rejection_rate->mcse);
        json.key("lower").number(row.rejection_rate->lower).key("upper").number(row.rejection_rate->upper);
    } else {
        json.key("value").null().key("mcse").null().key("lower").null().key("upper").null();
    }
    json.key("if_failures_reject").number(row.rejection_rate_if_failures_reject);
    json.key("if_failures_do_not").number(row.rejection_rate_if_failures_do_not);
    if (!row.rejection_rate) json.key("reason").text("no replicate is usable");
    json.close();
}

void write_hypothesis(JsonWriter& json, const OperatingCharacteristics& row) {
    json.key("hypothesis").object(one_line).key("alternative").text(to_string(row.row.hypothesis.alternative));
    json.key("margin").number(row.row.hypothesis.margin).key("level").number(row.row.level).key("holds");
    if (row.hypothesis_holds) json.boolean(*row.hypothesis_holds);
    else json.null();
    json.close();
}

void write_row(JsonWriter& json, const OperatingCharacteristics& row) {
    json.object();
    json.key("analysis").text(row.row.analysis).key("method").text(row.row.method).key("outcome").text(row.row.outcome);
    json.key("estimand").text(row.row.estimand).key("visit").text(row.row.visit_label).key("look").text(row.row.look);
    write_hypothesis(json, row);
    write_measure(json, "true_value", {.estimate = row.true_value, .reason = row.true_value_unknown});
    if (row.target_true_value) {
        json.key("target_true_value");
        write_estimate(json, *row.target_true_value);
    }
    write_counts(json, row.replicates);
    write_rejection_rate(json, row);
    write_measure(json, "mean_estimate", row.mean_estimate);
    write_measure(json, "bias", row.bias);
    write_measure(json, "empirical_se", row.empirical_se);
    write_measure(json, "model_se", row.model_se);
    write_measure(json, "relative_error_of_model_se", row.relative_error_of_model_se);
    write_measure(json, "mse", row.mse);
    write_measure(json, "coverage", row.coverage);
    write_measure(json, "bias_eliminated_coverage", row.bias_eliminated_coverage);
    json.close();
}

void write_comparison(JsonWriter& json, const StudyResults& results, const Comparison& comparison) {
    json.object().key("rows").array();
    for (const std::size_t index : {comparison.first, comparison.second}) {
        const ResultRow& row = results.operating_characteristics[index].row;
        json.object(one_line).key("analysis").text(row.analysis).key("outcome").text(row.outcome);
        json.key("estimand").text(row.estimand).key("visit").text(row.visit_label).close();
    }
    json.close();
    write_measure(json, "rejection_rate_difference", comparison.rejection_rate_difference);
    write_measure(json, "bias_difference", comparison.bias_difference);
    json.close();
}

void write_event(JsonWriter& json, std::string_view name, const EventRate& rate) {
    json.key(name).object(one_line);
    if (rate.share) {
        json.key("value").number(rate.share->value).key("mcse").number(rate.share->mcse).key("lower").number(rate.share->lower).key("upper").number(rate.share->upper);
        json.key("if_failures_reject").number(rate.if_failures_reject).key("if_failures_do_not").number(rate.if_failures_do_not);
    } else {
        json.key("value").null().key("mcse").null().key("lower").null().key("upper").null().key("reason").text(rate.reason);
    }
    json.close();
}

void write_procedure(JsonWriter& json, const StudyResults& results, const MultiplicityResult& procedure) {
    json.object().key("name").text(procedure.name).key("procedure").text(procedure.procedure).key("alpha").number(procedure.alpha);
    json.key("replicates").object(one_line).key("requested").whole(procedure.requested).key("usable").whole(procedure.usable).key("failed").whole(procedure.failed).close();
    json.key("hypotheses").array();
    for (const TestedHypothesis& one : procedure.hypotheses) {
        const ResultRow& row = results.operating_characteristics[one.row].row;
        json.object().key("analysis").text(row.analysis).key("outcome").text(row.outcome).key("estimand").text(row.estimand).key("visit").text(row.visit_label).key("holds");
        if (one.holds) json.boolean(*one.holds);
        else json.null();
        write_event(json, "rejection_rate", one.rejection_rate);
        json.close();
    }
    json.close();
    write_event(json, "disjunctive_power", procedure.disjunctive_power);
    write_event(json, "conjunctive_power", procedure.conjunctive_power);
    write_event(json, "familywise_error", procedure.familywise_error);
    write_measure(json, "expected_rejections", procedure.expected_rejections);
    json.close();
}

void write_heading(JsonWriter& json, const StudyResults& results, const ScenarioOrigin& origin) {
    const Build build = this_build();
    json.key("equipoise").object(one_line).key("version").text(build.version);
    json.key("rng_schema").text(results.rng_schema).key("compiler").text(build.compiler).close();
    json.key("scenario").object(one_line).key("name").text(results.scenario);
    json.key("sha256").text(origin.sha256).key("path").text(origin.path);
    if (!results.target_population.empty()) json.key("target_population").text(results.target_population);
    json.close();
    json.key("study").object(one_line).key("replicates").whole(results.replicates);
    json.key("seed").whole(results.seed).key("stream").whole(results.stream).key("alpha").number(results.alpha);
    json.key("threads").whole(static_cast<std::uint64_t>(results.threads)).key("path").text(results.path).close();
    json.key("timing").object(one_line).key("seconds").number(results.seconds);
    json.key("replicates_per_second").number(static_cast<double>(results.replicates) / results.seconds).close();
}

}  // namespace

std::string results_json(const StudyResults& results, const ScenarioOrigin& origin) {
    JsonWriter json;
    json.object();
    write_heading(json, results, origin);
    json.key("digest").text(results_digest(results, origin.sha256));
    json.key("operating_characteristics").array();
    for (const OperatingCharacteristics& row : results.operating_characteristics) write_row(json, row);
    json.close().key("comparisons").array();
    for (const Comparison& comparison : results.comparisons) write_comparison(json, results, comparison);
    json.close();
    if (!results.multiplicity.empty()) {
        json.key("multiplicity").array();
        for (const MultiplicityResult& procedure : results.multiplicity) write_procedure(json, results, procedure);
        json.close();
    }
    json.close();
    return json.document();
}

}  // namespace equipoise
