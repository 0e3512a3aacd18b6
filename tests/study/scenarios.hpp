#pragma once

#include <limits>

#include <Eigen/Core>

#include <equipoise/cohort/scenario.hpp>

/// The design and outcome of van Dillen et al. (2021), with a chosen difference between the arms and a chosen dropout.
inline equipoise::Scenario back_pain_trial(bool effect, equipoise::AnyDropout dropout) {
    using namespace equipoise;
    Eigen::MatrixXd correlation(4, 4);
    correlation << 1, 0.45, 0.40, 0.35, 0.45, 1, 0.65, 0.60, 0.40, 0.65, 1, 0.70, 0.35, 0.60, 0.70, 1;
    const std::vector<double> control{32, 20, 19.5, 19.5};
    const std::vector<double> treatment{32, 12.1, 13.9, 13.8};
    return {.name = "back pain",
            .design = {.participants = 149,
                       .visits = {.weeks = {0, 7, 33, 59}},
                       .allocation = FixedArmSizes{.control = 75, .treatment = 74},
                       .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 2}},
            .mechanism = {.outcome = RepeatedMeasures{.name = "MODQ",
                                                      .mean = {.control = control, .treatment = effect ? treatment : control},
                                                      .covariance = unstructured({9, 9.6, 10.3, 10.2}, correlation),
                                                      .scale = {.minimum = 0, .maximum = 100, .step = 2},
                                                      .baseline_minimum = 20},
                          .dropout = std::move(dropout)}};
}

inline equipoise::DropoutCompletelyAtRandom three_per_cent() {
    return {.leaving = {.control = {0.03, 0.03, 0.03}, .treatment = {0.03, 0.03, 0.03}}};
}

/// The same with an effect, on a scale without bounds, steps or eligibility: latent values are scores.
inline equipoise::Scenario unbounded_trial() {
    equipoise::Scenario scenario = back_pain_trial(true, equipoise::NoDropout{});
    equipoise::RepeatedMeasures outcome = *scenario.mechanism.outcome.repeated_measures();
    outcome.scale = {};
    outcome.baseline_minimum = -std::numeric_limits<double>::infinity();
    scenario.mechanism.outcome = outcome;
    return scenario;
}
