#include "mechanism_reader.hpp"

#include <string>
#include <utility>
#include <vector>

#include "course_reader.hpp"
#include "covariate_reader.hpp"
#include "missing_reader.hpp"
#include "outcome_reader.hpp"
#include "secondary_reader.hpp"

namespace equipoise::io {

std::optional<Mechanism> read_mechanism(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/mechanism"};
    const std::size_t visits = labels.size();
    if (!block) return std::nullopt;
    auto outcome = read_outcome(reading, block["outcome"], labels);
    std::vector<SecondaryOutcome> secondary = read_secondary_outcomes(reading, block["secondary_outcomes"], visits);
    AnyDropout dropout = read_dropout(reading, block["dropout"], visits);
    std::optional<IntermittentMissing> intermittent = read_intermittent(reading, block["intermittent"], visits);
    std::vector<CovariateModel> covariates = read_covariates(reading, block["covariates"], visits);
    std::optional<TargetPopulation> target = read_target_population(reading, block["target_population"], covariates);
    Mechanism mechanism = with_course(reading, block, visits, {.outcome = outcome.value_or(RepeatedMeasures{}), .dropout = std::move(dropout)});
    if (!outcome) return std::nullopt;
    mechanism.secondary_outcomes = std::move(secondary);
    mechanism.intermittent = std::move(intermittent);
    mechanism.covariates = std::move(covariates);
    mechanism.target_population = std::move(target);
    return mechanism;
}

}  // namespace equipoise::io
