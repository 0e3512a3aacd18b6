#pragma once

#include <string>

#include <equipoise/cohort/scenario.hpp>

namespace equipoise::cli {

/// What befalls participants in the course of treatment, in plain words; empty if nothing does.
std::string course_in_words(const Scenario& scenario);

}  // namespace equipoise::cli
