#include <cli/course_words.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;

std::string percent(double share) { return brief(100 * share) + " %"; }

/// "3 % (MST) and 5 % (SFE)", or "3 %" if both are alike.
template <class Words>
std::string by_arm(const PerArm<std::string>& arms, const PerArm<double>& value, Words words) {
    if (value.control == value.treatment) return words(value.control);
    return words(value.treatment) + " (" + io::printable(arms.treatment) + ") and " + words(value.control) + " (" + io::printable(arms.control) + ")";
}

bool any(const PerArm<double>& value) { return value.control != 0 || value.treatment != 0; }

std::string starting(const Scenario& scenario) {
    if (!scenario.mechanism.never_starting) return {};
    return "  " + by_arm(scenario.design.arms, scenario.mechanism.never_starting->share, percent) + " of those randomised never start treatment and are not seen after baseline.\n";
}

std::string therapists(const Scenario& scenario) {
    const auto& stated = scenario.mechanism.therapists;
    if (!stated) return {};
    const PerArm<std::string>& arms = scenario.design.arms;
    const PerArm<std::size_t>& number = stated->number;
    std::string text = "  Therapists: ";
    if (stated->layout == TherapistLayout::crossed) {
        text += std::to_string(number.control) + " who treat both arms";
    } else {
        text += std::to_string(number.treatment) + " in " + io::printable(arms.treatment) + " and " + std::to_string(number.control) + " in " + io::printable(arms.control);
    }
    text += "; " + percent(stated->icc) + " of the latent variance after baseline is common to a therapist's patients";
    if (stated->icc_by_arm > 0) text += ", and " + percent(stated->icc_by_arm) + " within an arm";
    if (any(stated->learning)) {
        text += "; a therapist's first participants differ by " + by_arm(arms, stated->learning, [](double points) { return brief(points); }) + ", half of which is gone after " +
                brief(stated->half_learnt_after);
    }
    return text + ".\n";
}

std::string attendance(const Scenario& scenario) {
    const auto& stated = scenario.mechanism.attendance;
    if (!stated) return {};
    const PerArm<std::string>& arms = scenario.design.arms;
    std::string text = "  Attendance: " + std::to_string(stated->sessions) + " sessions, each attended with probability " +
                       by_arm(arms, stated->probability, [](double p) { return brief(p); });
    if (any(stated->effect_per_session)) text += "; each more than expected adds " + by_arm(arms, stated->effect_per_session, [](double points) { return brief(points); });
    return text + ".\n";
}

std::string boosters(const Scenario& scenario) {
    const auto& stated = scenario.mechanism.boosters;
    if (!stated) return {};
    const PerArm<std::string>& arms = scenario.design.arms;
    const PerArm<double> more = needing_more(*stated);
    std::string text = "  Boosters: " + by_arm(arms, stated->first_return, percent) + " of those allocated return for a first session; of these " +
                       by_arm(arms, more, percent) + " need more, up to " + std::to_string(stated->most_sessions);
    if (any(stated->effect_per_session)) text += "; each session adds " + by_arm(arms, stated->effect_per_session, [](double points) { return brief(points); });
    return text + ".\n";
}

std::string adverse_events(const Scenario& scenario) {
    std::string text;
    for (const AdverseEventModel& model : scenario.mechanism.adverse_events) {
        text += "  " + io::printable(model.term) + ": in " + by_arm(scenario.design.arms, model.probability, percent) + ", beginning in weeks " + brief(model.from_week) + " to " +
                brief(model.to_week.value_or(scenario.design.visits.weeks.back())) + "; " + percent(model.severity[0]) + " mild, " + percent(model.severity[1]) + " moderate, " +
                percent(model.severity[2]) + " severe";
        if (model.effect[0] != 0 || model.effect[1] != 0 || model.effect[2] != 0) {
            text += ", adding " + brief(model.effect[0]) + ", " + brief(model.effect[1]) + " or " + brief(model.effect[2]) + " to the outcome" +
                    (std::isfinite(model.lasting_weeks) ? " for " + brief(model.lasting_weeks) + " weeks" : "");
        }
        text += ".\n";
    }
    return text;
}

std::string discontinuation(const Scenario& scenario) {
    const auto& stated = scenario.mechanism.discontinuation;
    if (!stated) return {};
    const PerArm<std::string>& arms = scenario.design.arms;
    std::string text = "  Discontinuation of treatment:";
    if (any(stated->after_adverse_event)) text += " " + by_arm(arms, stated->after_adverse_event, percent) + " after an adverse event;";
    if (any(stated->lack_of_efficacy)) {
        text += " " + by_arm(arms, stated->lack_of_efficacy, percent) + " when the change from baseline is " +
                (stated->change_above ? "above " + brief(*stated->change_above) : "below " + brief(*stated->change_below)) + ";";
    }
    for (const Arm arm : {Arm::treatment, Arm::control}) {
        if (stated->administrative[arm].empty()) continue;
        std::string shares;
        for (const double share : stated->administrative[arm]) shares += (shares.empty() ? "" : ", ") + percent(share);
        text += " in " + io::printable(arms[arm]) + " " + shares + " before the visits for administrative reasons;";
    }
    switch (stated->afterwards) {
        case Afterwards::keeps_benefit: return text + " the outcome is then as it would have been.\n";
        case Afterwards::loses_benefit: return text + " the mean then returns to the baseline's.\n";
        case Afterwards::drifts_to_control: break;
    }
    return text + " the mean then goes over to that of " + io::printable(arms.control) + " within " + brief(stated->drift_weeks) + " weeks.\n";
}

std::string reporting(const Scenario& scenario) {
    const auto& stated = scenario.mechanism.reporting;
    if (!stated) return {};
    return "  Participants report " + by_arm(scenario.design.arms, stated->shift, [](double points) { return brief(points); }) + " more than is true after baseline.\n";
}

}  // namespace

std::string course_in_words(const Scenario& scenario) {
    std::string text = starting(scenario) + therapists(scenario) + attendance(scenario) + boosters(scenario) + adverse_events(scenario) +
                       discontinuation(scenario) + reporting(scenario);
    return text.empty() ? text : "Course of treatment\n" + text + '\n';
}

}  // namespace equipoise::cli
