#pragma once

#include <string>

#include <equipoise/cohort/scenario.hpp>

namespace equipoise::cli {

/// Baseline covariates and the target population in plain words; empty if there are neither.
std::string covariates_in_words(const Scenario& scenario);

}  // namespace equipoise::cli
