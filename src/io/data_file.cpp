#include <equipoise/io/data_file.hpp>

#include <limits>
#include <utility>

#include <equipoise/analysis/analyses_faults.hpp>
#include <equipoise/performance/multiplicity_faults.hpp>
#include <equipoise/performance/result_row.hpp>

#include "csv.hpp"
#include "data_reader.hpp"
#include "file_bytes.hpp"
#include "json_document.hpp"
#include "located.hpp"
#include "spec_reader.hpp"

namespace equipoise {
namespace {

[[noreturn]] void refuse(const std::string& file, std::vector<io::Finding> findings, const SourceMap& positions) {
    throw InvalidDataFile(file, located(std::move(findings), positions.sources));
}

}  // namespace

DataFile read_data(const std::string& csv_path, const std::string& spec_path) {
    const std::string spec_text = io::file_bytes(spec_path, io::max_document_bytes);
    const io::Document document = io::parse_json(spec_text);
    SourceMap positions = io::map_of({{.name = spec_path, .text = spec_text}}, document.root ? &*document.root : nullptr);
    if (!document.root) refuse(spec_path, document.findings, positions);
    io::Reading reading{io::data_spec_keys()};
    for (const io::Finding& finding : document.findings) reading.note(finding);
    const io::DataSpec spec = read_data_spec(reading, *document.root);
    if (!reading.findings().empty()) refuse(spec_path, reading.findings(), positions);

    positions.sources.push_back({.name = csv_path, .text = io::file_bytes(csv_path, std::numeric_limits<std::size_t>::max() - 1)});
    io::ReadTable read = read_table(io::parse_csv(positions.sources.back().text, 1), spec, positions);
    if (!read.file) refuse(csv_path, std::move(read.findings), positions);
    std::vector<Fault> found = faults(read.file->analyses, read.file->shape);
    if (found.empty()) found = faults(read.file->multiplicity, result_rows(read.file->analyses, read.file->shape, read.file->alpha));
    if (!found.empty()) refuse(spec_path, io::placed(found, positions), positions);
    return std::move(*read.file);
}

}  // namespace equipoise
