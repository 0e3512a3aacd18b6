#pragma once

#include <Eigen/Core>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>

namespace trial {

/// Four visits, boosters for half of each arm after visit 2.
inline equipoise::Design design() {
    return {.participants = 149, .visits = {.weeks = {0, 7, 33, 59}}, .boosters = equipoise::BoosterPlan{.share = 0.5, .told_after_visit = 2}};
}

/// The back-pain trial's disability score as observed among those eligible.
inline equipoise::RepeatedMeasures outcome() {
    Eigen::MatrixXd correlation(4, 4);
    correlation << 1, 0.42, 0.38, 0.33, 0.42, 1, 0.65, 0.60, 0.38, 0.65, 1, 0.70, 0.33, 0.60, 0.70, 1;
    return {.mean = {.control = {32, 20, 19.5, 19.5}, .treatment = {32, 12.1, 13.9, 13.8}},
            .covariance = equipoise::unstructured({9, 9.3, 10.3, 10.2}, correlation),
            .scale = {0, 100, 2},
            .baseline_minimum = 20};
}

}  // namespace trial
