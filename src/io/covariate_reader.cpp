#include "covariate_reader.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "json_value.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

constexpr Limits correlations{.minimum = -1, .maximum = 1, .above_minimum = true, .below_maximum = true};

Length each_visit(std::size_t visits, bool one_for_all) {
    return {.count = visits, .per = "of the " + std::to_string(visits) + " visits, the baseline first", .one_for_all = one_for_all};
}

std::optional<std::vector<double>> read_proportions(Reading& reading, const Item& item, std::size_t levels) {
    return read_numbers(reading, item, {.count = levels, .per = "of the " + std::to_string(levels) + " levels", .one_for_all = false});
}

template <class Distribution>
Distribution read_moments(Reading& reading, const Block& block, Distribution distribution) {
    if (const auto mean = read_number(reading, block["mean"])) distribution.mean = *mean;
    if (const auto sd = read_number(reading, block["sd"])) distribution.sd = *sd;
    if (const auto minimum = read_number(reading, block["minimum"])) distribution.minimum = *minimum;
    if constexpr (std::is_same_v<Distribution, TruncatedNormal>) {
        if (const auto maximum = read_number(reading, block["maximum"])) distribution.maximum = *maximum;
    }
    return distribution;
}

Categories read_categories(Reading& reading, const Block& block) {
    Categories categories;
    const auto text = [&](const Item& element) { return read_text(reading, element); };
    if (auto levels = read_list(reading, block["levels"], "an array of texts", 0, text)) categories.levels = std::move(*levels);
    if (auto proportions = read_proportions(reading, block["proportions"], categories.levels.size())) categories.proportions = std::move(*proportions);
    return categories;
}

CovariateDistribution read_distribution(Reading& reading, const Block& block) {
    if (block.chosen() == "categories") return read_categories(reading, block);
    if (block.chosen() == "shifted_gamma") return read_moments(reading, block, ShiftedGamma{});
    if (block.chosen() == "lognormal") return read_moments(reading, block, Lognormal{});
    return read_moments(reading, block, TruncatedNormal{});
}

/// The numbers of each level, stated by its name.
std::vector<std::vector<double>> read_by_level(Reading& reading, const Item& item, const std::vector<std::string>& levels, std::size_t visits) {
    std::vector<std::vector<double>> rows;
    if (!item || levels.empty()) return rows;
    if (!item.is(Value::Kind::object)) {
        reading.must_be(item, "an object with the numbers of each level");
        return rows;
    }
    const std::vector<std::string_view> known(levels.begin(), levels.end());
    for (const Member& member : item.value->members) {
        if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
        const std::string hint = did_you_mean(member.key, known);
        reading.note({member.key_span, item.pointer + pointer_token(member.key), in_quotes(member.key) + " is not a level of the covariate", hint.empty() ? "its levels: " + listed(known, "and") : hint, true});
    }
    for (const std::string& level : levels) {
        const Value* value = item.value->find(level);
        const std::string pointer = item.pointer + pointer_token(level);
        if (value == nullptr) {
            reading.wrong(item, "must hold the numbers of every level, but those of " + in_quotes(level) + " are missing");
        } else if (auto row = read_numbers(reading, {value, pointer, item.key}, each_visit(visits, false))) {
            rows.push_back(std::move(*row));
        }
    }
    return rows;
}

CovariateModel read_covariate(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/covariates/*", {.key = "distribution"}};
    CovariateModel covariate;
    if (!block) return covariate;
    if (auto name = read_text(reading, block["name"])) covariate.name = std::move(*name);
    covariate.distribution = read_distribution(reading, block);
    if (auto correlation = read_numbers(reading, block["correlation"], each_visit(visits, true))) covariate.correlation = std::move(*correlation);
    if (auto slope = read_numbers(reading, block["slope"], each_visit(visits, true))) covariate.slope = std::move(*slope);
    if (const auto* categories = std::get_if<Categories>(&covariate.distribution)) {
        covariate.effect_modification = read_by_level(reading, block["effect_modification"], categories->levels, visits);
    } else if (auto row = read_numbers(reading, block["effect_modification"], each_visit(visits, false))) {
        covariate.effect_modification = {std::move(*row)};
    }
    return covariate;
}

/// A distribution of the trial with what is another in the target population.
CovariateDistribution read_changes(Reading& reading, const Item& item, const Block& block, const CovariateDistribution& trial) {
    const bool categorical = std::holds_alternative<Categories>(trial);
    for (const char* key : {"mean", "sd", "minimum", "maximum", "proportions"}) {
        const std::string_view name = key;
        const bool fits = name == "proportions" ? categorical : !categorical && (name != "maximum" || std::holds_alternative<TruncatedNormal>(trial));
        if (fits || !block[key]) continue;
        reading.wrong(block[key], "does not belong to the distribution that the covariate has in the trial", "remove it");
    }
    if (categorical && !block["proportions"]) {
        reading.wrong(item, "must state the proportions of the levels in the target population", "add \"proportions\", or leave the covariate out");
    }
    if (const auto* categories = std::get_if<Categories>(&trial)) {
        Categories changed = *categories;
        if (auto proportions = read_proportions(reading, block["proportions"], changed.levels.size())) changed.proportions = std::move(*proportions);
        return changed;
    }
    if (const auto* normal = std::get_if<TruncatedNormal>(&trial)) return read_moments(reading, block, *normal);
    if (const auto* gamma = std::get_if<ShiftedGamma>(&trial)) return read_moments(reading, block, *gamma);
    return read_moments(reading, block, std::get<Lognormal>(trial));
}

std::optional<CovariateModel> read_replacement(Reading& reading, const Item& item, const std::vector<CovariateModel>& trial) {
    const Block block{reading, item, "/mechanism/target_population/covariates/*"};
    const auto name = read_text(reading, block["name"]);
    if (!name) return std::nullopt;
    const auto same = std::find_if(trial.begin(), trial.end(), [&](const CovariateModel& covariate) { return covariate.name == *name; });
    if (same != trial.end()) return CovariateModel{.name = *name, .distribution = read_changes(reading, item, block, same->distribution)};
    std::vector<std::string_view> known;
    for (const CovariateModel& covariate : trial) known.push_back(covariate.name);
    reading.wrong(block["name"], "must be the name of a covariate of the trial, but is " + in_quotes(*name), did_you_mean(*name, known));
    return std::nullopt;
}

std::vector<Key> trial_keys() {
    using enum KeyType;
    const std::vector<std::string_view> numeric{"truncated_normal", "shifted_gamma", "lognormal"};
    return {
        {.path = "/mechanism/covariates", .type = list, .sentence = "Baseline characteristics of participants, at most 16.", .standard = "none", .form = "array of objects"},
        {.path = "/mechanism/covariates/*/name", .type = name, .sentence = "What the covariate is called, unlike any other and not \"baseline\"; its random numbers go by the name.", .required = true},
        {.path = "/mechanism/covariates/*/distribution", .type = choice, .sentence = "A normal distribution between bounds, a gamma or lognormal distribution that begins at a minimum, or categories.", .required = true, .choices = {"truncated_normal", "shifted_gamma", "lognormal", "categories"}},
        {.path = "/mechanism/covariates/*/mean", .type = number, .sentence = "The mean, as observed among those eligible.", .required = true, .unit = "units of the covariate", .belongs_to = numeric},
        {.path = "/mechanism/covariates/*/sd", .type = number, .sentence = "The standard deviation, as observed among those eligible.", .required = true, .unit = "units of the covariate", .limits = positive, .belongs_to = numeric},
        {.path = "/mechanism/covariates/*/minimum", .type = number, .sentence = "The lowest value.", .standard = "no bound (truncated_normal), 0", .unit = "units of the covariate", .belongs_to = numeric},
        {.path = "/mechanism/covariates/*/maximum", .type = number, .sentence = "The highest value.", .standard = "no bound", .unit = "units of the covariate", .belongs_to = {"truncated_normal"}},
        {.path = "/mechanism/covariates/*/levels", .type = list, .sentence = "The categories, in an order in which they count as 0, 1, 2, ... for correlations.", .required = true, .belongs_to = {"categories"}, .form = "array of texts"},
        {.path = "/mechanism/covariates/*/proportions", .type = list, .sentence = "The share of each category among those eligible; together 1.", .required = true, .limits = open_share, .belongs_to = {"categories"}, .form = "array of numbers"},
        {.path = "/mechanism/covariates/*/correlation", .type = by_visit, .sentence = "Pearson's correlation with the score at each visit, in the control arm without boosters, among those eligible.", .standard = "0", .limits = correlations, .form = "number for each visit, or one for all"},
        {.path = "/mechanism/covariates/*/slope", .type = by_visit, .sentence = "In place of a correlation: by how much the mean score at each visit is higher for a unit more of the covariate.", .standard = "0", .unit = "outcome units per unit", .form = "number for each visit, or one for all"},
        {.path = "/mechanism/covariates/*/effect_modification", .type = by_visit, .sentence = "What a unit more, or being of a category, adds to the treatment effect at each visit (0 at baseline), about its mean among those eligible.", .standard = "0", .unit = "outcome units (per unit)", .form = "number for each visit; of categories, an object with those of each level"},
    };
}

std::vector<Key> target_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/target_population", .type = object, .sentence = "Those for whom the treatment is meant; the true effect is told among them as well.", .standard = "none beside those eligible"},
        {.path = "/mechanism/target_population/name", .type = name, .sentence = "What the target population is called.", .standard = "target population"},
        {.path = "/mechanism/target_population/baseline_minimum", .type = number, .sentence = "Who is in it: those whose baseline score is at least this.", .standard = "everyone", .unit = "outcome units"},
        {.path = "/mechanism/target_population/covariates", .type = list, .sentence = "The covariates of the trial whose distribution is another one there.", .standard = "none", .form = "array of objects"},
        {.path = "/mechanism/target_population/covariates/*/name", .type = name, .sentence = "The name of a covariate of the trial.", .required = true},
        {.path = "/mechanism/target_population/covariates/*/mean", .type = number, .sentence = "Its mean in the target population.", .standard = "as in the trial", .unit = "units of the covariate"},
        {.path = "/mechanism/target_population/covariates/*/sd", .type = number, .sentence = "Its standard deviation in the target population.", .standard = "as in the trial", .unit = "units of the covariate", .limits = positive},
        {.path = "/mechanism/target_population/covariates/*/minimum", .type = number, .sentence = "Its lowest value in the target population.", .standard = "as in the trial", .unit = "units of the covariate"},
        {.path = "/mechanism/target_population/covariates/*/maximum", .type = number, .sentence = "Its highest value in the target population.", .standard = "as in the trial", .unit = "units of the covariate"},
        {.path = "/mechanism/target_population/covariates/*/proportions", .type = list, .sentence = "The share of each of its categories in the target population; together 1.", .standard = "as in the trial", .limits = open_share, .form = "array of numbers"},
    };
}

}  // namespace

std::vector<Key> covariate_keys() {
    std::vector<Key> keys = trial_keys();
    for (Key& key : target_keys()) keys.push_back(std::move(key));
    return keys;
}

std::vector<CovariateModel> read_covariates(Reading& reading, const Item& item, std::size_t visits) {
    const auto read = [&](const Item& element) { return std::optional{read_covariate(reading, element, visits)}; };
    return read_list(reading, item, "an array of objects such as {\"name\": \"age\", \"distribution\": \"truncated_normal\", \"mean\": 40, \"sd\": 10}", 0, read).value_or(std::vector<CovariateModel>{});
}

std::optional<TargetPopulation> read_target_population(Reading& reading, const Item& item, const std::vector<CovariateModel>& trial) {
    const Block block{reading, item, "/mechanism/target_population"};
    if (!block) return std::nullopt;
    TargetPopulation target;
    if (auto name = read_text(reading, block["name"])) target.name = std::move(*name);
    if (const auto minimum = read_number(reading, block["baseline_minimum"])) target.baseline_minimum = *minimum;
    const auto read = [&](const Item& element) { return read_replacement(reading, element, trial); };
    if (auto covariates = read_list(reading, block["covariates"], "an array of objects with the name of a covariate and its distribution", 0, read)) target.covariates = std::move(*covariates);
    return target;
}

}  // namespace equipoise::io
