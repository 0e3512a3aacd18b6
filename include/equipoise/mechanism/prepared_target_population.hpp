#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/covariate_transform.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/prepared_covariates.hpp>
#include <equipoise/mechanism/prepared_distribution.hpp>
#include <equipoise/mechanism/target_population.hpp>

namespace equipoise {

/// A target population ready to draw participants: its outcome and its covariates take the place of the trial's.
struct PreparedTargetPopulation {
    std::string name;
    PreparedOutcome outcome;        ///< latent variables of the trial, other eligibility
    PreparedCovariates covariates;  ///< latent weights of the trial, distributions of the target; they change the effect about the trial's means
};

/// Lays a target population on what was solved for the trial.
///
/// A covariate whose distribution is stated anew has it among those in the target; any other is the same function of its latent normal as in
/// the trial, so that it moves with eligibility as the baseline does that it is correlated with.
/// @param target      without faults
/// @param covariates  of the trial   @param outcome  of the trial
/// @throws            InvalidScenario if fewer than 1 in 1000 are in the target
/// @complexity        about 5 ms for each covariate. @verified tests/mechanism/target_population_test.cpp
inline PreparedTargetPopulation prepare(const TargetPopulation& target, const PreparedCovariates& covariates, const PreparedOutcome& outcome) {
    constexpr double everyone = -std::numeric_limits<double>::infinity();
    PreparedTargetPopulation prepared{target.name, outcome, {}};
    double cut = everyone;
    if (const auto* scores = outcome.repeated_measures()) {
        PreparedRepeatedMeasures among = scores->eligible_from(target.baseline_minimum.value_or(everyone));
        if (!(among.eligible_share() >= least_eligible_share)) {
            throw InvalidScenario({{detail::target_at + "/baseline_minimum", "must be reached by at least 1 in 1000, but only a share of " +
                                                                                 detail::plain_number(among.eligible_share()) + " reaches " +
                                                                                 detail::plain_number(*target.baseline_minimum)}});
        }
        cut = among.baseline_cut();
        prepared.outcome = PreparedOutcome(std::move(among));
    }
    std::vector<PreparedCovariate> changed;
    for (std::size_t k = 0; k < covariates.count(); ++k) {
        PreparedCovariate covariate = covariates[k];
        const LatentMass latent = eligible_latent(covariate.weights.empty() ? 0.0 : covariate.weights[0], cut);
        const auto stated = std::find_if(target.covariates.begin(), target.covariates.end(),
                                         [&](const CovariateModel& replacement) { return replacement.name == covariate.shape.name; });
        if (stated != target.covariates.end()) covariate.transform = PreparedDistribution(stated->distribution).transform(latent);
        covariate.moments = moments(covariate.transform, latent);
        changed.push_back(std::move(covariate));
    }
    prepared.covariates = PreparedCovariates(std::move(changed));
    return prepared;
}

}  // namespace equipoise
