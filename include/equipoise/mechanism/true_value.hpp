#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/expected_boosters.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/mc_estimate.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// How many participants are simulated, in both arms, where an effect has no closed form.
inline constexpr std::uint64_t true_value_participants = std::uint64_t{1} << 20U;

namespace detail {

/// The effect of allocation at a visit in closed form, boosters at their share; none if the model has none.
inline std::optional<double> closed_form_effect(const PreparedOutcome& outcome, const Design& design, std::size_t visit) {
    const double share = design.boosters ? design.boosters->share : 0.0;
    double effect = 0;
    for (const Cell cell : all_cells) {
        const std::optional<double> mean = outcome.mean_score(cell, visit);
        if (!mean) return std::nullopt;
        effect += (cell.arm == Arm::treatment ? 1 : -1) * (cell.booster ? share : 1 - share) * *mean;
    }
    return effect;
}

/// Means of a quantity of each visit over participants, and the sampling variances and covariances of those means.
struct VisitMeans {
    std::array<double, max_visits> mean{};
    std::array<std::array<double, max_visits>, max_visits> covariance{};  ///< of the means; of which the lower triangle is used

    double mcse(std::size_t visit) const { return std::sqrt(covariance[visit][visit]); }
};

/// Adds up a quantity of each visit, participant by participant (Welford 1962).
class VisitMeansSum {
public:
    explicit VisitMeansSum(std::size_t visits) : visits_(visits) {}

    void add(const Trajectory& values) {
        count_ += 1;
        std::array<double, max_visits> before{};
        for (std::size_t v = 0; v < visits_; ++v) {
            before[v] = values[v] - sums_.mean[v];
            sums_.mean[v] += before[v] / count_;
        }
        for (std::size_t v = 0; v < visits_; ++v) {
            for (std::size_t w = 0; w <= v; ++w) sums_.covariance[v][w] += before[v] * (values[w] - sums_.mean[w]);
        }
    }

    /// @throws std::domain_error if a value was not finite
    VisitMeans means() const {
        VisitMeans found = sums_;
        for (std::size_t v = 0; v < visits_; ++v) {
            if (!std::isfinite(found.mean[v])) throw std::domain_error("the outcome model gave a score at visit " + std::to_string(v) + " that is not a finite number");
            for (std::size_t w = 0; w <= v; ++w) found.covariance[v][w] /= count_ * (count_ - 1);
        }
        return found;
    }

private:
    std::size_t visits_;
    double count_ = 0;
    VisitMeans sums_{};
};

/// Means and sampling covariances of the paired differences between a participant's two potential outcomes.
inline VisitMeans paired_differences(const PreparedOutcome& outcome, const Design& design, const StudyKey& key, std::uint64_t participants) {
    const std::size_t visits = design.visits.count();
    VisitMeansSum sum(visits);
    for (std::uint64_t i = 0; i < participants; ++i) {
        const bool booster = expected_booster(design, i);
        Stream of_control(key, 0, {Layer::true_value}, i);
        Stream of_treatment(key, 0, {Layer::true_value}, i);
        const Trajectory control = outcome({Arm::control, booster}, of_control);
        const Trajectory treatment = outcome({Arm::treatment, booster}, of_treatment);
        Trajectory difference{};
        for (std::size_t v = 0; v < visits; ++v) difference[v] = treatment[v] - control[v];
        sum.add(difference);
    }
    return sum.means();
}

/// Mean and MCSE of those differences.
inline std::vector<McEstimate> simulated_effects(const PreparedOutcome& outcome, const Design& design, const StudyKey& key, std::uint64_t participants) {
    const VisitMeans found = paired_differences(outcome, design, key, participants);
    std::vector<McEstimate> effects;
    for (std::size_t v = 0; v < design.visits.count(); ++v) effects.push_back({found.mean[v], found.mcse(v)});
    return effects;
}

}  // namespace detail

/// The true value of the estimand at every visit: mean score if allocated to treatment minus mean score if allocated to control,
/// among all who are eligible, boosters at their share of each arm.
///
/// In closed form where the model has one (MCSE 0); else from both potential outcomes of 2^20 participants.
/// @param key  of the study; participants are drawn from Layer::true_value
/// @returns    one estimate for each visit [outcome units], the baseline's being 0
/// @throws     std::domain_error if a model gives scores that are not finite
/// @complexity O(visits), or about 0.3 s. @verified tests/mechanism/true_value_test.cpp
inline std::vector<McEstimate> true_values(const PreparedOutcome& outcome, const Design& design, const StudyKey& key) {
    if (!detail::closed_form_effect(outcome, design, 0)) return detail::simulated_effects(outcome, design, key, true_value_participants);
    std::vector<McEstimate> effects{{0.0, 0.0}};
    for (std::size_t v = 1; v < design.visits.count(); ++v) effects.push_back({*detail::closed_form_effect(outcome, design, v), 0.0});
    return effects;
}

/// The true value of the estimand at one visit.
inline McEstimate true_value(const PreparedOutcome& outcome, const Design& design, std::size_t visit, const StudyKey& key) {
    return true_values(outcome, design, key).at(visit);
}

}  // namespace equipoise
