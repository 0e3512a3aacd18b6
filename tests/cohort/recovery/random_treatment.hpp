#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/cohort/scenario.hpp>

#include "chooser.hpp"

namespace recovery {

using namespace equipoise;

inline Therapists random_therapists(Chooser& choose) {
    const TherapistLayout layouts[] = {TherapistLayout::crossed, TherapistLayout::nested, TherapistLayout::partially_nested};
    Therapists therapists{.layout = layouts[choose.below(3)], .number = {choose.from(2, 8), choose.from(2, 8)}, .icc = choose.between(0.01, 0.2)};
    if (therapists.layout == TherapistLayout::crossed) {
        therapists.number.control = therapists.number.treatment;
        if (choose.with(0.5)) therapists.icc_by_arm = choose.between(0.01, 0.1);
    }
    if (therapists.layout == TherapistLayout::partially_nested) therapists.number.control = 0;
    for (const Arm arm : both_arms) {
        if (choose.with(0.5)) therapists.caseload[arm] = choose.several(therapists.number[arm], 0.5, 2);
    }
    if (choose.with(0.4)) {
        therapists.learning = choose.each(-3, 3);
        therapists.half_learnt_after = choose.between(3, 30);
    }
    return therapists;
}

inline std::vector<AdverseEventModel> random_events(Chooser& choose, double last_week) {
    std::vector<AdverseEventModel> models(choose.from(1, 3));
    for (std::size_t k = 0; k < models.size(); ++k) {
        AdverseEventModel& model = models[k];
        model = {.term = "event " + std::to_string(k), .probability = choose.each(0.05, 0.6), .from_week = choose.with(0.5) ? 0.0 : choose.between(0, last_week / 3)};
        if (choose.with(0.5)) model.to_week = choose.between(last_week / 2, last_week);
        const std::vector<double> severity = choose.proportions(3);
        model.severity = {severity[0], severity[1], severity[2]};
        if (choose.with(0.7)) model.effect = {choose.between(0, 1), choose.between(1, 2), choose.between(2, 5)};
        if (choose.with(0.5)) model.lasting_weeks = choose.between(5, 40);
    }
    return models;
}

inline Discontinuing random_discontinuation(Chooser& choose, std::size_t later_visits, bool adverse_events) {
    const Afterwards afterwards[] = {Afterwards::keeps_benefit, Afterwards::loses_benefit, Afterwards::drifts_to_control};
    Discontinuing stops{.lack_of_efficacy = choose.each(0.05, 0.3), .administrative = choose.each(later_visits, 0.01, 0.06), .afterwards = afterwards[choose.below(3)]};
    if (adverse_events) stops.after_adverse_event = choose.each(0.05, 0.3);
    if (choose.with(0.5)) stops.change_above = choose.between(-3, 4);
    if (!stops.change_above) stops.change_below = choose.between(-10, -2);
    if (stops.afterwards == Afterwards::drifts_to_control && choose.with(0.7)) stops.drift_weeks = choose.between(2, 40);
    return stops;
}

inline AnyDropout random_dropout(Chooser& choose, std::size_t later_visits, bool adverse_events) {
    const PerArm<std::vector<double>> leaving = choose.each(later_visits, 0.02, 0.12);
    LogisticDropout logistic{.leaving = leaving, .last_score = choose.each(-0.8, 0.8), .change = choose.each(-0.6, 0.6)};
    if (adverse_events) logistic.adverse_event = choose.each(-0.5, 1);
    switch (choose.below(6)) {
        case 0: return NoDropout{};
        case 1: return ConstantDropout{.per_visit = choose.each(0.02, 0.1)};
        case 2: return DropoutCompletelyAtRandom{.leaving = leaving};
        case 3: logistic.missed_score = choose.each(-0.8, 0.8); return logistic;
        case 4: return LogisticDropout{.leaving = leaving, .missed_score = choose.each(-1, 1)};
        default: return logistic;
    }
}

inline IntermittentMissing random_gaps(Chooser& choose, std::size_t later_visits) {
    IntermittentMissing gaps{.missing = choose.each(later_visits, 0.02, 0.12)};
    if (choose.with(0.4)) gaps.last_score = choose.each(-0.7, 0.7);
    if (choose.with(0.3)) gaps.missed_score = choose.each(-0.7, 0.7);
    return gaps;
}

inline void choose_delivery(Chooser& choose, const Design& design, Mechanism& nature) {
    if (choose.with(0.3)) nature.never_starting = NeverStarting{.share = choose.each(0.01, 0.1)};
    if (choose.with(0.5)) nature.therapists = random_therapists(choose);
    if (choose.with(0.4)) {
        nature.attendance = Attendance{.sessions = choose.from(3, 12), .probability = choose.each(0.4, 0.95), .overdispersion = choose.with(0.6) ? choose.between(0.02, 0.4) : 0.0};
        if (choose.with(0.6)) nature.attendance->effect_per_session = choose.each(-1.5, 0.5);
    }
    if (design.boosters && choose.with(0.7)) {
        nature.boosters = BoosterDelivery{.first_return = choose.each(0.5, 0.95), .needs_more = choose.between(0.1, 0.5), .odds_ratio = std::exp(choose.between(-1, 2.4)),
                                          .most_sessions = choose.from(2, 5), .effect_per_session = choose.each(-2, 1)};
    }
}

}  // namespace recovery
