#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/design/cell_sizes.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/history.hpp>
#include <equipoise/mechanism/prepared_dropout.hpp>
#include <equipoise/mechanism/prepared_repeated_measures.hpp>
#include <equipoise/random/binomial.hpp>
#include <equipoise/random/normal_moments.hpp>

namespace equipoise {

/// All that no replicate changes of a trial that is drawn as sufficient statistics. Shared by threads, never written.
struct CollapsedTrial {
    StatisticsLayout layout;                ///< of what is drawn: the baseline, if something reads it, and the visits after it
    std::vector<double> centre;             ///< of each column, near the means
    CellSizes sizes;
    PerArm<std::vector<Binomial>> leaving;  ///< before each visit after baseline, of those still in the trial
    std::vector<NormalMoments> scores;      ///< about the centre, of each cell
    std::size_t batches;                    ///< of random numbers drawn at once: where people leave there are groups by last visit, which need a second
};

namespace detail {

/// Whether those with and without boosters do alike in both arms.
inline bool boosters_do_nothing(const PreparedRepeatedMeasures& outcome) {
    return std::ranges::all_of(both_arms, [&](Arm arm) {
        for (std::size_t v = 0; v < outcome.visits(); ++v) {
            const auto mean = [&](bool booster) { return outcome.latent({arm, booster}).visits[v].mean; };
            if (mean(true) != mean(false) || !std::ranges::equal(outcome.weights({arm, true}, v), outcome.weights({arm, false}, v))) return false;
        }
        return true;
    });
}

/// The Cholesky factor of the covariance from a visit on, row by row.
inline std::vector<double> factor_from(const PreparedRepeatedMeasures& outcome, Cell cell, std::size_t first) {
    const std::size_t columns = outcome.visits() - first;
    const auto size = static_cast<Eigen::Index>(columns);
    Eigen::MatrixXd covariance(size, size);
    for (Eigen::Index i = 0; i < size; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            const std::span<const double> one = outcome.weights(cell, static_cast<std::size_t>(i) + first);
            const std::span<const double> other = outcome.weights(cell, static_cast<std::size_t>(j) + first);
            double sum = 0.0;
            for (std::size_t k = 0; k < other.size(); ++k) sum += one[k] * other[k];
            covariance(i, j) = sum;
        }
    }
    const Eigen::MatrixXd factor = cholesky(covariance).value();
    std::vector<double> rows;
    for (Eigen::Index i = 0; i < size; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) rows.push_back(factor(i, j));
    }
    return rows;
}

/// The chance of leaving before a visit, of a mechanism that asks for nothing but the arm.
inline double leaving_before(const PreparedDropout& dropout, Arm arm, std::size_t visit) {
    if (!dropout.can_happen()) return 0.0;
    constexpr std::array<double, max_visits> whatever{};
    return dropout({.observed = {.cell = {arm, false}, .scores = std::span(whatever).first(visit)}, .upcoming = 0.0});
}

}  // namespace detail

/// Solves what the draws of a trial's statistics need.
///
/// Those with and without boosters are drawn together, as if nobody had any, if nothing tells them apart: neither their scores nor an analysis.
/// @param trial                 prepared from a scenario of which participants_needed() is empty
/// @param layout                of the sums, with no covariate but the baseline
/// @param tells_boosters_apart  whether an analysis may
/// @verified                    tests/cohort/collapsed_statistics_test.cpp
inline CollapsedTrial collapse(const PreparedTrial& trial, StatisticsLayout layout, bool tells_boosters_apart) {
    const PreparedRepeatedMeasures& outcome = *trial.outcome.repeated_measures();
    Design design = trial.design;
    if (!tells_boosters_apart && detail::boosters_do_nothing(outcome)) design.boosters.reset();
    const std::size_t first = layout.covariates.empty() ? 1 : 0;
    const auto mean = [&](Cell cell, std::size_t visit) { return outcome.latent(cell).visits[visit].mean; };
    CollapsedTrial collapsed{.layout = std::move(layout), .centre = {}, .sizes = CellSizes(design), .leaving = {}, .scores = {}, .batches = trial.dropout.can_happen() ? std::size_t{2} : std::size_t{1}};
    for (std::size_t v = first; v < outcome.visits(); ++v) {
        collapsed.centre.push_back(mean({Arm::control, false}, v) + 0.5 * (mean({Arm::treatment, false}, v) - mean({Arm::control, false}, v)));
    }
    for (const Arm arm : both_arms) {
        for (std::size_t v = 1; v < outcome.visits(); ++v) {
            collapsed.leaving[arm].emplace_back(detail::leaving_before(trial.dropout, arm, v), design.participants);
        }
    }
    for (const Cell cell : all_cells) {
        std::vector<double> deviation;
        for (std::size_t v = first; v < outcome.visits(); ++v) deviation.push_back(mean(cell, v) - collapsed.centre[v - first]);
        collapsed.scores.emplace_back(std::move(deviation), detail::factor_from(outcome, cell, first), design.participants);
    }
    return collapsed;
}

}  // namespace equipoise
