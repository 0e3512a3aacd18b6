#include "key_table.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "text.hpp"

namespace equipoise::io {
namespace {

constexpr std::uint64_t largest_seed = std::numeric_limits<std::uint64_t>::max();
constexpr Limits any_number{};
constexpr Limits positive{.minimum = 0, .above_minimum = true};
constexpr Limits not_negative{.minimum = 0};
constexpr Limits open_share{.minimum = 0, .maximum = 1, .above_minimum = true, .below_maximum = true};
constexpr Limits share_leaving{.minimum = 0, .maximum = 1, .below_maximum = true};
constexpr Limits correlation{.minimum = -1, .maximum = 1};

std::vector<Key> design_keys() {
    using enum KeyType;
    return {
        {.path = "/design", .type = object, .sentence = "The protocol of the trial.", .required = true},
        {.path = "/design/participants", .type = whole, .sentence = "How many are randomised, both arms together.", .required = true, .unit = "participants", .least = 2, .most = 1'000'000},
        {.path = "/design/arms", .type = object, .sentence = "What the arms are called in results.", .standard = "control, treatment"},
        {.path = "/design/arms/control", .type = name, .sentence = "The label of the control arm.", .standard = "control"},
        {.path = "/design/arms/treatment", .type = name, .sentence = "The label of the treatment arm.", .standard = "treatment"},
        {.path = "/design/visits", .type = object, .sentence = "When outcomes are measured; the first visit is the baseline.", .required = true},
        {.path = "/design/visits/weeks", .type = list, .sentence = "When each visit takes place; from 2 to 16 visits, strictly increasing.", .required = true, .unit = "weeks since randomisation", .limits = any_number, .form = "array of numbers"},
        {.path = "/design/visits/labels", .type = list, .sentence = "What each visit is called, all different.", .standard = "\"baseline\", then \"week 4\" and so on", .form = "array of texts"},
        {.path = "/design/allocation", .type = object, .sentence = "How participants are allocated to the arms, 1:1 unless sizes are stated.", .standard = "permuted blocks of 4"},
        {.path = "/design/allocation/method", .type = choice, .sentence = "Permuted blocks over arm by booster, or arms of fixed size in random order.", .required = true, .choices = {"permuted_blocks", "fixed_arm_sizes"}},
        {.path = "/design/allocation/block_sizes", .type = list, .sentence = "The block sizes, of which one is drawn at random for each block; each holds a whole number of every cell (arm by booster).", .standard = "[4]", .unit = "participants", .least = 2, .most = 1'000'000, .belongs_to = {"permuted_blocks"}, .form = "array of whole numbers"},
        {.path = "/design/allocation/treatment", .type = whole, .sentence = "The size of the treatment arm.", .required = true, .unit = "participants", .least = 0, .most = 1'000'000, .belongs_to = {"fixed_arm_sizes"}},
        {.path = "/design/allocation/control", .type = whole, .sentence = "The size of the control arm.", .required = true, .unit = "participants", .least = 0, .most = 1'000'000, .belongs_to = {"fixed_arm_sizes"}},
        {.path = "/design/boosters", .type = object, .sentence = "Booster sessions for a part of each arm, allocated at baseline.", .standard = "nobody has boosters"},
        {.path = "/design/boosters/share", .type = number, .sentence = "The part of each arm that is allocated to boosters.", .standard = "0.5", .limits = open_share},
        {.path = "/design/boosters/told_after_visit", .type = visit, .sentence = "The visit after which participants learn of it; boosters act on later visits only.", .standard = "the baseline", .form = "label of a visit, or its number (0 is the baseline)"},
        {.path = "/design/estimand", .type = object, .sentence = "The primary question; analyses answer for every visit unless told otherwise.", .standard = "the last visit"},
        {.path = "/design/estimand/visit", .type = visit, .sentence = "The visit of the primary estimand.", .standard = "the last visit", .form = "label of a visit after baseline, or its number"},
        {.path = "/design/estimand/strategy", .type = choice, .sentence = "How events after randomisation are treated.", .standard = "treatment_policy", .choices = {"treatment_policy"}},
        {.path = "/design/estimand/contrast", .type = choice, .sentence = "What is compared: a difference in means.", .standard = "treatment_minus_control", .choices = {"treatment_minus_control"}},
    };
}

std::vector<Key> outcome_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism", .type = object, .sentence = "The world in which the trial runs: what would happen to each participant, and who leaves.", .required = true},
        {.path = "/mechanism/outcome", .type = object, .sentence = "An outcome measured at every visit: a multivariate normal seen through a bounded, stepped scale, among those eligible.", .required = true},
        {.path = "/mechanism/outcome/name", .type = name, .sentence = "What the outcome is called.", .standard = "outcome"},
        {.path = "/mechanism/outcome/type", .type = choice, .sentence = "The model of the outcome.", .standard = "repeated_measures", .choices = {"repeated_measures"}},
        {.path = "/mechanism/outcome/scale", .type = object, .sentence = "The scale on which the outcome is recorded.", .standard = "continuous and without bounds"},
        {.path = "/mechanism/outcome/scale/minimum", .type = number, .sentence = "The lowest score; lower values are recorded as it.", .standard = "no bound", .unit = "outcome units"},
        {.path = "/mechanism/outcome/scale/maximum", .type = number, .sentence = "The highest score; higher values are recorded as it.", .standard = "no bound", .unit = "outcome units"},
        {.path = "/mechanism/outcome/scale/step", .type = number, .sentence = "The distance between neighbouring scores, counted from the minimum; 0 is continuous.", .standard = "0", .unit = "outcome units", .limits = not_negative},
        {.path = "/mechanism/outcome/baseline_minimum", .type = number, .sentence = "Only those whose baseline score is at least this are eligible.", .standard = "everyone is eligible", .unit = "outcome units"},
        {.path = "/mechanism/outcome/moments", .type = choice, .sentence = "What the stated means, SDs and correlations are of: scores among those eligible, as papers print them, or the latent normal.", .standard = "as_observed", .choices = {"as_observed", "latent"}},
        {.path = "/mechanism/outcome/mean", .type = by_arm, .sentence = "The mean at each visit, the baseline (the same in both arms) first, of participants without boosters.", .required = true, .unit = "outcome units", .form = "number for each visit"},
        {.path = "/mechanism/outcome/covariance", .type = object, .sentence = "How scores of one participant vary and hang together, within arm.", .required = true},
        {.path = "/mechanism/outcome/covariance/structure", .type = choice, .sentence = "The pattern of the correlations.", .required = true, .choices = {"compound_symmetry", "ar1", "toeplitz", "unstructured"}},
        {.path = "/mechanism/outcome/covariance/sd", .type = by_visit, .sentence = "The standard deviation at each visit.", .required = true, .unit = "outcome units", .limits = positive, .form = "number for each visit, or one for all"},
        {.path = "/mechanism/outcome/covariance/correlation", .type = by_visit, .sentence = "The correlations: one number (compound symmetry; AR(1), between neighbours), one for each distance between visits (Toeplitz), or the whole matrix (unstructured).", .required = true, .limits = correlation, .form = "number, array or matrix, as the structure wants"},
        {.path = "/mechanism/outcome/booster_effect", .type = by_arm, .sentence = "What being allocated to boosters adds to the mean at each visit.", .standard = "none", .unit = "outcome units", .form = "number for each visit"},
    };
}

std::vector<Key> dropout_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/dropout", .type = object, .sentence = "Who leaves the trial, and when; nobody returns.", .standard = "nobody leaves"},
        {.path = "/mechanism/dropout/mechanism", .type = choice, .sentence = "None; completely at random; at random, given observed scores; or not at random, given the score about to be missed.", .required = true, .choices = {"none", "mcar", "mar", "mnar"}},
        {.path = "/mechanism/dropout/leaving", .type = by_arm, .sentence = "At each visit after baseline: of those seen at the visit before, the share that is not seen from this one on. With mar and mnar, intercepts are solved so that these shares leave.", .required = true, .limits = share_leaving, .belongs_to = {"mcar", "mar", "mnar"}, .form = "number for each visit after baseline, or one for all"},
        {.path = "/mechanism/dropout/log_odds_per_sd", .type = object, .sentence = "How strongly leaving depends on scores.", .required = true, .belongs_to = {"mar", "mnar"}},
        {.path = "/mechanism/dropout/log_odds_per_sd/last_score", .type = by_arm, .sentence = "On the last score seen.", .standard = "0", .unit = "log odds per SD of that visit's scores", .form = "number"},
        {.path = "/mechanism/dropout/log_odds_per_sd/change", .type = by_arm, .sentence = "On the change from baseline to the last score seen.", .standard = "0", .unit = "log odds per SD of the last visit's scores", .form = "number"},
        {.path = "/mechanism/dropout/log_odds_per_sd/missed_score", .type = by_arm, .sentence = "On the score about to be missed.", .required = true, .unit = "log odds per SD of that visit's scores", .belongs_to = {"mnar"}, .form = "number"},
    };
}

std::vector<Key> analysis_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses", .type = list, .sentence = "The analyses that the data are given, at least one.", .required = true, .form = "array of objects"},
        {.path = "/analyses/*/name", .type = name, .sentence = "What the analysis is called, unlike any other.", .standard = "the method, numbered: mmrm_1"},
        {.path = "/analyses/*/method", .type = choice, .sentence = "A two-sample t-test; analysis of covariance of one visit; or a mixed model for repeated measures.", .required = true, .choices = {"t_test", "ancova", "mmrm"}},
        {.path = "/analyses/*/outcome", .type = name, .sentence = "The name of the outcome.", .standard = "the primary outcome"},
        {.path = "/analyses/*/visit", .type = visit, .sentence = "The visit to answer for.", .standard = "every visit after baseline", .form = "label of a visit after baseline, or its number"},
        {.path = "/analyses/*/variance", .type = choice, .sentence = "One variance for both arms, or Welch's.", .standard = "pooled", .choices = {"pooled", "welch"}, .belongs_to = {"t_test"}},
        {.path = "/analyses/*/response", .type = choice, .sentence = "The score itself, or its change from baseline.", .standard = "score", .choices = {"score", "change"}, .belongs_to = {"t_test"}},
        {.path = "/analyses/*/covariates", .type = list, .sentence = "What is adjusted for.", .standard = "the baseline (ancova), nothing (mmrm)", .belongs_to = {"ancova", "mmrm"}, .form = "array of objects"},
        {.path = "/analyses/*/covariates/*/name", .type = name, .sentence = "\"baseline\", or another covariate of the data.", .required = true},
        {.path = "/analyses/*/covariates/*/type", .type = choice, .sentence = "A number, or a category whose first level in sorted order is the reference.", .standard = "numeric", .choices = {"numeric", "factor"}},
        {.path = "/analyses/*/covariates/*/by_visit", .type = boolean, .sentence = "Whether it has a coefficient of its own at each visit, or one for all; of no account where one visit is analysed.", .standard = "true"},
        {.path = "/analyses/*/covariance", .type = choice, .sentence = "The covariance of the visits.", .standard = "unstructured", .choices = {"unstructured"}, .belongs_to = {"mmrm"}},
        {.path = "/analyses/*/degrees_of_freedom", .type = choice, .sentence = "The method for the degrees of freedom.", .standard = "satterthwaite", .choices = {"satterthwaite"}, .belongs_to = {"mmrm"}},
        {.path = "/analyses/*/estimation", .type = choice, .sentence = "Restricted or full maximum likelihood.", .standard = "reml", .choices = {"reml", "ml"}, .belongs_to = {"mmrm"}},
    };
}

std::vector<Key> all_scenario_keys() {
    using enum KeyType;
    std::vector<Key> keys{
        {.path = "/$schema", .type = text, .sentence = "The address of a schema, for editors; it is not read.", .standard = "none"},
        {.path = "/name", .type = name, .sentence = "A short name of the scenario, shown with every result.", .required = true},
        {.path = "/title", .type = text, .sentence = "What the scenario is, in a sentence.", .standard = "none"},
        {.path = "/source", .type = text, .sentence = "Where the scenario comes from, for instance a citation.", .standard = "none"},
    };
    for (const auto& part : {design_keys(), outcome_keys(), dropout_keys(), analysis_keys()}) keys.insert(keys.end(), part.begin(), part.end());
    const std::vector<Key> last{
        {.path = "/study", .type = object, .sentence = "How the study is run.", .required = true},
        {.path = "/study/replicates", .type = whole, .sentence = "How many trials are simulated.", .standard = "1000", .least = 1, .most = 1'000'000'000},
        {.path = "/study/seed", .type = whole, .sentence = "The seed of all random numbers; the same seed gives the same trials.", .required = true, .least = 0, .most = largest_seed},
        {.path = "/study/alpha", .type = number, .sentence = "The two-sided significance level; confidence intervals have level 1 - alpha.", .standard = "0.05", .limits = open_share},
        {.path = "/study/stream", .type = whole, .sentence = "Another number gives other trials from the same seed; 0 is the seed itself.", .standard = "0", .least = 0, .most = largest_seed},
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
        {.path = "/control", .type = name, .sentence = "The label of the control arm, as in the data.", .required = true},
        {.path = "/visits", .type = list, .sentence = "The labels of the visits after baseline, in order, as in the data.", .required = true, .form = "array of texts"},
        {.path = "/baseline", .type = name, .sentence = "The label of the baseline visit, as in the data.", .standard = "there is no baseline"},
        {.path = "/alpha", .type = number, .sentence = "The two-sided significance level; confidence intervals have level 1 - alpha.", .standard = "0.05", .limits = open_share},
    };
    const std::vector<Key> analyses = analysis_keys();
    keys.insert(keys.end(), analyses.begin(), analyses.end());
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
