#pragma once

#include <string>

#include <equipoise/cohort/scenario.hpp>

namespace equipoise::cli {

/// Who leaves, and who misses a visit but stays, in plain words.
std::string missing_in_words(const Scenario& scenario);

}  // namespace equipoise::cli
