#pragma once

#include <string>

#include <equipoise/design/design.hpp>
#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/any_outcome.hpp>

namespace equipoise {

/// How nature makes the data: what would happen to each participant in each arm, and who leaves.
struct Mechanism {
    AnyOutcome outcome;                  ///< RepeatedMeasures, or any OutcomeModel
    AnyDropout dropout = NoDropout{};    ///< a built-in mechanism, or any DropoutRule
};

/// Everything about a trial but its analyses: the protocol, and the world in which it runs.
struct Scenario {
    std::string name;
    Design design;
    Mechanism mechanism;
};

}  // namespace equipoise
