#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/mean_contrasts.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/mechanism/true_value.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// The true values of the estimands that are linear in mean scores, of every outcome of a trial.
class TrueValues {
public:
    /// @param by_outcome  the primary first
    explicit TrueValues(std::vector<detail::MeanContrasts> by_outcome) : by_outcome_(std::move(by_outcome)) {}

    /// @param outcome   index, 0 is the primary outcome   @param estimand  one of those of mean_contrast()
    /// @throws          std::invalid_argument if it is none of them
    McEstimate at(std::size_t outcome, const std::string& estimand, std::size_t visit) const { return values(outcome, estimand).at(visit); }

    /// A linear combination over visits.
    /// @param weights  of the post-baseline visits, in order
    McEstimate combined(std::size_t outcome, const std::string& estimand, std::span<const double> weights) const {
        return values(outcome, estimand).combined(weights);
    }

private:
    const ContrastValues& values(std::size_t outcome, const std::string& estimand) const {
        const std::optional<std::size_t> contrast = mean_contrast(estimand);
        if (!contrast) throw std::invalid_argument("\"" + estimand + "\" is not a contrast of means");
        return by_outcome_.at(outcome)[*contrast];
    }

    std::vector<detail::MeanContrasts> by_outcome_;
};

namespace detail {

inline MeanContrasts primary_values(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key, std::uint64_t participants) {
    const std::optional<MeanContrasts> closed = closed_form_contrasts(trial);
    if (closed && !trial.disturbed()) return *closed;
    const std::array<VisitMeans, contrast_count> simulated = ContrastSimulation(trial, estimand, key)(participants, closed.has_value());
    MeanContrasts found{};
    for (std::size_t c = 0; c < contrast_count; ++c) found[c].simulated(simulated[c], closed ? (*closed)[c] : ContrastValues{});
    if (!closed && !trial.disturbed()) found[0].simulated(paired_differences(trial.outcome, trial.design, key, participants));
    return found;
}

/// Nothing that happens in the course of treatment acts on secondary outcomes, and boosters do not either.
inline MeanContrasts secondary_values(const PreparedSecondaryOutcome& outcome, std::size_t visits) {
    MeanContrasts found{};
    for (std::size_t v = 1; v < visits; ++v) {
        const double control = outcome.mean_score(Arm::control, v);
        const double treatment = outcome.mean_score(Arm::treatment, v);
        found[0].exact(v, treatment - control);
        found[3].exact(v, control);
        found[4].exact(v, treatment);
    }
    return found;
}

}  // namespace detail

/// The true values of all that is linear in mean scores, under the strategy for discontinuation, among all who are eligible; what participants report
/// beyond what is (Reporting) is not part of it.
///
/// In closed form where there is one (MCSE 0): the outcome's moments are known and nothing acts on them. Else the mean contrast of the potential
/// outcomes of 2^18 participants, as the deviation from what is known in closed form where that is possible.
/// @param trial  prepared; who is seen when plays no part
/// @param key    of the study; the participants are drawn in a world derived from it
/// @throws       std::domain_error if a user's model gives scores that are not finite
/// @complexity   O(visits), or some tenths of a second. @verified tests/cohort/true_values_test.cpp
inline TrueValues true_values(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key,
                              std::uint64_t participants = std::uint64_t{1} << 18U) {
    std::vector<detail::MeanContrasts> values;
    if (!detail::closed_form_contrasts(trial)) participants = true_value_participants;  // there is nothing to go by
    values.push_back(detail::primary_values(trial, estimand, key, participants));
    for (const PreparedSecondaryOutcome& outcome : trial.secondary_outcomes) values.push_back(detail::secondary_values(outcome, trial.design.visits.count()));
    return TrueValues(std::move(values));
}

/// The trial among those of its target population, which it has, with its primary outcome alone.
inline PreparedTrial in_target_population(const PreparedTrial& trial) {
    PreparedTrial target = trial;
    target.outcome = trial.target_population->outcome;
    target.covariates = trial.target_population->covariates;
    target.secondary_outcomes.clear();
    return target;
}

/// The same of the primary outcome in the target population of a trial that has one.
///
/// @verified tests/cohort/true_values_test.cpp
inline TrueValues target_true_values(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key,
                                     std::uint64_t participants = std::uint64_t{1} << 18U) {
    return true_values(in_target_population(trial), estimand, key, participants);
}

}  // namespace equipoise
