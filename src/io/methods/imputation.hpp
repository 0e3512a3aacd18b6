#pragma once

#include <vector>

#include <equipoise/analysis/imputation/strategy.hpp>

#include "method.hpp"

namespace equipoise::io {

/// The keys of every method that imputes.
std::vector<Key> imputation_keys();

DeltaAdjustment read_delta(Reading& reading, const Block& block);

/// An analysis that imputes with what all of them take but the covariates.
template <class Analysis>
Analysis with_imputation(Reading& reading, const Block& block, Analysis analysis) {
    analysis.strategy = all_imputation_strategies[read_choice(reading, block["strategy"]).value_or(0)];
    if (read_choice(reading, block["reference"]).value_or(0) == 1) analysis.reference = Arm::treatment;
    analysis.delta = read_delta(reading, block);
    return analysis;
}

}  // namespace equipoise::io
