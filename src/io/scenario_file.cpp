#include <equipoise/io/scenario_file.hpp>

#include <optional>
#include <utility>

#include <equipoise/cohort/scenario_faults.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/analysis/analyses_faults.hpp>
#include <equipoise/performance/multiplicity_faults.hpp>
#include <equipoise/performance/result_row.hpp>
#include <equipoise/study/sampling_faults.hpp>

#include "analysis_reader.hpp"
#include "assumptions.hpp"
#include "design_reader.hpp"
#include "file_bytes.hpp"
#include "json_document.hpp"
#include "located.hpp"
#include "mechanism_reader.hpp"
#include "multiplicity_reader.hpp"
#include "overrides.hpp"
#include "sha256.hpp"

namespace equipoise {
namespace {

using io::Block;
using io::Reading;

StudyOptions read_options(Reading& reading, const io::Item& item) {
    const Block block{reading, item, "/study"};
    StudyOptions options{.seed = 0U};
    if (const auto replicates = read_whole(reading, block["replicates"])) options.replicates = *replicates;
    if (const auto seed = read_whole(reading, block["seed"])) options.seed = *seed;
    if (const auto alpha = read_number(reading, block["alpha"])) options.alpha = *alpha;
    if (const auto stream = read_whole(reading, block["stream"])) options.stream = *stream;
    if (const auto sampling = read_choice(reading, block["sampling"])) options.sampling = all_samplings[*sampling];
    return options;
}

/// Everything that a scenario says; nothing if a part of it could not be read, and then every reason is noted.
std::optional<ScenarioFile> read_document(Reading& reading, const io::Value& root) {
    const Block block{reading, {&root, "", nullptr}, ""};
    if (!block) return std::nullopt;
    read_text(reading, block["$schema"]);
    const std::string name = read_text(reading, block["name"]).value_or("");
    std::string title = read_text(reading, block["title"]).value_or("");
    std::string source = read_text(reading, block["source"]).value_or("");
    io::ReadDesign design = read_design(reading, block["design"]);
    auto mechanism = read_mechanism(reading, block["mechanism"], design.labels);
    auto analyses = read_analyses(reading, block["analyses"], design.labels);
    StudyOptions options = read_options(reading, block["study"]);
    options.multiplicity = read_multiplicity(reading, block["multiplicity"], design.labels);
    auto assumptions = read_assumptions(reading, block["assumptions"], root);
    if (!reading.findings().empty() || !mechanism) return std::nullopt;
    return ScenarioFile{.scenario = {.name = name, .design = std::move(design.design), .mechanism = std::move(*mechanism)},
                        .analyses = std::move(analyses),
                        .options = std::move(options),
                        .title = std::move(title),
                        .source = std::move(source),
                        .path = {},
                        .sha256 = {},
                        .assumptions = std::move(assumptions),
                        .numbers_without_assumption = {},
                        .positions = {}};
}

/// What is wrong with a scenario that could be read.
std::vector<Fault> faults_of(const ScenarioFile& file) {
    std::vector<Fault> found = faults(file.scenario);
    const Design& design = file.scenario.design;
    if (!faults(design).empty()) return found;
    const TrialShape shape = shape_of(file.scenario);
    std::vector<Fault> of_analyses = faults(file.analyses, shape);
    if (of_analyses.empty()) of_analyses = faults(file.options.multiplicity, result_rows(file.analyses, shape, file.options.alpha));
    if (found.empty() && of_analyses.empty()) of_analyses = sampling_faults(file.options.sampling, file.scenario, file.analyses);
    for (Fault& fault : of_analyses) found.push_back(std::move(fault));
    for (Fault& fault : name_faults(file.analyses)) {
        fault.pointer = "/analyses" + fault.pointer;
        found.push_back(std::move(fault));
    }
    return found;
}

std::vector<SourceText> sources_of(std::string_view text, const std::string& name, std::span<const Override> overrides) {
    std::vector<SourceText> sources{{.name = name, .text = std::string{text}}};
    for (const Override& one : overrides) sources.push_back({.name = io::name_of(one), .text = one.json_text, .has_lines = false});
    return sources;
}

std::string hash_of(std::string_view text, std::span<const Override> overrides) {
    std::string bytes{text};
    for (const Override& one : overrides) bytes += "\n--set " + one.pointer + "=" + one.json_text;
    return io::sha256(bytes);
}

}  // namespace

ScenarioFile parse_scenario(std::string_view text, const std::string& name_of_source, std::span<const Override> overrides) {
    std::vector<SourceText> sources = sources_of(text, name_of_source, overrides);
    io::Document document = io::parse_json(text);
    if (!document.root) throw InvalidScenarioFile(name_of_source, located(std::move(document.findings), sources));
    io::Overridden overridden = io::with_overrides(std::move(*document.root), overrides);
    Reading reading{io::scenario_keys()};
    for (io::Finding& finding : document.findings) reading.note(std::move(finding));
    for (io::Finding& finding : overridden.findings) reading.note(std::move(finding));
    std::optional<ScenarioFile> file = read_document(reading, overridden.root);
    if (!file) throw InvalidScenarioFile(name_of_source, located(reading.findings(), sources));
    file->positions = io::map_of(std::move(sources), &overridden.root);
    file->path = name_of_source;
    file->sha256 = hash_of(text, overrides);
    file->numbers_without_assumption = io::numbers_without(file->assumptions, overridden.root);
    if (const auto found = faults_of(*file); !found.empty()) throw locate(InvalidScenario{found}, *file);
    return std::move(*file);
}

ScenarioFile read_scenario(const std::string& path, std::span<const Override> overrides) {
    return parse_scenario(io::file_bytes(path, io::max_document_bytes), path, overrides);
}

InvalidScenarioFile locate(const InvalidScenario& invalid, const ScenarioFile& file) {
    return {file.path, located(io::placed(invalid.faults(), file.positions), file.positions.sources)};
}

}  // namespace equipoise
