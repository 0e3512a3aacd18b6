#include "dataset.hpp"

#include <algorithm>
#include <ostream>

#include <equipoise/io/build.hpp>

#include "json_writer.hpp"

namespace equipoise::io {

namespace {

std::string_view to_string(DataType type) { return type == DataType::text ? "string" : type == DataType::integer ? "integer" : "double"; }

std::size_t longest(const Variable& variable, std::size_t records) {
    std::size_t most = 1;
    for (std::size_t r = 0; r < records; ++r) {
        const Datum datum = variable.value(r);
        if (const auto* text = std::get_if<std::string>(&datum)) most = std::max(most, text->size());
    }
    return most;
}

void write_variable(JsonWriter& json, const Variable& variable, const Dataset& dataset) {
    json.object(one_line);
    json.key("itemOID").text("IT." + dataset.name + '.' + variable.name).key("name").text(variable.name).key("label").text(variable.label);
    json.key("dataType").text(to_string(variable.type));
    if (variable.type == DataType::text) json.key("length").whole(longest(variable, dataset.records));
    if (variable.key > 0) json.key("keySequence").signed_whole(variable.key);
    json.close();
}

void write_datum(JsonWriter& json, const Datum& datum) {
    if (const auto* text = std::get_if<std::string>(&datum))
        json.text(*text);
    else if (const auto* whole = std::get_if<std::int64_t>(&datum))
        json.signed_whole(*whole);
    else if (const auto* number = std::get_if<double>(&datum))
        json.number(*number);
    else
        json.null();
}

/// Unique for the data set, and the same whenever it is written.
std::string file_oid(const Dataset& dataset, const DatasetOrigin& origin) {
    return "equipoise." + origin.study + ".seed-" + std::to_string(origin.seed) + ".stream-" + std::to_string(origin.stream) +
           ".replicate-" + std::to_string(origin.replicate) + '.' + dataset.name;
}

void write_heading(JsonWriter& json, const Dataset& dataset, const DatasetOrigin& origin) {
    json.key("datasetJSONCreationDateTime").text(origin.created).key("datasetJSONVersion").text("1.1.0");
    json.key("fileOID").text(file_oid(dataset, origin)).key("originator").text("Equipoise: simulated, no person's data");
    json.key("sourceSystem").object(one_line).key("name").text("Equipoise").key("version").text(this_build().version).close();
    json.key("studyOID").text("SYN." + origin.study).key("itemGroupOID").text("IG." + dataset.name);
    json.key("records").whole(dataset.records).key("name").text(dataset.name).key("label").text(dataset.label + " (SYNTHETIC)");
}

}  // namespace

void write_dataset(std::ostream& out, const Dataset& dataset, const DatasetOrigin& origin) {
    JsonWriter json;
    json.object();
    write_heading(json, dataset, origin);
    json.key("columns").array();
    for (const Variable& variable : dataset.variables) write_variable(json, variable, dataset);
    json.close().key("rows").array();
    for (std::size_t r = 0; r < dataset.records; ++r) {
        json.array(one_line);
        for (const Variable& variable : dataset.variables) write_datum(json, variable.value(r));
        json.close();
        out << json.taken();
    }
    json.close().close();
    out << json.document();
}

}  // namespace equipoise::io
