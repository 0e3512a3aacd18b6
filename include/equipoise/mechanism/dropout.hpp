#pragma once

#include <vector>

#include <equipoise/design/arm.hpp>

namespace equipoise {

/// Everyone is seen at every visit.
struct NoDropout {};

/// Missing completely at random: the same probability of leaving before each visit.
struct ConstantDropout {
    PerArm<double> per_visit{};  ///< of those still in the trial, in [0, 1)
};

/// Missing completely at random, with rates by visit.
struct DropoutCompletelyAtRandom {
    PerArm<std::vector<double>> leaving;  ///< at each post-baseline visit: of those seen at the visit before, the share not seen from this one on, in [0, 1)
};

/// Logistic dropout, calibrated: logit P(leave before visit v) = intercept(arm, v) + sum of slope x predictor / SD of the predictor.
///
/// The library solves the intercepts so that the stated shares leave. Slopes are log odds per SD, the SD being that of the scores
/// at the visit before (of `missed_score`, at the visit itself). An adverse event is reported, and so observed: with slopes on what is
/// observed only it is missing at random; with one on `missed_score`, not at random.
struct LogisticDropout {
    PerArm<std::vector<double>> leaving;   ///< as in DropoutCompletelyAtRandom
    PerArm<double> last_score{};           ///< log odds per SD of the last score seen, by arm
    PerArm<double> change{};               ///< log odds per SD (of the last score) of the change from baseline to the last score seen
    PerArm<double> missed_score{};         ///< log odds per SD of the score about to be missed
    PerArm<double> adverse_event{};        ///< log odds added for one who has had an adverse event by then
};

}  // namespace equipoise
