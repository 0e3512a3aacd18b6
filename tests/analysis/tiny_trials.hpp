#pragma once

#include "analysis/all_analyses.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_batch.hpp>

/// Every analysis on trials of 16 participants of whom about three in ten have left by the last visit and a few miss visits before.
namespace tiny {

using Counts = std::array<std::uint64_t, equipoise::fit_status_count>;

inline equipoise::TrialData trial(std::uint64_t seed) { return every::trial(seed, {.participants = 16, .leaving = 0.112, .skipping = 0.05, .covariates = true}); }

/// What is wrong with an estimate as its answer reports it; empty if it is complete, or failed for a reason and without a number.
inline std::string complaint(const equipoise::Estimate& estimate, const equipoise::Answer& answer) {
    if (static_cast<std::size_t>(estimate.status) >= equipoise::fit_status_count) return "no such status";
    if (!equipoise::usable(estimate.status)) {
        const bool silent = std::isnan(estimate.effect) && std::isnan(estimate.standard_error) && std::isnan(estimate.p_value) && std::isnan(estimate.interval.lower);
        return silent ? "" : "a failed fit with numbers";
    }
    if (answer.reports.effect && !std::isfinite(estimate.effect)) return "no effect";
    const bool may_be_zero = answer.estimand == equipoise::risk_difference;  // of shares of 0 or 1
    const bool error = std::isfinite(estimate.standard_error) && (estimate.standard_error > 0 || (may_be_zero && estimate.standard_error == 0));
    if (answer.reports.standard_error && !error) return "no standard error";
    if (!(estimate.p_value >= 0 && estimate.p_value <= 1)) return "no p-value";
    if (answer.reports.interval && !(estimate.interval.lower <= estimate.interval.upper)) return "no interval";
    return "";
}

/// Which statuses the estimates of a method may have.
inline const std::map<std::string_view, std::set<equipoise::FitStatus>>& possible() {
    using enum equipoise::FitStatus;
    const std::set<equipoise::FitStatus> closed_form{converged, not_estimable, covariance_singular};
    const std::set<equipoise::FitStatus> likelihood{converged, not_estimable, covariance_singular, not_converged, hessian_not_positive_definite};
    const std::set<equipoise::FitStatus> bounded{converged, on_boundary, not_estimable, covariance_singular, not_converged, hessian_not_positive_definite};
    const std::set<equipoise::FitStatus> categories{converged, not_estimable, not_converged, hessian_not_positive_definite, separated};
    static const std::map<std::string_view, std::set<equipoise::FitStatus>> all{
        {"t_test", closed_form},
        {"ancova", closed_form},
        {"booster_factorial", closed_form},
        {"cluster_means", closed_form},
        {"wilcoxon", closed_form},
        {"permutation", closed_form},
        {"effect_size", closed_form},
        {"responder_difference", {converged, not_estimable}},
        {"logistic", categories},
        {"proportional_odds", categories},
        {"count", {converged, on_boundary, not_estimable, covariance_singular, not_converged, hessian_not_positive_definite, separated}},
        {"therapist_mixed_model", bounded},
        {"mmrm", likelihood},
        {"clda", likelihood},
        {"lmm", bounded},
        {"multiple_imputation", closed_form},
        {"conditional_mean_imputation", likelihood},
    };
    return all;
}

/// All flavours, ready for such trials.
class Batch {
public:
    Batch() : shape_(every::shape(trial(0))), batch_(analyses(), shape_, 0.05) {}

    /// @param each  called with (flavour, answer, estimate) for all answers
    template <class Each>
    void run(std::uint64_t replicate, Each&& each) {
        const auto estimates = batch_(trial(replicate), equipoise::StudyKey(1), replicate);
        for (std::size_t k = 0; k < estimates.size(); ++k) each(batch_.answers()[k].analysis, batch_.answers()[k].answer, estimates[k]);
    }

    static std::vector<equipoise::AnyAnalysis> analyses() {
        std::vector<equipoise::AnyAnalysis> all;
        for (const every::Flavour& flavour : every::flavours()) all.push_back(flavour.of(1).named(flavour.name));
        return all;
    }

private:
    equipoise::TrialShape shape_;
    equipoise::AnalysisBatch batch_;
};

}  // namespace tiny
