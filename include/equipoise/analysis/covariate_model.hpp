#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

/// What is wrong with a model that has an outcome, perhaps a visit, and covariates; more can be asked of what is returned.
inline SpecificationFaults covariate_model_faults(const TrialShape& shape, const std::string& outcome, std::optional<std::size_t> visit,
                                                  const std::vector<Covariate>& covariates) {
    SpecificationFaults found(shape);
    found.outcome(outcome).visit(visit).covariates(covariates);
    return found;
}

/// What such a model needs reduced. Only if it has no faults.
inline StatisticsPlan covariate_model_needs(const TrialShape& shape, const std::string& outcome, const std::vector<Covariate>& covariates,
                                            MissingRule rule = MissingRule::observed) {
    return {.outcome = shape.outcome(outcome).value(), .covariates = names_of(covariates), .missing = rule};
}

}  // namespace equipoise
