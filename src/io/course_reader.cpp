#include "course_reader.hpp"

#include <string>
#include <utility>

#include "lengths.hpp"

namespace equipoise::io {
namespace {

constexpr Limits less_than_all{.minimum = 0, .maximum = 1, .below_maximum = true};

std::vector<Key> therapist_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/therapists", .type = object, .sentence = "Therapists whose patients do alike; the variance and the correlations of the outcome stay as stated.", .standard = "nobody is treated by anyone in particular"},
        {.path = "/mechanism/therapists/layout", .type = choice, .sentence = "Every therapist treats both arms, each one arm, or one arm has therapists and the other none.", .required = true, .choices = {"crossed", "nested", "partially_nested"}},
        {.path = "/mechanism/therapists/number", .type = by_arm, .sentence = "How many therapists treat each arm; crossed: the same ones; partially nested: 0 in one arm.", .required = true, .least = 0, .most = 100'000, .form = "whole number"},
        {.path = "/mechanism/therapists/caseload", .type = by_arm, .sentence = "The relative number of the arm's participants that each therapist treats.", .standard = "equal", .limits = positive, .form = "number for each therapist of the arm"},
        {.path = "/mechanism/therapists/icc", .type = number, .sentence = "The share of the latent variance after baseline that the patients of a therapist have in common.", .required = true, .limits = less_than_all},
        {.path = "/mechanism/therapists/icc_by_arm", .type = number, .sentence = "The further share that they have in common within an arm.", .standard = "0", .limits = less_than_all, .belongs_to = {"crossed"}},
        {.path = "/mechanism/therapists/learning", .type = by_arm, .sentence = "How a therapist's first participants of an arm differ from those treated with experience.", .standard = "0", .unit = "outcome units", .form = "number"},
        {.path = "/mechanism/therapists/half_learnt_after", .type = number, .sentence = "After how many participants half of that difference is gone.", .standard = "10", .unit = "participants", .limits = positive},
    };
}

std::vector<Key> delivery_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/never_starting", .type = object, .sentence = "Those randomised who never start treatment, a random part of each arm; they are not seen after baseline.", .standard = "everyone starts"},
        {.path = "/mechanism/never_starting/share", .type = by_arm, .sentence = "Of those randomised, the share that never starts.", .required = true, .limits = less_than_all, .form = "number"},
        {.path = "/mechanism/attendance", .type = object, .sentence = "How many of the treatment sessions participants attend, and what each does.", .standard = "not simulated"},
        {.path = "/mechanism/attendance/sessions", .type = whole, .sentence = "How many sessions are offered.", .required = true, .unit = "sessions", .least = 1, .most = 100},
        {.path = "/mechanism/attendance/probability", .type = by_arm, .sentence = "The probability of attending a session.", .required = true, .limits = probability, .form = "number"},
        {.path = "/mechanism/attendance/overdispersion", .type = number, .sentence = "The correlation of any two sessions of a participant: 0 is binomial, above it beta-binomial.", .standard = "0", .limits = less_than_all},
        {.path = "/mechanism/attendance/effect_per_session", .type = by_arm, .sentence = "What each session more than expected adds to the outcome after baseline; the stated means are those at the expected attendance.", .standard = "0", .unit = "outcome units", .form = "number"},
        {.path = "/mechanism/boosters", .type = object, .sentence = "How boosters are delivered to those allocated to them (/design/boosters).", .standard = "allocation to boosters acts by /mechanism/outcome/booster_effect alone"},
        {.path = "/mechanism/boosters/first_return", .type = by_arm, .sentence = "Of those allocated to boosters and on treatment, the share that returns for a first session.", .standard = "1", .limits = probability, .form = "number"},
        {.path = "/mechanism/boosters/needs_more", .type = number, .sentence = "Of those who returned in the treatment arm, the share that needs more than one session.", .standard = "0", .limits = less_than_all},
        {.path = "/mechanism/boosters/odds_ratio", .type = number, .sentence = "The odds of needing more in the control arm over those in the treatment arm.", .standard = "1", .limits = positive},
        {.path = "/mechanism/boosters/most_sessions", .type = whole, .sentence = "The most sessions that one who needs more can have; each number from 2 on is as likely.", .standard = "3", .unit = "sessions", .least = 2, .most = 100},
        {.path = "/mechanism/boosters/effect_per_session", .type = by_arm, .sentence = "What each session adds to the outcome at the visits that follow.", .standard = "0", .unit = "outcome units", .form = "number"},
    };
}

std::vector<Key> event_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/adverse_events", .type = list, .sentence = "Kinds of adverse event, at most 8; a participant has each once or not at all, and none is serious.", .standard = "none", .form = "array of objects"},
        {.path = "/mechanism/adverse_events/*/term", .type = name, .sentence = "What the event is called, unlike any other.", .required = true},
        {.path = "/mechanism/adverse_events/*/probability", .type = by_arm, .sentence = "The probability of having it, of those followed to the end.", .required = true, .limits = probability, .form = "number"},
        {.path = "/mechanism/adverse_events/*/from_week", .type = number, .sentence = "The earliest onset; onsets are uniform between this and the latest.", .standard = "0", .unit = "weeks since randomisation", .limits = not_negative},
        {.path = "/mechanism/adverse_events/*/to_week", .type = number, .sentence = "The latest onset.", .standard = "the last visit", .unit = "weeks since randomisation", .limits = positive},
        {.path = "/mechanism/adverse_events/*/severity", .type = list, .sentence = "The shares of mild, moderate and severe events, adding up to 1.", .standard = "all mild", .limits = probability, .form = "array of 3 numbers"},
        {.path = "/mechanism/adverse_events/*/effect", .type = list, .sentence = "What a mild, a moderate and a severe event add to the outcome at visits from onset on.", .standard = "nothing", .unit = "outcome units", .form = "array of 3 numbers"},
        {.path = "/mechanism/adverse_events/*/lasting_weeks", .type = number, .sentence = "How long it acts.", .standard = "to the end", .unit = "weeks", .limits = positive},
        {.path = "/mechanism/discontinuation", .type = object, .sentence = "Discontinuation of the allocated treatment, an intercurrent event; those who stop go on being followed.", .standard = "nobody stops"},
        {.path = "/mechanism/discontinuation/after_adverse_event", .type = by_arm, .sentence = "The probability of stopping before the next visit when an adverse event has begun.", .standard = "0", .limits = probability, .form = "number"},
        {.path = "/mechanism/discontinuation/lack_of_efficacy", .type = by_arm, .sentence = "The probability of stopping before the next visit when efficacy was lacking at the last.", .standard = "0", .limits = probability, .form = "number"},
        {.path = "/mechanism/discontinuation/change_above", .type = number, .sentence = "Efficacy lacks if the change from baseline is above this (where lower scores are better).", .standard = "not asked", .unit = "outcome units"},
        {.path = "/mechanism/discontinuation/change_below", .type = number, .sentence = "Efficacy lacks if the change from baseline is below this (where higher scores are better).", .standard = "not asked", .unit = "outcome units"},
        {.path = "/mechanism/discontinuation/administrative", .type = by_arm, .sentence = "The probability of stopping before each visit after baseline for administrative reasons.", .standard = "0", .limits = probability, .form = "number for each visit after baseline, or one for all"},
        {.path = "/mechanism/discontinuation/afterwards", .type = choice, .sentence = "What becomes of the outcome: as it would have been; the mean returns to the baseline's; or it goes over to the control arm's.", .standard = "keeps_benefit", .choices = {"keeps_benefit", "loses_benefit", "drifts_to_control"}},
        {.path = "/mechanism/discontinuation/drift_weeks", .type = number, .sentence = "With drifts_to_control: how long after the last visit on treatment until the mean is the control arm's.", .standard = "0: at once", .unit = "weeks", .limits = not_negative},
        {.path = "/mechanism/reporting", .type = object, .sentence = "What participants who know their arm report beyond what is true.", .standard = "scores are reported as they are"},
        {.path = "/mechanism/reporting/shift", .type = by_arm, .sentence = "What is added to the outcome after baseline where it is recorded.", .required = true, .unit = "outcome units", .form = "number"},
    };
}

PerArm<double> number_by_arm(Reading& reading, const Item& item, const PerArm<double>& otherwise) {
    return read_per_arm(reading, item, [&](const Item& arm) { return read_number(reading, arm); }).value_or(otherwise);
}

double number_or(Reading& reading, const Item& item, double otherwise) { return read_number(reading, item).value_or(otherwise); }

Therapists read_therapists(Reading& reading, const Item& item) {
    const Block block{reading, item, "/mechanism/therapists", {.key = "layout"}};
    Therapists therapists;
    if (block.chosen() == "nested") therapists.layout = TherapistLayout::nested;
    if (block.chosen() == "partially_nested") therapists.layout = TherapistLayout::partially_nested;
    if (const auto number = read_per_arm(reading, block["number"], [&](const Item& arm) { return read_whole(reading, arm); })) {
        therapists.number = {.control = number->control, .treatment = number->treatment};
    }
    const auto loads = [&](const Item& arm) { return read_numbers(reading, arm, {.count = 0, .per = "for each therapist of the arm", .one_for_all = false}); };
    if (auto caseload = read_per_arm(reading, block["caseload"], loads)) therapists.caseload = std::move(*caseload);
    therapists.icc = number_or(reading, block["icc"], therapists.icc);
    if (block.chosen() == "crossed") therapists.icc_by_arm = number_or(reading, block["icc_by_arm"], therapists.icc_by_arm);
    therapists.learning = number_by_arm(reading, block["learning"], therapists.learning);
    therapists.half_learnt_after = number_or(reading, block["half_learnt_after"], therapists.half_learnt_after);
    return therapists;
}

Attendance read_attendance(Reading& reading, const Item& item) {
    const Block block{reading, item, "/mechanism/attendance"};
    Attendance attendance;
    if (const auto sessions = read_whole(reading, block["sessions"])) attendance.sessions = *sessions;
    attendance.probability = number_by_arm(reading, block["probability"], attendance.probability);
    attendance.overdispersion = number_or(reading, block["overdispersion"], attendance.overdispersion);
    attendance.effect_per_session = number_by_arm(reading, block["effect_per_session"], attendance.effect_per_session);
    return attendance;
}

BoosterDelivery read_delivery(Reading& reading, const Item& item) {
    const Block block{reading, item, "/mechanism/boosters"};
    BoosterDelivery delivery;
    delivery.first_return = number_by_arm(reading, block["first_return"], delivery.first_return);
    delivery.needs_more = number_or(reading, block["needs_more"], delivery.needs_more);
    delivery.odds_ratio = number_or(reading, block["odds_ratio"], delivery.odds_ratio);
    if (const auto most = read_whole(reading, block["most_sessions"])) delivery.most_sessions = *most;
    delivery.effect_per_session = number_by_arm(reading, block["effect_per_session"], delivery.effect_per_session);
    return delivery;
}

std::array<double, 3> by_severity(Reading& reading, const Item& item, const std::array<double, 3>& otherwise) {
    const auto numbers = read_numbers(reading, item, {.count = 3, .per = "of mild, moderate and severe", .one_for_all = false});
    if (!numbers || numbers->size() != 3) return otherwise;
    return {(*numbers)[0], (*numbers)[1], (*numbers)[2]};
}

AdverseEventModel read_adverse_event(Reading& reading, const Item& item) {
    const Block block{reading, item, "/mechanism/adverse_events/*"};
    AdverseEventModel model;
    if (!block) return model;
    if (auto term = read_text(reading, block["term"])) model.term = std::move(*term);
    model.probability = number_by_arm(reading, block["probability"], model.probability);
    model.from_week = number_or(reading, block["from_week"], model.from_week);
    if (const auto week = read_number(reading, block["to_week"])) model.to_week = *week;
    model.severity = by_severity(reading, block["severity"], model.severity);
    model.effect = by_severity(reading, block["effect"], model.effect);
    model.lasting_weeks = number_or(reading, block["lasting_weeks"], model.lasting_weeks);
    return model;
}

Discontinuing read_discontinuation(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/discontinuation"};
    Discontinuing stated;
    stated.after_adverse_event = number_by_arm(reading, block["after_adverse_event"], stated.after_adverse_event);
    stated.lack_of_efficacy = number_by_arm(reading, block["lack_of_efficacy"], stated.lack_of_efficacy);
    if (const auto change = read_number(reading, block["change_above"])) stated.change_above = *change;
    if (const auto change = read_number(reading, block["change_below"])) stated.change_below = *change;
    const auto rates = [&](const Item& arm) { return read_numbers(reading, arm, each_later_visit(visits)); };
    if (auto rate = read_per_arm(reading, block["administrative"], rates)) stated.administrative = std::move(*rate);
    if (const auto choice = read_choice(reading, block["afterwards"])) stated.afterwards = static_cast<Afterwards>(*choice);
    stated.drift_weeks = number_or(reading, block["drift_weeks"], stated.drift_weeks);
    return stated;
}

}  // namespace

std::vector<Key> course_keys() {
    std::vector<Key> keys;
    for (const auto& part : {delivery_keys(), therapist_keys(), event_keys()}) keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

Mechanism with_course(Reading& reading, const Block& mechanism, std::size_t visits, Mechanism nature) {
    if (const Item item = mechanism["never_starting"]) {
        nature.never_starting.emplace();
        nature.never_starting->share = number_by_arm(reading, Block{reading, item, "/mechanism/never_starting"}["share"], nature.never_starting->share);
    }
    if (const Item item = mechanism["therapists"]) nature.therapists = read_therapists(reading, item);
    if (const Item item = mechanism["attendance"]) nature.attendance = read_attendance(reading, item);
    if (const Item item = mechanism["boosters"]) nature.boosters = read_delivery(reading, item);
    if (const Item item = mechanism["adverse_events"]) {
        const auto models = read_list(reading, item, "an array of kinds of adverse event", 0, [&](const Item& element) { return std::optional{read_adverse_event(reading, element)}; });
        if (models) nature.adverse_events = *models;
    }
    if (const Item item = mechanism["discontinuation"]) nature.discontinuation = read_discontinuation(reading, item, visits);
    if (const Item item = mechanism["reporting"]) {
        nature.reporting.emplace();
        nature.reporting->shift = number_by_arm(reading, Block{reading, item, "/mechanism/reporting"}["shift"], nature.reporting->shift);
    }
    return nature;
}

}  // namespace equipoise::io
