#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <equipoise/io/dataset_json.hpp>

namespace equipoise::io {

/// What stands in a record under a variable; monostate: missing.
using Datum = std::variant<std::monostate, std::string, std::int64_t, double>;

/// What a variable holds, as Dataset-JSON calls it.
enum class DataType { text, integer, number };

/// One column of a data set.
struct Variable {
    std::string name;   ///< at most 8 characters
    std::string label;  ///< at most 40
    DataType type = DataType::text;
    std::function<Datum(std::size_t record)> value;
    int key = 0;  ///< place among the variables that name a record, from 1; 0: not one of them
};

/// A table with what CDISC wants to know of it.
struct Dataset {
    std::string name;   ///< ADSL
    std::string label;  ///< what it holds; that it is synthetic is added
    std::size_t records = 0;
    std::vector<Variable> variables{};
};

/// Writes a data set as Dataset-JSON 1.1, attributes in the order of the standard, a record on each line.
///
/// Texts have the length of their longest value, in bytes.
///
/// @complexity O(records x variables).   @source CDISC Dataset-JSON 1.1 (2024).   @verified tests/io/dataset_json_test.cpp
void write_dataset(std::ostream& out, const Dataset& dataset, const DatasetOrigin& origin);

}  // namespace equipoise::io
