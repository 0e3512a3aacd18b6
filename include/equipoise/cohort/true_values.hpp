#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/estimand_scores.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/mechanism/true_value.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// The contrasts between the cells of a trial whose true values are known, in this order: treatment_minus_control (boosters at their share),
/// booster_minus_none and booster_by_arm.
inline constexpr std::size_t contrast_count = 3;

/// What each contrast makes of the means of the four cells.
struct CellContrasts {
    double booster_share = 0;

    /// @param cells  a mean, or one participant's potential outcomes, by index of the cell
    std::array<double, contrast_count> operator()(const std::array<double, cell_count>& cells) const {
        const double without = cells[2] - cells[0];
        const double with = cells[3] - cells[1];
        return {(1 - booster_share) * without + booster_share * with, ((cells[1] - cells[0]) + (cells[3] - cells[2])) / 2, with - without};
    }
};

/// The true values of all estimands of a trial.
class TrueValues {
public:
    using Values = std::array<std::array<McEstimate, max_visits>, contrast_count>;

    /// @param by_outcome  the primary first
    explicit TrueValues(std::vector<Values> by_outcome) : by_outcome_(std::move(by_outcome)) {}

    /// @param outcome   index, 0 is the primary outcome   @param estimand  one of the names in design/estimand.hpp
    /// @throws          std::invalid_argument if there is no such estimand
    McEstimate at(std::size_t outcome, const std::string& estimand, std::size_t visit) const {
        if (estimand == treatment_minus_control) return by_outcome_.at(outcome)[0][visit];
        if (estimand == booster_minus_none) return by_outcome_.at(outcome)[1][visit];
        if (estimand == booster_by_arm) return by_outcome_.at(outcome)[2][visit];
        throw std::invalid_argument("the true value of \"" + estimand + "\" is not known");
    }

private:
    std::vector<Values> by_outcome_;
};

namespace detail {

/// Which world of a key the true values are drawn in.
inline constexpr std::uint64_t true_value_world = 1;


/// Simulates participants in all their cells and averages the contrasts of their potential outcomes.
class ContrastSimulation {
public:
    ContrastSimulation(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key)
        : trial_(trial), estimand_(estimand), key_(key.derived(true_value_world)), contrasts_{trial.design.boosters ? trial.design.boosters->share : 0.0} {}

    /// @param less_undisturbed  subtract from each score what it would be without the mechanisms, whose mean is known: a control variate
    TrueValues::Values operator()(std::uint64_t participants, bool less_undisturbed) {
        std::array<std::array<double, max_visits>, contrast_count> mean{};
        std::array<std::array<double, max_visits>, contrast_count> squares{};
        const std::size_t visits = trial_.design.visits.count();
        for (std::uint64_t i = 0; i < participants; ++i) {
            simulate(i, less_undisturbed);
            for (std::size_t v = 1; v < visits; ++v) {
                const auto values = contrasts_(scores_[v]);
                for (std::size_t c = 0; c < contrast_count; ++c) {
                    const double before = values[c] - mean[c][v];
                    mean[c][v] += before / static_cast<double>(i + 1);
                    squares[c][v] += before * (values[c] - mean[c][v]);
                }
            }
        }
        const auto n = static_cast<double>(participants);
        TrueValues::Values found{};
        for (std::size_t c = 0; c < contrast_count; ++c) {
            for (std::size_t v = 1; v < visits; ++v) {
                if (!std::isfinite(mean[c][v])) throw std::domain_error("the outcome model gave a score at visit " + std::to_string(v) + " that is not a finite number");
                found[c][v] = {mean[c][v], std::sqrt(squares[c][v] / (n * (n - 1)))};
            }
        }
        return found;
    }

private:
    /// Every participant is of a replicate of their own, so that they are independent, and of every place in the order of enrolment.
    void simulate(std::uint64_t i, bool less_undisturbed) {
        const ParticipantAddress at{key_, i, i % trial_.design.participants};
        const Enrolled who = enrol(trial_, at);
        for (const Cell cell : all_cells) {
            if (cell.booster && !trial_.design.boosters) {
                for (auto& visit : scores_) visit[cell.index()] = visit[cell.index() - 1];
                continue;
            }
            const Course course = course_of(trial_, who, cell, at);
            for (std::size_t v = 1; v < trial_.design.visits.count(); ++v) {
                scores_[v][cell.index()] = estimand_score(course, estimand_, v) - (less_undisturbed ? course.undisturbed[v] : 0.0);
            }
        }
    }

    const PreparedTrial& trial_;
    const Estimand& estimand_;
    StudyKey key_;
    CellContrasts contrasts_;
    std::array<std::array<double, cell_count>, max_visits> scores_{};  ///< by visit and cell
};

/// The contrasts of the means in closed form; none if the model has none.
inline std::optional<TrueValues::Values> closed_form_contrasts(const PreparedTrial& trial) {
    const CellContrasts contrasts{trial.design.boosters ? trial.design.boosters->share : 0.0};
    TrueValues::Values found{};
    for (std::size_t v = 1; v < trial.design.visits.count(); ++v) {
        std::array<double, cell_count> means{};
        for (const Cell cell : all_cells) {
            const std::optional<double> mean = trial.outcome.mean_score(cell, v);
            if (!mean) return std::nullopt;
            means[cell.index()] = *mean;
        }
        const auto values = contrasts(means);
        const double largest = *std::max_element(means.begin(), means.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
        for (std::size_t c = 0; c < contrast_count; ++c) {
            const bool rounding = std::abs(values[c]) <= 1e-12 * std::abs(largest);  // equal means were added up in another order
            found[c][v] = {rounding ? 0.0 : values[c], 0.0};
        }
    }
    return found;
}

inline TrueValues::Values primary_values(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key, std::uint64_t participants) {
    std::optional<TrueValues::Values> closed = closed_form_contrasts(trial);
    if (closed && !trial.disturbed()) return *closed;
    ContrastSimulation simulate(trial, estimand, key);
    TrueValues::Values found = simulate(participants, closed.has_value());
    if (closed) {
        for (std::size_t c = 0; c < contrast_count; ++c) {
            for (std::size_t v = 1; v < trial.design.visits.count(); ++v) found[c][v].value += (*closed)[c][v].value;
        }
    } else if (!trial.disturbed()) {
        const std::vector<McEstimate> effects = simulated_effects(trial.outcome, trial.design, key, participants);
        std::copy(effects.begin(), effects.end(), found[0].begin());
    }
    return found;
}

/// Nothing that happens in the course of treatment acts on secondary outcomes, and boosters do not either.
inline TrueValues::Values secondary_values(const PreparedSecondaryOutcome& outcome, std::size_t visits) {
    TrueValues::Values found{};
    for (std::size_t v = 1; v < visits; ++v) found[0][v] = {outcome.mean_score(Arm::treatment, v) - outcome.mean_score(Arm::control, v), 0.0};
    return found;
}

}  // namespace detail

/// The true value of every estimand of a trial, under the strategy for discontinuation, among all who are eligible; what participants report
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
    std::vector<TrueValues::Values> values;
    if (!detail::closed_form_contrasts(trial)) participants = true_value_participants;  // there is nothing to go by
    values.push_back(detail::primary_values(trial, estimand, key, participants));
    for (const PreparedSecondaryOutcome& outcome : trial.secondary_outcomes) values.push_back(detail::secondary_values(outcome, trial.design.visits.count()));
    return TrueValues(std::move(values));
}

/// The true value of every estimand of the primary outcome in the target population of a trial that has one.
///
/// @verified tests/cohort/true_values_test.cpp
inline TrueValues target_true_values(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key,
                                     std::uint64_t participants = std::uint64_t{1} << 18U) {
    PreparedTrial target = trial;
    target.outcome = trial.target_population->outcome;
    target.covariates = trial.target_population->covariates;
    target.secondary_outcomes.clear();
    return true_values(target, estimand, key, participants);
}

}  // namespace equipoise
