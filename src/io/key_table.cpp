#include "key_table.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "course_reader.hpp"
#include "covariate_reader.hpp"
#include "design_keys.hpp"
#include "missing_reader.hpp"
#include "multiplicity_reader.hpp"
#include "outcome_reader.hpp"
#include "secondary_reader.hpp"
#include "analysis_reader.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

constexpr std::uint64_t largest_seed = std::numeric_limits<std::uint64_t>::max();

std::vector<Key> all_scenario_keys() {
    using enum KeyType;
    std::vector<Key> keys{
        {.path = "/$schema", .type = text, .sentence = "The address of a schema, for editors; it is not read.", .standard = "none"},
        {.path = "/name", .type = name, .sentence = "A short name of the scenario, shown with every result.", .required = true},
        {.path = "/title", .type = text, .sentence = "What the scenario is, in a sentence.", .standard = "none"},
        {.path = "/source", .type = text, .sentence = "Where the scenario comes from, for instance a citation.", .standard = "none"},
    };
    for (const auto& part : {design_keys(), outcome_keys(), secondary_keys(), covariate_keys(), missing_keys(), course_keys(), analysis_keys(), multiplicity_keys()}) keys.insert(keys.end(), part.begin(), part.end());
    const std::vector<Key> last{
        {.path = "/study", .type = object, .sentence = "How the study is run.", .required = true},
        {.path = "/study/replicates", .type = whole, .sentence = "How many trials are simulated.", .standard = "1000", .least = 1, .most = 1'000'000'000},
        {.path = "/study/seed", .type = whole, .sentence = "The seed of all random numbers; the same seed gives the same trials.", .required = true, .least = 0, .most = largest_seed},
        {.path = "/study/alpha", .type = number, .sentence = "The two-sided significance level; confidence intervals have level 1 - alpha.", .standard = "0.05", .limits = open_share},
        {.path = "/study/stream", .type = whole, .sentence = "Another number gives other trials from the same seed; 0 is the seed itself.", .standard = "0", .least = 0, .most = largest_seed},
        {.path = "/study/sampling", .type = choice, .sentence = "What is drawn of each trial: its participants, or the sufficient statistics of the primary outcome (collapsed), other numbers of the same distribution and much faster, which is refused where the scenario or an analysis needs participants; automatic is collapsed where that can be.", .standard = "participants", .choices = {"participants", "collapsed", "automatic"}},
        {.path = "/assumptions", .type = map, .sentence = "Where numbers come from: for a place in this file (a JSON pointer such as \"/design/participants\"), its status and source; an entry covers everything beneath its place.", .standard = "none stated"},
        {.path = "/assumptions/*/status", .type = choice, .sentence = "Read in a publication, calculated from published numbers, or assumed.", .required = true, .choices = {"published", "derived", "assumed"}},
        {.path = "/assumptions/*/source", .type = text, .sentence = "A citation.", .standard = "none"},
        {.path = "/assumptions/*/note", .type = text, .sentence = "A remark.", .standard = "none"},
    };
    keys.insert(keys.end(), last.begin(), last.end());
    return keys;
}

std::vector<Key> all_data_spec_keys() {
    using enum KeyType;
    std::vector<Key> keys{
        {.path = "/columns", .type = object, .sentence = "Which column of the data holds what.", .required = true},
        {.path = "/columns/participant", .type = name, .sentence = "The column that names the participant.", .required = true},
        {.path = "/columns/arm", .type = name, .sentence = "The column that names the arm.", .required = true},
        {.path = "/columns/visit", .type = name, .sentence = "The column that names the visit.", .required = true},
        {.path = "/columns/outcome", .type = name, .sentence = "The column that holds the score.", .required = true},
        {.path = "/columns/therapist", .type = name, .sentence = "The column that names who treated the participant; a participant whose field is empty has no therapist.", .standard = "therapists are not known"},
        {.path = "/columns/booster", .type = name, .sentence = "The column that holds 1 for participants allocated to booster sessions, and 0 for the others.", .standard = "nobody has boosters"},
        {.path = "/control", .type = name, .sentence = "The label of the control arm, as in the data.", .required = true},
        {.path = "/visits", .type = list, .sentence = "The labels of the visits after baseline, in order, as in the data.", .required = true, .form = "array of texts"},
        {.path = "/baseline", .type = name, .sentence = "The label of the baseline visit, as in the data.", .standard = "there is no baseline"},
        {.path = "/weeks", .type = list, .sentence = "The scheduled weeks of the baseline and the visits after it, increasing; random slopes are in weeks.", .standard = "not known", .form = "array with one number for each visit, the baseline first"},
        {.path = "/alpha", .type = number, .sentence = "The two-sided significance level; confidence intervals have level 1 - alpha.", .standard = "0.05", .limits = open_share},
    };
    for (const auto& part : {analysis_keys(), multiplicity_keys()}) keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

}  // namespace

std::span<const Key> scenario_keys() {
    static const std::vector<Key> keys = all_scenario_keys();
    return keys;
}

std::span<const Key> data_spec_keys() {
    static const std::vector<Key> keys = all_data_spec_keys();
    return keys;
}

std::string wanted_number(const Limits& limits) {
    const bool below = std::isfinite(limits.maximum);
    if (std::isfinite(limits.minimum)) {
        if (!below) return (limits.above_minimum ? "a number above " : "a number of at least ") + plain_number(limits.minimum);
        if (limits.above_minimum) return "a number above " + plain_number(limits.minimum) + " and " + (limits.below_maximum ? "below " : "at most ") + plain_number(limits.maximum);
        return "a number from " + plain_number(limits.minimum) + " to " + (limits.below_maximum ? "below " : "") + plain_number(limits.maximum);
    }
    return below ? (limits.below_maximum ? "a number below " : "a number of at most ") + plain_number(limits.maximum) : "a number";
}

std::string plain_number(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

std::string wanted(const Key& key) {
    switch (key.type) {
        case KeyType::object:
        case KeyType::map: return "an object";
        case KeyType::list: return key.form.substr(0, 5) == "array" ? "an " + std::string{key.form} : "an array";
        case KeyType::text: return "a text in double quotes";
        case KeyType::name: return "a text that is not empty";
        case KeyType::choice: return key.choices.size() == 1 ? in_quotes(key.choices.front()) : (key.choices.size() == 2 ? "" : "one of ") + listed(key.choices, "or");
        case KeyType::boolean: return "true or false";
        case KeyType::whole: return "a whole number from " + with_thousands(key.least) + " to " + with_thousands(key.most);
        case KeyType::number: return wanted_number(key.limits);
        case KeyType::visit: return "the " + std::string{key.form};
        case KeyType::by_visit: return "a " + std::string{key.form};
        case KeyType::by_arm: break;
    }
    return "an object with \"control\" and \"treatment\", or one value for both";
}

}  // namespace equipoise::io
