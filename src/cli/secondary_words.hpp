#pragma once

#include <string>

#include <equipoise/cohort/scenario.hpp>

namespace equipoise::cli {

/// The outcomes beside the primary one, in plain words; empty if there are none.
std::string secondary_outcomes_in_words(const Scenario& scenario);

}  // namespace equipoise::cli
