#include <equipoise/io/summary_json.hpp>

#include <equipoise/io/build.hpp>

#include "json_writer.hpp"

namespace equipoise {

namespace {

using io::JsonWriter;
using io::one_line;

void write_row(JsonWriter& json, const SummaryRow& row) {
    json.object(one_line);
    json.key("section").text(to_string(row.key.section)).key("quantity").text(row.key.quantity);
    json.key("at");
    row.key.at.empty() ? json.null() : json.text(row.key.at);
    json.key("statistic").text(row.key.statistic);
    json.key("arm");
    row.key.arm ? json.text(*row.key.arm == Arm::treatment ? "treatment" : "control") : json.null();
    json.key("value").number(row.estimate.value).key("mcse").number(row.estimate.mcse).key("replicates").whole(row.replicates);
    json.close();
}

}  // namespace

std::string summary_json(const CohortSummary& summary, const ScenarioFile& file) {
    const Build build = this_build();
    JsonWriter json;
    json.object();
    json.key("equipoise").object(one_line).key("version").text(build.version);
    json.key("rng_schema").text(build.rng_schema).key("compiler").text(build.compiler).close();
    json.key("scenario").object(one_line).key("name").text(file.scenario.name);
    json.key("sha256").text(file.sha256).key("path").text(file.path).close();
    json.key("study").object(one_line).key("replicates").whole(summary.replicates);
    json.key("seed").whole(summary.seed).key("stream").whole(summary.stream).close();
    json.key("arms").object(one_line).key("treatment").text(summary.arms.treatment).key("control").text(summary.arms.control).close();
    json.key("summary").array();
    for (const SummaryRow& row : summary.rows) write_row(json, row);
    json.close().close();
    return json.document();
}

}  // namespace equipoise
