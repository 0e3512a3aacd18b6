#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/latent_baseline.hpp>
#include <equipoise/mechanism/latent_correlations.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/repeated_measures_faults.hpp>

namespace equipoise {

/// The multivariate normal behind the scores of one cell.
struct LatentOutcome {
    std::vector<LatentNormal> visits;  ///< baseline first
    Eigen::MatrixXd correlation;       ///< visits x visits
};

/// The latent variables of an outcome in every cell, or why there are none.
struct LatentCalibration {
    std::array<LatentOutcome, cell_count> cells;
    std::optional<EligibleBaseline> baseline;
    std::vector<Fault> faults;
};

namespace detail {

inline std::string arm_key(Arm arm) { return arm == Arm::control ? "control" : "treatment"; }

/// The means of a cell: those of its arm and what boosters add.
inline std::vector<double> cell_means(const RepeatedMeasures& outcome, Cell cell) {
    std::vector<double> mean = outcome.mean[cell.arm];
    const std::vector<double>& effect = outcome.booster_effect[cell.arm];
    for (std::size_t v = 0; cell.booster && v < effect.size(); ++v) mean[v] += effect[v];
    return mean;
}

inline std::vector<Fault> unattainable_baseline(const RepeatedMeasures& outcome, const ScoreMoments& stated, const Eligibility& eligible) {
    const double largest = largest_baseline_sd(outcome.scale, eligible.latent, stated.mean);
    const double smallest = smallest_sd(outcome.scale, stated.mean);
    return {{sd_pointer(outcome, Arm::control) + "/0",
             "must be an SD that scores with mean " + plain_number(stated.mean) + " can have on this scale among those eligible: between " +
                 plain_number(smallest) + " and " + plain_number(largest) + ", but is " + plain_number(stated.sd),
             ""}};
}

inline Fault unattainable_visit(const RepeatedMeasures& outcome, Cell cell, std::size_t v, const VisitMoments& stated, double attainable) {
    const std::string visit = std::to_string(v);
    const std::string where = " at visit " + visit + " in the " + arm_key(cell.arm) + " arm" + (cell.booster ? " with boosters" : "");
    if (attainable == attainable) {
        return {correlation_pointer(0, v),
                "must be a correlation with the baseline that scores of mean " + plain_number(stated.mean) + " and SD " + plain_number(stated.sd) +
                    " can have" + where + ": the nearest is about " + plain_number(attainable) + ", but is " + plain_number(stated.correlation),
                ""};
    }
    const double largest = largest_baseline_sd(outcome.scale, -std::numeric_limits<double>::infinity(), stated.mean);
    const double smallest = smallest_sd(outcome.scale, stated.mean);
    return {cell.booster ? "/mechanism/outcome/booster_effect/" + arm_key(cell.arm) + "/" + visit
                         : sd_pointer(outcome, cell.arm) + "/" + visit,
            "must leave an SD that scores of mean " + plain_number(stated.mean) + " can have on this scale" + where + ": between " +
                plain_number(smallest) + " and " + plain_number(largest) + ", but is " + plain_number(stated.sd),
            ""};
}

struct SolvedCell {
    LatentOutcome latent;
    std::vector<Fault> faults;
};

inline SolvedCell solve_cell(const RepeatedMeasures& outcome, Cell cell, const EligibleBaseline& baseline) {
    const std::vector<double> mean = cell_means(outcome, cell);
    SolvedCell solved{{{baseline.latent}, {}}, {}};
    std::vector<LatentVisit> later;
    std::vector<VisitMoments> stated;
    for (std::size_t v = 1; v < mean.size(); ++v) {
        stated.push_back({mean[v], outcome.sd(cell.arm)[v], outcome.covariance.correlation(0, static_cast<Eigen::Index>(v))});
        const SolvedVisit visit = latent_visit(outcome.scale, baseline, stated.back());
        if (visit.latent) {
            later.push_back(*visit.latent);
            solved.latent.visits.push_back(visit.latent->normal);
        } else {
            solved.faults.push_back(unattainable_visit(outcome, cell, v, stated.back(), visit.attainable_correlation));
        }
    }
    if (!solved.faults.empty()) return solved;
    SolvedCorrelations pairs = latent_correlations(outcome.scale, baseline, later, stated, outcome.covariance.correlation);
    solved.latent.correlation = std::move(pairs.latent);
    solved.faults = std::move(pairs.faults);
    return solved;
}

}  // namespace detail

/// Finds the multivariate normals whose scores have the stated moments among those eligible.
///
/// Baseline first, common to both arms; then (mean, SD, correlation with baseline) of each visit of each cell; then each pair of later visits.
/// @param outcome  without faults, moments as observed
/// @returns        the latent variables to about 1e-10; or faults that name the visit or the pair which no normal can give, nothing repaired
/// @complexity     about 10 ms for two cells of four visits on 51 scores.
/// @verified       tests/mechanism/latent_calibration_test.cpp
inline LatentCalibration calibrate_latent(const RepeatedMeasures& outcome) {
    LatentCalibration calibration{};
    const Eligibility eligible = eligibility(outcome.scale, outcome.baseline_minimum);
    const ScoreMoments stated{outcome.mean.control[0], outcome.covariance.sd[0]};
    const auto baseline = latent_baseline(outcome.scale, eligible.latent, stated);
    if (!baseline) {
        calibration.faults = detail::unattainable_baseline(outcome, stated, eligible);
        return calibration;
    }
    calibration.baseline = eligible_baseline(outcome.scale, *baseline, eligible.latent);
    for (const Cell cell : all_cells) {
        const std::vector<double> mean = detail::cell_means(outcome, cell);
        const auto same = std::find_if(all_cells.begin(), all_cells.begin() + static_cast<std::ptrdiff_t>(cell.index()),
                                       [&](Cell earlier) { return detail::cell_means(outcome, earlier) == mean && outcome.sd(earlier.arm) == outcome.sd(cell.arm); });
        if (*same != cell) {
            calibration.cells[cell.index()] = calibration.cells[same->index()];
            continue;
        }
        detail::SolvedCell solved = detail::solve_cell(outcome, cell, *calibration.baseline);
        calibration.cells[cell.index()] = std::move(solved.latent);
        for (Fault& fault : solved.faults) calibration.faults.push_back(std::move(fault));
    }
    return calibration;
}

/// The latent variables as stated, with what the scale and the eligibility cut make of the baseline if it is normal.
///
/// @param outcome  without faults, moments latent or the same as observed
inline LatentCalibration latent_as_stated(const RepeatedMeasures& outcome) {
    LatentCalibration calibration{};
    for (const Cell cell : all_cells) {
        const std::vector<double> mean = detail::cell_means(outcome, cell);
        LatentOutcome& latent = calibration.cells[cell.index()];
        for (std::size_t v = 0; v < mean.size(); ++v) latent.visits.push_back({mean[v], outcome.sd(cell.arm)[v]});
        latent.correlation = outcome.covariance.correlation;
    }
    const double threshold = eligibility(outcome.scale, outcome.baseline_minimum).latent;
    calibration.baseline = eligible_baseline(outcome.scale, calibration.cells[0].visits[0], threshold);
    return calibration;
}

}  // namespace equipoise
