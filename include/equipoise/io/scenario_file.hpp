#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/io/invalid_file.hpp>
#include <equipoise/io/source_map.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/study/study_options.hpp>

namespace equipoise {

/// A value that replaces or adds one in a scenario before it is read: `--set /study/seed=7`.
///
/// Entries of `assumptions` at or beneath the place are forgotten: they are about the old value.
struct Override {
    std::string pointer;    ///< JSON pointer (RFC 6901) of the value
    std::string json_text;  ///< the value, as JSON
};

/// Where a number of a scenario comes from.
enum class AssumptionStatus { published, derived, assumed };

/// The name of a status, as in a scenario.
constexpr std::string_view to_string(AssumptionStatus status) {
    return status == AssumptionStatus::published ? "published" : status == AssumptionStatus::derived ? "derived" : "assumed";
}

/// Where the numbers at or beneath a place of the scenario come from.
struct AssumptionEntry {
    std::string pointer;  ///< JSON pointer into the scenario
    AssumptionStatus status = AssumptionStatus::assumed;
    std::string source;  ///< a citation; may be empty
    std::string note;    ///< may be empty
};

/// A scenario as written in a file: what to simulate, how to analyse it, and where its numbers come from.
struct ScenarioFile {
    Scenario scenario;
    std::vector<AnyAnalysis> analyses;  ///< at least one, with distinct names
    StudyOptions options;
    std::string title;
    std::string source;
    std::string path;    ///< as given
    std::string sha256;  ///< of the file's bytes and of each override ("\n--set POINTER=JSON"), 64 hexadecimal digits
    std::vector<AssumptionEntry> assumptions;
    std::vector<std::string> numbers_without_assumption;  ///< JSON pointers of the numbers under /design and /mechanism that no assumption covers
    SourceMap positions;
};

/// Reads a scenario from a file (docs/scenario.md describes every key).
///
/// @param path       of a JSON file (RFC 8259, UTF-8), at most 16 MiB.
/// @param overrides  applied in order before anything is read from the document.
/// @throws InvalidScenarioFile with every fault of the document, or, if it is well formed, of what it says; CannotRead.
/// @complexity O(file).   @verified tests/io/scenario_file_test.cpp, tests/io/malformed_test.cpp
ScenarioFile read_scenario(const std::string& path, std::span<const Override> overrides = {});

/// The same from a text in memory.
///
/// @param name_of_source  what messages call it, and ScenarioFile::path.
ScenarioFile parse_scenario(std::string_view text, const std::string& name_of_source, std::span<const Override> overrides = {});

/// Places faults that arise after reading, for instance while moments are calibrated, in the file that the scenario came from.
///
/// @complexity O(faults).   @verified tests/io/scenario_file_test.cpp
InvalidScenarioFile locate(const InvalidScenario& invalid, const ScenarioFile& file);

/// Reads `--set`'s argument "/pointer=json".
///
/// @throws InvalidScenarioFile if it has no "=" or the pointer does not begin with "/".
Override parse_override(std::string_view argument);

/// What every key of a scenario means, as Markdown: docs/scenario.md.
///
/// @verified tests/io/key_reference_test.cpp
std::string key_reference();

}  // namespace equipoise
