#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json_value.hpp"

namespace equipoise::io {

/// One field of a CSV file and where it stands.
struct CsvField {
    std::string text;
    SourceSpan span;
};

using CsvRow = std::vector<CsvField>;

/// A CSV file: its header, and rows with as many fields as the header.
struct CsvTable {
    CsvRow header;
    std::vector<CsvRow> rows;
    std::vector<Finding> findings;  ///< what is wrong with its form
};

/// Reads CSV by RFC 4180: fields in double quotes may hold commas, line breaks and doubled quotes; lines end in LF or CRLF.
/// A byte order mark and blank lines are skipped.
///
/// @complexity O(text).   @verified tests/io/csv_test.cpp
CsvTable parse_csv(std::string_view text, std::size_t source);

}  // namespace equipoise::io
