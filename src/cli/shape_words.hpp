#pragma once

#include <string>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>

namespace equipoise::cli {

/// The shape of an outcome's residuals in plain words, a line of its own; empty if they are normal.
std::string residuals_in_words(const RepeatedMeasures& outcome, const Design& design);

}  // namespace equipoise::cli
