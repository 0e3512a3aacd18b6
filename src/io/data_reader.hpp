#pragma once

#include <optional>
#include <string>
#include <vector>

#include <equipoise/io/data_file.hpp>

#include "csv.hpp"
#include "spec_reader.hpp"

namespace equipoise::io {

/// A table read as a specification says, or why it cannot be.
struct ReadTable {
    std::optional<DataFile> file;   ///< nothing if there are findings
    std::vector<Finding> findings;
};

/// @param spec_positions  where the specification's values stand, for columns that the data do not have.
/// @complexity O(rows log participants).   @verified tests/io/data_file_test.cpp
ReadTable read_table(const CsvTable& table, const DataSpec& spec, const SourceMap& spec_positions);

}  // namespace equipoise::io
