#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/estimand_scores.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/mechanism/true_value.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// The estimands that are linear in the means of the four cells, in this order: treatment_minus_control (boosters at their share),
/// booster_minus_none, booster_by_arm, control_mean and treatment_mean (boosters at their share).
inline constexpr std::size_t contrast_count = 5;

/// The place of an estimand among them; nothing if it is none of them.
inline std::optional<std::size_t> mean_contrast(std::string_view estimand) {
    const std::array<std::string_view, contrast_count> names{treatment_minus_control, booster_minus_none, booster_by_arm, control_mean, treatment_mean};
    const auto found = std::find(names.begin(), names.end(), estimand);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

/// What each contrast makes of the means of the four cells.
struct CellContrasts {
    double booster_share = 0;

    /// @param cells  a mean, or one participant's potential outcomes, by index of the cell
    std::array<double, contrast_count> operator()(const std::array<double, cell_count>& cells) const {
        const double without = cells[2] - cells[0];
        const double with = cells[3] - cells[1];
        return {(1 - booster_share) * without + booster_share * with, ((cells[1] - cells[0]) + (cells[3] - cells[2])) / 2, with - without,
                (1 - booster_share) * cells[0] + booster_share * cells[1], (1 - booster_share) * cells[2] + booster_share * cells[3]};
    }
};

/// The true values of one contrast at every visit, with the sampling covariances of those that were simulated.
class ContrastValues {
public:
    ContrastValues() = default;

    /// In closed form, without error.
    void exact(std::size_t visit, double value) { means_.mean[visit] = value; }
    /// Simulated.
    void simulated(const detail::VisitMeans& means) { means_ = means; }
    /// Simulated as a deviation from what is known.
    void simulated(const detail::VisitMeans& means, const ContrastValues& known) {
        means_ = means;
        for (std::size_t v = 0; v < max_visits; ++v) means_.mean[v] += known.means_.mean[v];
    }

    McEstimate at(std::size_t visit) const { return {means_.mean[visit], means_.mcse(visit)}; }

    /// A linear combination over visits: its MCSE takes in that visits were simulated with the same participants.
    ///
    /// Where visits are exact, a combination below 1e-9 of its terms is 0: moments are solved no more exactly than that.
    /// @param weights  of the post-baseline visits, in order
    McEstimate combined(std::span<const double> weights) const {
        double value = 0;
        double terms = 0;
        double variance = 0;
        for (std::size_t j = 0; j < weights.size(); ++j) {
            value += weights[j] * means_.mean[j + 1];
            terms += std::abs(weights[j] * means_.mean[j + 1]);
            for (std::size_t k = 0; k <= j; ++k) variance += (k == j ? 1 : 2) * weights[j] * weights[k] * means_.covariance[j + 1][k + 1];
        }
        if (variance <= 0 && std::abs(value) <= 1e-9 * terms) value = 0;
        return {value, std::sqrt(std::max(variance, 0.0))};
    }

private:
    detail::VisitMeans means_{};
};

namespace detail {

using MeanContrasts = std::array<ContrastValues, contrast_count>;

/// Which world of a key the true values are drawn in.
inline constexpr std::uint64_t true_value_world = 1;

/// The address of a participant of the simulation of true values: every one is of a replicate of their own, so that they are independent,
/// and of every place in the order of enrolment.
/// @param key  of the world of true values
inline ParticipantAddress true_value_address(const PreparedTrial& trial, const StudyKey& key, std::uint64_t i) { return {key, i, i % trial.design.participants}; }

/// Simulates participants in all their cells and averages the contrasts of their potential outcomes.
class ContrastSimulation {
public:
    ContrastSimulation(const PreparedTrial& trial, const Estimand& estimand, const StudyKey& key)
        : trial_(trial), estimand_(estimand), key_(key.derived(true_value_world)), contrasts_{trial.design.boosters ? trial.design.boosters->share : 0.0} {}

    /// @param less_undisturbed  subtract from each score what it would be without the mechanisms, whose mean is known: a control variate
    std::array<VisitMeans, contrast_count> operator()(std::uint64_t participants, bool less_undisturbed) {
        const std::size_t visits = trial_.design.visits.count();
        std::array<VisitMeansSum, contrast_count> sums{VisitMeansSum(visits), VisitMeansSum(visits), VisitMeansSum(visits), VisitMeansSum(visits), VisitMeansSum(visits)};
        std::array<Trajectory, contrast_count> values{};
        for (std::uint64_t i = 0; i < participants; ++i) {
            simulate(i, less_undisturbed);
            for (std::size_t v = 1; v < visits; ++v) {
                const auto at_visit = contrasts_(scores_[v]);
                for (std::size_t c = 0; c < contrast_count; ++c) values[c][v] = at_visit[c];
            }
            for (std::size_t c = 0; c < contrast_count; ++c) sums[c].add(values[c]);
        }
        std::array<VisitMeans, contrast_count> found{};
        for (std::size_t c = 0; c < contrast_count; ++c) found[c] = sums[c].means();
        return found;
    }

private:
    void simulate(std::uint64_t i, bool less_undisturbed) {
        const ParticipantAddress at = true_value_address(trial_, key_, i);
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
inline std::optional<MeanContrasts> closed_form_contrasts(const PreparedTrial& trial) {
    const CellContrasts contrasts{trial.design.boosters ? trial.design.boosters->share : 0.0};
    MeanContrasts found{};
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
            found[c].exact(v, rounding ? 0.0 : values[c]);
        }
    }
    return found;
}

}  // namespace detail

}  // namespace equipoise
