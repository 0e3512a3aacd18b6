#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>

namespace equipoise {

/// The most scores of a scale that may lie within ten SDs of a mean: a finer scale is as good as continuous.
inline constexpr double max_scores = 10'000;

namespace detail {

inline const std::string outcome_at = "/mechanism/outcome";

/// Where a scenario states the SDs of an arm.
inline std::string sd_pointer(const RepeatedMeasures& outcome, Arm arm) {
    return "/mechanism/outcome/covariance/sd" + std::string(outcome.treatment_sd.empty() ? "" : arm == Arm::control ? "/control" : "/treatment");
}

inline void check_scale(const RepeatedMeasures& outcome, std::vector<Fault>& found) {
    const Scale& scale = outcome.scale;
    const std::string at = outcome_at + "/scale";
    if (!(scale.minimum < scale.maximum)) {
        found.push_back({at, "must have a minimum below its maximum, but they are " + plain_number(scale.minimum) + " and " + plain_number(scale.maximum)});
        return;
    }
    if (!(scale.step >= 0) || std::isinf(scale.step)) {
        found.push_back({at + "/step", "must be a distance between scores, or 0 for a continuous scale, but is " + plain_number(scale.step)});
        return;
    }
    if (scale.step > 0 && bounded_above(scale)) {
        const double steps = (scale.maximum - origin(scale)) / scale.step;
        if (!(std::abs(steps - std::floor(steps + 0.5)) < 1e-9 * (1 + std::abs(steps)))) {
            found.push_back({at + "/step", "must divide the scale into a whole number of steps, but " + plain_number(origin(scale)) + " to " +
                                               plain_number(scale.maximum) + " is " + plain_number(steps) + " steps of " + plain_number(scale.step)});
        }
    }
    double widest = 0;
    for (const Arm arm : both_arms) {
        for (const double sd : outcome.sd(arm)) widest = std::max(widest, 20 * sd);
    }
    const double range = std::min(widest, scale.maximum - scale.minimum);
    if (scale.step > 0 && std::isfinite(range) && range > max_scores * scale.step) {
        found.push_back({at + "/step", "must leave at most 10,000 scores within ten SDs of a mean, but is " + plain_number(scale.step),
                         "use 0, a continuous scale"});
    }
    if (!(outcome.baseline_minimum <= scale.maximum) || outcome.baseline_minimum == std::numeric_limits<double>::infinity()) {
        found.push_back({outcome_at + "/baseline_minimum", "must be a score of the scale, but is " + plain_number(outcome.baseline_minimum)});
    }
}

inline void check_means(const RepeatedMeasures& outcome, std::size_t visits, std::vector<Fault>& found) {
    for (const Arm arm : both_arms) {
        const std::string at = outcome_at + "/mean/" + (arm == Arm::control ? "control" : "treatment");
        const std::vector<double>& mean = outcome.mean[arm];
        if (mean.size() != visits) {
            found.push_back({at, "must hold one mean for each of the " + std::to_string(visits) + " visits, but holds " + std::to_string(mean.size())});
        }
        for (std::size_t v = 0; v < mean.size(); ++v) {
            if (!std::isfinite(mean[v])) found.push_back({at + "/" + std::to_string(v), "must be a finite number, but is " + plain_number(mean[v])});
        }
    }
    if (!outcome.mean.control.empty() && !outcome.mean.treatment.empty() && outcome.mean.control[0] != outcome.mean.treatment[0]) {
        found.push_back({outcome_at + "/mean/treatment/0",
                         "must equal the control arm's baseline mean, since participants are randomised, but they are " +
                             plain_number(outcome.mean.treatment[0]) + " and " + plain_number(outcome.mean.control[0])});
    }
}

inline void check_sds(const RepeatedMeasures& outcome, std::size_t visits, std::vector<Fault>& found) {
    for (const Arm arm : both_arms) {
        if (arm == Arm::treatment && outcome.treatment_sd.empty()) continue;
        const std::vector<double>& sd = outcome.sd(arm);
        const std::string at = sd_pointer(outcome, arm);
        if (sd.size() != visits) {
            found.push_back({at, "must hold one SD for each of the " + std::to_string(visits) + " visits, but holds " + std::to_string(sd.size())});
        }
        for (std::size_t v = 0; v < sd.size(); ++v) {
            if (!(sd[v] > 0 && std::isfinite(sd[v]))) found.push_back({at + "/" + std::to_string(v), "must be a number above 0, but is " + plain_number(sd[v])});
        }
    }
    const std::vector<double>& control = outcome.covariance.sd;
    if (outcome.treatment_sd.empty() || control.empty() || outcome.treatment_sd[0] == control[0]) return;
    found.push_back({sd_pointer(outcome, Arm::treatment) + "/0",
                     "must equal the control arm's baseline SD, since participants are randomised, but they are " + plain_number(outcome.treatment_sd[0]) + " and " +
                         plain_number(control[0])});
}

inline void check_correlation(const Covariance& covariance, std::size_t visits, std::vector<Fault>& found) {
    const std::string at = outcome_at + "/covariance";
    const Eigen::MatrixXd& r = covariance.correlation;
    const auto n = static_cast<Eigen::Index>(visits);
    if (r.rows() != n || r.cols() != n) {
        found.push_back({at + "/correlation", "must be " + std::to_string(visits) + " by " + std::to_string(visits) + ", one row for each visit, but is " +
                                                  std::to_string(r.rows()) + " by " + std::to_string(r.cols())});
        return;
    }
    const std::size_t before = found.size();
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            const std::string here = at + "/correlation/" + std::to_string(i) + "/" + std::to_string(j);
            if (i == j && r(i, i) != 1) found.push_back({here, "must be 1, on the diagonal, but is " + plain_number(r(i, i))});
            if (i != j && !(r(i, j) > -1 && r(i, j) < 1)) {
                found.push_back({here, "must be a correlation between -1 and 1, but is " + plain_number(r(i, j))});
            } else if (i != j && r(i, j) != r(j, i)) {
                found.push_back({here, "must equal the correlation across the diagonal, but they are " + plain_number(r(i, j)) + " and " + plain_number(r(j, i))});
            }
        }
    }
    for (Eigen::Index size = 2; found.size() == before && size <= n; ++size) {
        if (cholesky(r.topLeftCorner(size, size))) continue;
        found.push_back({at + "/correlation", "must be positive definite, but the correlations of visit " + std::to_string(size - 1) +
                                                  " contradict those of the visits before it"});
    }
}

inline void check_boosters(const RepeatedMeasures& outcome, const Design& design, std::vector<Fault>& found) {
    for (const Arm arm : both_arms) {
        const std::string at = outcome_at + "/booster_effect/" + (arm == Arm::control ? "control" : "treatment");
        const std::vector<double>& effect = outcome.booster_effect[arm];
        if (!effect.empty() && effect.size() != design.visits.count()) {
            found.push_back({at, "must hold one effect for each of the " + std::to_string(design.visits.count()) + " visits, or none, but holds " +
                                     std::to_string(effect.size())});
        }
        for (std::size_t v = 0; v < effect.size(); ++v) {
            const std::string here = at + "/" + std::to_string(v);
            if (!std::isfinite(effect[v])) found.push_back({here, "must be a finite number, but is " + plain_number(effect[v])});
            if (effect[v] == 0) continue;
            if (!design.boosters) {
                found.push_back({here, "must be 0, since the design has no boosters, but is " + plain_number(effect[v]), "add /design/boosters"});
            } else if (v <= design.boosters->told_after_visit) {
                found.push_back({here, "must be 0, since participants learn of boosters only after visit " +
                                           std::to_string(design.boosters->told_after_visit) + ", but is " + plain_number(effect[v])});
            }
        }
    }
}

/// Means as observed must lie strictly inside the scale; at baseline, above the lowest eligible score.
inline void check_observed_means(const RepeatedMeasures& outcome, std::vector<Fault>& found) {
    for (const Cell cell : all_cells) {
        const std::vector<double>& effect = outcome.booster_effect[cell.arm];
        const std::string arm = cell.arm == Arm::control ? "control/" : "treatment/";
        for (std::size_t v = 0; v < outcome.mean[cell.arm].size(); ++v) {
            const double added = cell.booster && v < effect.size() ? effect[v] : 0.0;
            if (cell.booster && added == 0) continue;
            const double mean = outcome.mean[cell.arm][v] + added;
            const double lowest = v == 0 ? std::max(outcome.scale.minimum, eligibility(outcome.scale, outcome.baseline_minimum).score) : outcome.scale.minimum;
            if (mean > lowest && mean < outcome.scale.maximum) continue;
            found.push_back({outcome_at + (cell.booster ? "/booster_effect/" : "/mean/") + arm + std::to_string(v),
                             "must give scores a mean between " + plain_number(lowest) + " and " + plain_number(outcome.scale.maximum) + ", but the mean is " +
                                 plain_number(mean)});
        }
    }
}

}  // namespace detail

/// Everything that is wrong with an outcome and can be told without solving for its latent variables; empty if nothing is.
///
/// @param design  without faults
/// @returns       faults whose pointers are those of a scenario file ("/mechanism/outcome/..."). @complexity O(visits^3).
/// @verified      tests/mechanism/repeated_measures_faults_test.cpp
inline std::vector<Fault> faults(const RepeatedMeasures& outcome, const Design& design) {
    std::vector<Fault> found;
    if (outcome.name.empty()) found.push_back({detail::outcome_at + "/name", "must be a name, but is empty"});
    detail::check_scale(outcome, found);
    detail::check_means(outcome, design.visits.count(), found);
    detail::check_sds(outcome, design.visits.count(), found);
    detail::check_correlation(outcome.covariance, design.visits.count(), found);
    detail::check_boosters(outcome, design, found);
    for (Fault& fault : residual_faults(outcome, design.visits.count())) found.push_back(std::move(fault));
    if (found.empty() && outcome.moments == Moments::as_observed) detail::check_observed_means(outcome, found);
    return found;
}

}  // namespace equipoise
