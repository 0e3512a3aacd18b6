#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/target_population.hpp>

#include "key_table.hpp"
#include "reader.hpp"

namespace equipoise::io {

/// The keys of /mechanism/covariates and of /mechanism/target_population.
std::vector<Key> covariate_keys();

/// Reads /mechanism/covariates; any fault is noted.
///
/// @param visits  how many there are, baseline included; 0 if that could not be read
std::vector<CovariateModel> read_covariates(Reading& reading, const Item& item, std::size_t visits);

/// Reads /mechanism/target_population; any fault is noted.
///
/// @param trial  its covariates: what is not stated of a replacement is as there
std::optional<TargetPopulation> read_target_population(Reading& reading, const Item& item, const std::vector<CovariateModel>& trial);

}  // namespace equipoise::io
