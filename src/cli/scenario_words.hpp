#pragma once

#include <string>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/prepared_study.hpp>

namespace equipoise::cli {

/// What a scenario says and what would be run, in plain words: design, outcome with true values, dropout, analyses, study.
///
/// @param study  the same scenario, prepared
std::string in_words(const ScenarioFile& file, const PreparedStudy& study);

/// Where the numbers of a scenario come from, by status, and the numbers of which it does not say.
std::string provenance_in_words(const ScenarioFile& file);

}  // namespace equipoise::cli
