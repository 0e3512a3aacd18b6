#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>

#include "chooser.hpp"

namespace recovery {

using namespace equipoise;

inline Scale random_scale(Chooser& choose) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double steps[] = {1, 2, 5};
    switch (choose.below(6)) {
        case 0: return {0, 100, 0};
        case 1: return {0, 100, steps[choose.below(3)]};
        case 2: return {0, infinity, choose.with(0.5) ? 1.0 : 0.0};
        case 3: return {-infinity, infinity, 2};
        default: return {};
    }
}

/// Of any kind; the factor is the baseline below or above 50. Minimisation is 1 to 1, since with another ratio its arms are not alike even in
/// expectation (Kuznetsova & Tymofyeyev 2012, Stat Med 31:701), and moments by arm are not those of the enrolled.
inline Allocation random_allocation(Chooser& choose) {
    const bool unequal = choose.with(0.3);
    const PerArm<std::size_t> ratio{1, unequal ? 2U : 1U};
    switch (choose.below(6)) {
        case 0: return SimpleAllocation{.ratio = ratio};
        case 1: return BiasedCoin{};
        case 2: return Minimisation{.factors = {{.covariate = baseline_factor, .cuts = {50}}}};
        case 3: return PermutedBlocks{.sizes = {unequal ? 12U : 8U}, .ratio = ratio, .strata = {{.covariate = baseline_factor, .cuts = {50}}}};
        default: return PermutedBlocks{.sizes = {unequal ? 12U : 8U, 24}, .ratio = ratio};
    }
}

inline Design random_design(Chooser& choose) {
    const std::size_t sizes[] = {100, 125, 200, 250};
    Design design{.participants = sizes[choose.below(4)], .visits = {.weeks = {0}}};
    for (std::size_t v = choose.from(1, 5); v > 0; --v) design.visits.weeks.push_back(design.visits.weeks.back() + choose.between(3, 26));
    if (choose.with(0.3)) {
        design.visits.window_weeks = choose.several(design.visits.count(), 0.2, 1.4);
        design.visits.window_weeks[0] = 0;
    }
    if (design.visits.count() > 2 && choose.with(0.6)) {
        design.boosters = BoosterPlan{.share = choose.with(0.7) ? 0.5 : 0.25, .told_after_visit = choose.from(1, design.visits.count() - 2)};
    }
    design.allocation = random_allocation(choose);
    if (choose.with(0.5)) design.recruitment = Recruitment{.per_month = choose.between(2, 20), .pattern = choose.with(0.8) ? ArrivalPattern::poisson : ArrivalPattern::fixed};
    return design;
}

inline ResidualShape random_residuals(Chooser& choose, std::size_t visits, double sd) {
    if (choose.with(0.7)) return NormalResiduals{};
    if (choose.with(0.5)) return SinhArcsinh{.skewness = choose.between(-0.4, 0.4), .tail = choose.between(0.8, 1.3)};
    return ResponderMixture{.share = choose.each(0.2, 0.8), .difference = choose.between(-1, 1) * sd, .from_visit = choose.from(1, visits - 1)};
}

inline RepeatedMeasures random_outcome(Chooser& choose, const Design& design) {
    const std::size_t visits = design.visits.count();
    RepeatedMeasures outcome;
    outcome.scale = random_scale(choose);
    const double sd = choose.between(6, 13);
    const double mean = choose.between(24, 75);
    std::vector<double> sds = choose.several(visits, 0.75 * sd, 1.3 * sd);
    sds[0] = sd;
    outcome.mean = choose.each(visits, mean - 14, mean + 8);
    outcome.mean.control[0] = outcome.mean.treatment[0] = mean;
    if (choose.with(0.35)) {
        outcome.treatment_sd = {sd};
        for (std::size_t v = 1; v < visits; ++v) outcome.treatment_sd.push_back(sds[v] * choose.between(0.8, 1.3));
    }
    outcome.covariance = choose.covariance(std::move(sds));
    if (choose.with(0.5)) {
        const double cut = mean - sd * choose.between(1.1, 2.5);
        outcome.baseline_minimum = outcome.scale.step > 0 ? outcome.scale.step * std::floor(cut / outcome.scale.step) : cut;
    }
    outcome.residuals = random_residuals(choose, visits, sd);
    const bool as_observed = is_normal(outcome.residuals) || shows_latent_values(outcome.scale, outcome.baseline_minimum);
    outcome.moments = as_observed && choose.with(0.7) ? Moments::as_observed : Moments::latent;
    if (design.boosters && choose.with(0.5)) {
        outcome.booster_effect = choose.each(visits, -3, 3);
        for (const Arm arm : both_arms) {
            for (std::size_t v = 0; v <= design.boosters->told_after_visit; ++v) outcome.booster_effect[arm][v] = 0;
        }
    }
    return outcome;
}

}  // namespace recovery
