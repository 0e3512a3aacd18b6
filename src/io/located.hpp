#pragma once

#include <string>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/io/invalid_file.hpp>
#include <equipoise/io/source_map.hpp>

#include "json_value.hpp"

namespace equipoise::io {

/// Where every value and key of a document stands.
SourceMap map_of(std::vector<SourceText> sources, const Value* root);

/// Findings as people are shown them, in the order of the sources.
std::vector<LocatedFault> located(std::vector<Finding> findings, const std::vector<SourceText>& sources);

/// Faults as findings, placed by their pointers.
std::vector<Finding> placed(const std::vector<Fault>& faults, const SourceMap& positions);

}  // namespace equipoise::io
