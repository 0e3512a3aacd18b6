#include <equipoise/io/balance_json.hpp>

#include <string_view>

#include <equipoise/io/build.hpp>

#include "json_writer.hpp"

namespace equipoise {

namespace {

using io::JsonWriter;
using io::one_line;

void write_estimate(JsonWriter& json, std::string_view name, const McEstimate& estimate) {
    json.key(name).object(one_line).key("value").number(estimate.value).key("mcse").number(estimate.mcse).close();
}

void write_row(JsonWriter& json, const Imbalance& row) {
    json.object();
    json.key("factor");
    row.factor.empty() ? json.null() : json.text(row.factor);
    json.key("class");
    row.factor.empty() ? json.null() : json.text(row.level);
    json.key("participants").number(row.participants);
    write_estimate(json, "mean_absolute_difference", row.mean_absolute);
    write_estimate(json, "sd_of_difference", row.sd);
    json.key("percentile_95").number(row.percentile_95).key("largest").number(row.largest);
    json.close();
}

}  // namespace

std::string balance_json(const AllocationBalance& balance, const ScenarioFile& file) {
    const Build build = this_build();
    JsonWriter json;
    json.object();
    json.key("equipoise").object(one_line).key("version").text(build.version);
    json.key("rng_schema").text(build.rng_schema).key("compiler").text(build.compiler).close();
    json.key("scenario").object(one_line).key("name").text(file.scenario.name);
    json.key("sha256").text(file.sha256).key("path").text(file.path).close();
    json.key("study").object(one_line).key("replicates").whole(balance.replicates);
    json.key("seed").whole(file.options.seed.value()).key("stream").whole(file.options.stream).close();
    json.key("imbalance").array();
    for (const Imbalance& row : balance.rows) write_row(json, row);
    json.close();
    write_estimate(json, "right_guesses", balance.right_guesses);
    if (balance.right_guesses_in_stratum) write_estimate(json, "right_guesses_in_stratum", *balance.right_guesses_in_stratum);
    json.close();
    return json.document();
}

}  // namespace equipoise
