#pragma once

#include <optional>
#include <string>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/adverse_events.hpp>
#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/attendance.hpp>
#include <equipoise/mechanism/booster_delivery.hpp>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/discontinuing.hpp>
#include <equipoise/mechanism/intermittent.hpp>
#include <equipoise/mechanism/never_starting.hpp>
#include <equipoise/mechanism/reporting.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>
#include <equipoise/mechanism/target_population.hpp>
#include <equipoise/mechanism/therapists.hpp>

namespace equipoise {

/// How nature makes the data: what would happen to each participant in each arm, and who leaves. What is left out costs nothing and changes
/// no draw of what is there.
struct Mechanism {
    AnyOutcome outcome;                  ///< RepeatedMeasures, or any OutcomeModel
    AnyDropout dropout = NoDropout{};    ///< a built-in mechanism, or any DropoutRule
    std::optional<IntermittentMissing> intermittent{};    ///< visits missed by those who stay
    std::vector<CovariateModel> covariates{};             ///< baseline characteristics
    std::vector<SecondaryOutcome> secondary_outcomes{};   ///< beside the primary one
    std::optional<TargetPopulation> target_population{};  ///< in which the effect is true as well, beside the eligible one
    std::optional<NeverStarting> never_starting{};        ///< randomised, but treatment never begins
    std::optional<Therapists> therapists{};               ///< whose patients do alike
    std::optional<Attendance> attendance{};               ///< of the treatment sessions
    std::optional<BoosterDelivery> boosters{};            ///< how boosters are delivered to those allocated to them
    std::vector<AdverseEventModel> adverse_events{};      ///< by kind
    std::optional<Discontinuing> discontinuation{};       ///< of the allocated treatment
    std::optional<Reporting> reporting{};                 ///< by participants who know their arm
};

/// Everything about a trial but its analyses: the protocol, and the world in which it runs.
struct Scenario {
    std::string name;
    Design design;
    Mechanism mechanism;
};

}  // namespace equipoise
