#pragma once

#include <string>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// The keys beneath /analyses, of a scenario and of a specification.
std::vector<Key> analysis_keys();

/// Reads a list of analyses, of a scenario or of a specification, and gives names to those without.
///
/// @param labels  of all visits, the baseline first; empty if they could not be read.
/// @returns       those that could be read; any fault is noted.
std::vector<AnyAnalysis> read_analyses(Reading& reading, const Item& list, const std::vector<std::string>& labels);

/// The names of the covariates that analyses name, each once, with what it is said to be; a finding where two disagree.
std::vector<Covariate> named_covariates(Reading& reading, const Item& list);

}  // namespace equipoise::io
