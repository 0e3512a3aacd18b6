#include "design_keys.hpp"

namespace equipoise::io {
namespace {

constexpr Limits any_number{};
constexpr Limits monthly{.minimum = 0, .maximum = 10'000, .above_minimum = true};
constexpr Limits coin{.minimum = 0.5, .maximum = 1};

std::vector<Key> allocation_keys() {
    using enum KeyType;
    return {
        {.path = "/design/allocation", .type = object, .sentence = "How participants are allocated to the arms.", .standard = "permuted blocks of 4"},
        {.path = "/design/allocation/method", .type = choice, .sentence = "Permuted blocks over arm by booster, if wanted in strata; arms of fixed size in random order; complete randomisation; Efron's biased coin; or Pocock and Simon's minimisation.", .required = true, .choices = {"permuted_blocks", "fixed_arm_sizes", "simple", "biased_coin", "minimisation"}},
        {.path = "/design/allocation/block_sizes", .type = list, .sentence = "The block sizes, of which one is drawn at random for each block; each holds a whole number of every cell (arm by booster).", .standard = "[4]", .unit = "participants", .least = 2, .most = 1'000'000, .belongs_to = {"permuted_blocks"}, .form = "array of whole numbers"},
        {.path = "/design/allocation/treatment", .type = whole, .sentence = "The size of the treatment arm.", .required = true, .unit = "participants", .least = 0, .most = 1'000'000, .belongs_to = {"fixed_arm_sizes"}},
        {.path = "/design/allocation/control", .type = whole, .sentence = "The size of the control arm.", .required = true, .unit = "participants", .least = 0, .most = 1'000'000, .belongs_to = {"fixed_arm_sizes"}},
        {.path = "/design/allocation/ratio", .type = object, .sentence = "How many participants of one arm there are to those of the other.", .standard = "1 to 1", .belongs_to = {"permuted_blocks", "simple", "minimisation"}},
        {.path = "/design/allocation/ratio/treatment", .type = whole, .sentence = "The treatment arm's part.", .required = true, .least = 1, .most = 1'000},
        {.path = "/design/allocation/ratio/control", .type = whole, .sentence = "The control arm's part.", .required = true, .least = 1, .most = 1'000},
        {.path = "/design/allocation/probability", .type = number, .sentence = "Of the arm that is behind: of having the next participant.", .standard = "2/3 (biased_coin), 0.8 (minimisation)", .limits = coin, .belongs_to = {"biased_coin", "minimisation"}},
        {.path = "/design/allocation/strata", .type = list, .sentence = "Factors of which every combination of classes has a list of blocks of its own.", .standard = "one list for all", .belongs_to = {"permuted_blocks"}, .form = "array of objects"},
        {.path = "/design/allocation/strata/*/covariate", .type = name, .sentence = "The covariate that is looked at; \"baseline\" is the primary outcome's baseline score.", .required = true},
        {.path = "/design/allocation/strata/*/cuts", .type = list, .sentence = "Of a number, where each new class begins, increasing; a covariate with levels has none.", .standard = "the levels are the classes", .limits = any_number, .form = "array of numbers"},
        {.path = "/design/allocation/factors", .type = list, .sentence = "The factors that are balanced, at least one.", .required = true, .belongs_to = {"minimisation"}, .form = "array of objects"},
        {.path = "/design/allocation/factors/*/covariate", .type = name, .sentence = "The covariate that is looked at; \"baseline\" is the primary outcome's baseline score.", .required = true},
        {.path = "/design/allocation/factors/*/cuts", .type = list, .sentence = "Of a number, where each new class begins, increasing; a covariate with levels has none.", .standard = "the levels are the classes", .limits = any_number, .form = "array of numbers"},
        {.path = "/design/allocation/factors/*/weight", .type = number, .sentence = "How much the factor counts.", .standard = "1", .limits = positive},
    };
}

std::vector<Key> protocol_keys() {
    using enum KeyType;
    return {
        {.path = "/design", .type = object, .sentence = "The protocol of the trial.", .required = true},
        {.path = "/design/participants", .type = whole, .sentence = "How many are randomised, both arms together.", .required = true, .unit = "participants", .least = 2, .most = 1'000'000},
        {.path = "/design/arms", .type = object, .sentence = "What the arms are called in results.", .standard = "control, treatment"},
        {.path = "/design/arms/control", .type = name, .sentence = "The label of the control arm.", .standard = "control"},
        {.path = "/design/arms/treatment", .type = name, .sentence = "The label of the treatment arm.", .standard = "treatment"},
        {.path = "/design/recruitment", .type = object, .sentence = "When participants come.", .standard = "not simulated: no enrolment times"},
        {.path = "/design/recruitment/rate_per_month", .type = number, .sentence = "How many are randomised in a month of 365.25 / 12 days.", .required = true, .unit = "participants per month", .limits = monthly},
        {.path = "/design/recruitment/pattern", .type = choice, .sentence = "At random moments (a Poisson process), or evenly.", .standard = "poisson", .choices = {"poisson", "fixed"}},
        {.path = "/design/visits", .type = object, .sentence = "When outcomes are measured; the first visit is the baseline.", .required = true},
        {.path = "/design/visits/weeks", .type = list, .sentence = "When each visit takes place; from 2 to 16 visits, strictly increasing.", .required = true, .unit = "weeks since randomisation", .limits = any_number, .form = "array of numbers"},
        {.path = "/design/visits/labels", .type = list, .sentence = "What each visit is called, all different.", .standard = "\"baseline\", then \"week 4\" and so on", .form = "array of texts"},
        {.path = "/design/visits/window_weeks", .type = list, .sentence = "How much earlier or later each visit may be, any moment being as likely; the baseline 0, and no overlap.", .standard = "every visit is on the day", .unit = "weeks", .limits = not_negative, .form = "array of numbers"},
    };
}

std::vector<Key> question_keys() {
    using enum KeyType;
    return {
        {.path = "/design/boosters", .type = object, .sentence = "Booster sessions for a part of each arm, allocated at baseline.", .standard = "nobody has boosters"},
        {.path = "/design/boosters/share", .type = number, .sentence = "The part of each arm that is allocated to boosters.", .standard = "0.5", .limits = open_share},
        {.path = "/design/boosters/told_after_visit", .type = visit, .sentence = "The visit after which participants learn of it; boosters act on later visits only.", .standard = "the baseline", .form = "label of a visit, or its number (0 is the baseline)"},
        {.path = "/design/estimand", .type = object, .sentence = "The primary question; analyses answer for every visit unless told otherwise.", .standard = "the last visit"},
        {.path = "/design/estimand/visit", .type = visit, .sentence = "The visit of the primary estimand.", .standard = "the last visit", .form = "label of a visit after baseline, or its number"},
        {.path = "/design/estimand/strategy", .type = choice, .sentence = "How stopping the allocated treatment early is treated: the outcome whatever happened; as if nobody had stopped; stopping as a part of the outcome; or the outcome at the last visit on treatment.", .standard = "treatment_policy", .choices = {"treatment_policy", "hypothetical", "composite", "while_on_treatment"}},
        {.path = "/design/estimand/composite_score", .type = number, .sentence = "The score of those who stopped, from then on.", .standard = "their baseline score", .unit = "outcome units", .limits = any_number, .belongs_to = {"composite"}},
        {.path = "/design/estimand/contrast", .type = choice, .sentence = "What is compared: a difference in means.", .standard = "treatment_minus_control", .choices = {"treatment_minus_control"}},
        {.path = "/design/analysis_set", .type = choice, .sentence = "Who is analysed: those who started treatment, or all who were randomised.", .standard = "modified_itt", .choices = {"modified_itt", "all_randomised"}},
    };
}

}  // namespace

std::vector<Key> design_keys() {
    std::vector<Key> keys;
    for (const auto& part : {protocol_keys(), allocation_keys(), question_keys()}) keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

}  // namespace equipoise::io
