#pragma once

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>

namespace equipoise::test {

inline Design small_design() {
    return {.participants = 3,
            .arms = {.control = "SFE", .treatment = "MST"},
            .visits = {.weeks = {0, 7, 59.5}, .labels = {"baseline", "post, treatment", "12 months"}}};
}

/// Three participants with a value for everything that a trial can have.
inline TrialData full_trial() {
    return {.arm = {Arm::treatment, Arm::control, Arm::control},
            .booster = {1, 0, 0},
            .enrolment_weeks = {0.5, 1, 2.25},
            .covariates = {{.name = "age", .values = {42.5, missing, 0.1}},
                           {.name = "sex", .values = {1, 0, missing}, .levels = {"female", "male"}},
                           {.name = "duration of pain", .values = {1, 2, 3}},
                           {.name = "duration of care", .values = {0, 0, 1}, .levels = {"long", "says \"short\""}}},
            .outcomes = {{.name = "MODQ", .visits = 3, .scores = {30, 32, 40, 12, missing, 38, missing, missing, 36},
                          .weeks = {-0.1, 0, 0, 7.5, missing, 6, missing, missing, 60}},
                         {.name = "worst pain", .visits = 2, .scores = {7, 8, missing, 3.5, missing, 6}}},
            .started = {1, 1, 0},
            .therapist = {1, 10, no_therapist},
            .sessions = {6, 4, 0},
            .booster_sessions = {2, 0, 0},
            .treated_visits = {3, 1, 3},
            .discontinuation = {DiscontinuationReason::none, DiscontinuationReason::lack_of_efficacy, DiscontinuationReason::none},
            .adverse_event_terms = {"worsening pain", "fall, at home"},
            .adverse_events = {{.participant = 1, .term = 0, .severity = Severity::moderate, .week = 1.0 / 7},
                               {.participant = 1, .term = 1, .severity = Severity::mild, .week = 3.25},
                               {.participant = 2, .term = 0, .severity = Severity::severe, .week = 0}}};
}

/// The same participants in a trial that has nothing but its primary outcome.
inline TrialData plain_trial() {
    return {.arm = full_trial().arm,
            .booster = {0, 0, 0},
            .outcomes = {{.name = "MODQ", .visits = 3, .scores = full_trial().outcomes[0].scores}}};
}

}  // namespace equipoise::test
