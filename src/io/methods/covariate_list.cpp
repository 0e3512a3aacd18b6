#include "method.hpp"

#include <utility>

namespace equipoise::io {

std::vector<Key> covariate_list_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses/*/covariates", .type = list, .sentence = "What is adjusted for.", .standard = "the baseline; nothing with mmrm, clda, lmm and permutation", .form = "array of objects"},
        {.path = "/analyses/*/covariates/*/name", .type = name, .sentence = "\"baseline\", or another covariate of the data.", .required = true},
        {.path = "/analyses/*/covariates/*/type", .type = choice, .sentence = "A number, or a category whose first level in sorted order is the reference.", .standard = "numeric", .choices = {"numeric", "factor"}},
        {.path = "/analyses/*/covariates/*/by_visit", .type = boolean, .sentence = "Whether it has a coefficient of its own at each visit, or one for all; of no account where one visit is analysed.", .standard = "true"},
    };
}

Key missing_key() {
    return {.path = "/analyses/*/missing", .type = KeyType::choice, .sentence = "What is done about scores that were not observed: nothing; only participants observed at every visit are analysed; the last score observed before stands for a missing one; or the baseline score does.", .standard = "observed", .choices = {"observed", "complete_cases", "last_observation_carried_forward", "baseline_carried_forward"}};
}

std::vector<Key> with_missing_key(std::vector<Key> keys) {
    keys.push_back(missing_key());
    return keys;
}

Covariate read_covariate(Reading& reading, const Item& item) {
    const Block block{reading, item, "/analyses/*/covariates/*"};
    Covariate covariate;
    if (!block) return covariate;
    if (auto name = read_text(reading, block["name"])) covariate.name = std::move(*name);
    if (const auto type = read_choice(reading, block["type"])) covariate.type = *type == 0 ? CovariateType::numeric : CovariateType::factor;
    if (const auto by_visit = read_boolean(reading, block["by_visit"])) covariate.by_visit = *by_visit;
    return covariate;
}

std::optional<std::vector<Covariate>> read_covariates(Reading& reading, const Item& item) {
    return read_list(reading, item, "an array of objects such as {\"name\": \"baseline\"}", 0, [&](const Item& element) { return std::optional{read_covariate(reading, element)}; });
}

}  // namespace equipoise::io
