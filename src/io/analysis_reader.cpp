#include "analysis_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>

#include "text.hpp"

namespace equipoise::io {
namespace {

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

AnyAnalysis read_t_test(Reading& reading, const Block& block, TTest test) {
    if (const auto variance = read_choice(reading, block["variance"])) test.variance = *variance == 0 ? TTestVariance::pooled : TTestVariance::welch;
    if (const auto response = read_choice(reading, block["response"])) test.response = *response == 0 ? TTestResponse::score : TTestResponse::change;
    return test;
}

/// An analysis of one visit at a time with covariates, the baseline unless others are stated.
template <class Analysis>
AnyAnalysis read_adjusted(Reading& reading, const Block& block, Analysis analysis) {
    if (auto covariates = read_covariates(reading, block["covariates"])) analysis.covariates = std::move(*covariates);
    return analysis;
}

AnyAnalysis read_mmrm(Reading& reading, const Block& block, Mmrm mmrm) {
    mmrm.covariates.clear();
    if (auto covariates = read_covariates(reading, block["covariates"])) mmrm.covariates = std::move(*covariates);
    read_choice(reading, block["covariance"]);
    read_choice(reading, block["degrees_of_freedom"]);
    if (const auto estimation = read_choice(reading, block["estimation"])) mmrm.estimation = *estimation == 0 ? Estimation::reml : Estimation::ml;
    return mmrm;
}

std::optional<AnyAnalysis> read_analysis(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/analyses/*", {.key = "method"}};
    if (!block) return std::nullopt;
    const std::string name = read_text(reading, block["name"]).value_or("");
    const std::string outcome = read_text(reading, block["outcome"]).value_or("");
    const std::optional<std::size_t> visit = read_visit(reading, block["visit"], labels, 1);
    if (block.chosen() == "t_test") return read_t_test(reading, block, {.name = name, .visit = visit, .outcome = outcome});
    if (block.chosen() == "ancova") return read_adjusted(reading, block, Ancova{.name = name, .visit = visit, .outcome = outcome});
    if (block.chosen() == "mmrm") return read_mmrm(reading, block, {.name = name, .visit = visit, .outcome = outcome});
    if (block.chosen() == "therapist_mixed_model") return read_adjusted(reading, block, TherapistMixedModel{.name = name, .visit = visit, .outcome = outcome});
    if (block.chosen() == "cluster_means") return ClusterMeans{.name = name, .visit = visit, .outcome = outcome};
    if (block.chosen() == "booster_factorial") return read_adjusted(reading, block, BoosterFactorial{.name = name, .visit = visit, .outcome = outcome});
    return std::nullopt;
}

void check_names(Reading& reading, const std::vector<Item>& items) {
    std::map<std::string_view, std::size_t> first;
    for (std::size_t k = 0; k < items.size(); ++k) {
        const Value* name = items[k].value->find("name");
        if (name == nullptr || name->kind != Value::Kind::string) continue;
        const auto [earlier, is_new] = first.emplace(name->text, k);
        if (is_new) continue;
        reading.wrong({name, items[k].pointer + "/name", nullptr},
                      "must be a name of its own, but " + in_quotes(name->text) + " is already the name of " + items[earlier->second].pointer);
    }
}

}  // namespace

std::vector<Key> analysis_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses", .type = list, .sentence = "The analyses that the data are given, at least one.", .required = true, .form = "array of objects"},
        {.path = "/analyses/*/name", .type = name, .sentence = "What the analysis is called, unlike any other.", .standard = "the method, numbered: mmrm_1"},
        {.path = "/analyses/*/method", .type = choice, .sentence = "A two-sample t-test; analysis of covariance of one visit; a mixed model for repeated measures; a mixed model of one visit with a random effect of therapist; a t-test of therapists' means; or the 2 x 2 factorial of arm and boosters.", .required = true, .choices = {"t_test", "ancova", "mmrm", "therapist_mixed_model", "cluster_means", "booster_factorial"}},
        {.path = "/analyses/*/outcome", .type = name, .sentence = "The name of the outcome.", .standard = "the primary outcome"},
        {.path = "/analyses/*/visit", .type = visit, .sentence = "The visit to answer for.", .standard = "every visit after baseline", .form = "label of a visit after baseline, or its number"},
        {.path = "/analyses/*/variance", .type = choice, .sentence = "One variance for both arms, or Welch's.", .standard = "pooled", .choices = {"pooled", "welch"}, .belongs_to = {"t_test"}},
        {.path = "/analyses/*/response", .type = choice, .sentence = "The score itself, or its change from baseline.", .standard = "score", .choices = {"score", "change"}, .belongs_to = {"t_test"}},
        {.path = "/analyses/*/covariates", .type = list, .sentence = "What is adjusted for.", .standard = "the baseline; nothing with mmrm", .belongs_to = {"ancova", "mmrm", "therapist_mixed_model", "booster_factorial"}, .form = "array of objects"},
        {.path = "/analyses/*/covariates/*/name", .type = name, .sentence = "\"baseline\", or another covariate of the data.", .required = true},
        {.path = "/analyses/*/covariates/*/type", .type = choice, .sentence = "A number, or a category whose first level in sorted order is the reference.", .standard = "numeric", .choices = {"numeric", "factor"}},
        {.path = "/analyses/*/covariates/*/by_visit", .type = boolean, .sentence = "Whether it has a coefficient of its own at each visit, or one for all; of no account where one visit is analysed.", .standard = "true"},
        {.path = "/analyses/*/covariance", .type = choice, .sentence = "The covariance of the visits.", .standard = "unstructured", .choices = {"unstructured"}, .belongs_to = {"mmrm"}},
        {.path = "/analyses/*/degrees_of_freedom", .type = choice, .sentence = "The method for the degrees of freedom.", .standard = "satterthwaite", .choices = {"satterthwaite"}, .belongs_to = {"mmrm"}},
        {.path = "/analyses/*/estimation", .type = choice, .sentence = "Restricted or full maximum likelihood.", .standard = "reml", .choices = {"reml", "ml"}, .belongs_to = {"mmrm"}},
    };
}

std::vector<AnyAnalysis> read_analyses(Reading& reading, const Item& list, const std::vector<std::string>& labels) {
    std::vector<AnyAnalysis> analyses;
    const auto items = read_elements(reading, list, "an array of at least one analysis", 0);
    if (!items) return analyses;
    if (items->empty()) reading.must_be(list, "an array of at least one analysis", "add {\"method\": \"t_test\"}, for instance");
    for (const Item& item : *items) {
        if (auto analysis = read_analysis(reading, item, labels)) analyses.push_back(std::move(*analysis));
    }
    check_names(reading, *items);
    return with_unique_names(analyses);
}

std::vector<Covariate> named_covariates(Reading& reading, const Item& list) {
    std::vector<Covariate> named;
    if (!list.is(Value::Kind::array)) return named;
    Reading unused{reading.keys()};  // what is wrong with a covariate itself was noted where its analysis was read
    for (std::size_t k = 0; k < list.value->elements.size(); ++k) {
        const Value* covariates = list.value->elements[k].find("covariates");
        if (covariates == nullptr || covariates->kind != Value::Kind::array) continue;
        for (std::size_t c = 0; c < covariates->elements.size(); ++c) {
            const std::string pointer = list.pointer + "/" + std::to_string(k) + "/covariates/" + std::to_string(c);
            const Covariate covariate = read_covariate(unused, {&covariates->elements[c], pointer, nullptr});
            const auto same = std::find_if(named.begin(), named.end(), [&](const Covariate& other) { return other.name == covariate.name; });
            if (same == named.end()) named.push_back(covariate);
            else if (same->type != covariate.type) reading.wrong({&covariates->elements[c], pointer, nullptr}, "says that " + in_quotes(covariate.name) + " is of another type than an analysis before it", "make it numeric or a factor everywhere");
        }
    }
    return named;
}

}  // namespace equipoise::io
