#include "analysis_reader.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/data/missing_rule.hpp>

#include "methods/method.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

std::optional<Hypothesis> read_hypothesis(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    const Block block{reading, item, "/analyses/*/hypothesis"};
    if (!block) return std::nullopt;
    const std::size_t alternative = read_choice(reading, block["alternative"]).value_or(0);
    const double margin = read_number(reading, block["margin"]).value_or(0.0);
    const Better better = read_choice(reading, block["better"]).value_or(0) == 0 ? Better::lower : Better::higher;
    const bool names_non_inferiority = alternative == all_alternatives.size();
    if (block["better"] && !names_non_inferiority) reading.wrong(block["better"], "may stand with \"non_inferiority\" only: the other alternatives name a side");
    if (names_non_inferiority && !(margin > 0)) reading.wrong(block["margin"] ? block["margin"] : item, "needs a margin above 0, by which the effect may be worse", "add \"margin\"");
    if (names_non_inferiority) return non_inferiority(margin, better);
    return Hypothesis{all_alternatives[alternative], margin};
}

MissingRule read_missing_rule(Reading& reading, const Item& item) {
    return all_missing_rules[read_choice(reading, item).value_or(0)];
}

std::optional<AnyAnalysis> read_analysis(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/analyses/*", {.key = "method"}};
    if (!block) return std::nullopt;
    const CommonKeys common{.name = read_text(reading, block["name"]).value_or(""),
                            .outcome = read_text(reading, block["outcome"]).value_or(""),
                            .visit = read_visit(reading, block["visit"], labels, 1),
                            .hypothesis = read_hypothesis(reading, block["hypothesis"]).value_or(Hypothesis{}),
                            .alpha = read_number(reading, block["alpha"]),
                            .missing = read_missing_rule(reading, block["missing"]),
                            .labels = labels};
    const auto method = std::find_if(methods().begin(), methods().end(), [&](const Method& known) { return known.name == block.chosen(); });
    if (method == methods().end()) return std::nullopt;
    return method->read(reading, block, common);
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

namespace {

/// "A two-sample t-test; analysis of covariance of one visit; or ...".
std::string method_sentence() {
    std::string sentence;
    for (std::size_t k = 0; k < methods().size(); ++k) {
        if (k > 0) sentence += k + 1 == methods().size() ? "; or " : "; ";
        sentence += methods()[k].phrase;
    }
    sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    return sentence + ".";
}

bool is_nested(const Key& key) { return key.block() != "/analyses/*"; }

/// Adds the keys of a method; those that are there already belong to it too.
void unite(std::vector<Key>& keys, const Method& method) {
    for (Key key : method.keys) {
        const auto same = std::find_if(keys.begin(), keys.end(), [&](const Key& other) { return other.path == key.path; });
        if (same == keys.end()) {
            if (!is_nested(key)) key.belongs_to = {method.name};
            keys.push_back(std::move(key));
        } else if (!is_nested(key)) {
            same->belongs_to.push_back(method.name);
        }
    }
}

}  // namespace

std::vector<Key> analysis_keys() {
    using enum KeyType;
    static const std::string sentence = method_sentence();
    std::vector<std::string_view> names;
    for (const Method& method : methods()) names.push_back(method.name);
    std::vector<Key> keys{
        {.path = "/analyses", .type = list, .sentence = "The analyses that the data are given, at least one.", .required = true, .form = "array of objects"},
        {.path = "/analyses/*/name", .type = name, .sentence = "What the analysis is called, unlike any other.", .standard = "the method, numbered: mmrm_1"},
        {.path = "/analyses/*/method", .type = choice, .sentence = sentence, .required = true, .choices = names},
        {.path = "/analyses/*/outcome", .type = name, .sentence = "The name of the outcome.", .standard = "the primary outcome"},
        {.path = "/analyses/*/visit", .type = visit, .sentence = "The visit to answer for.", .standard = "every visit after baseline", .form = "label of a visit after baseline, or its number"},
        {.path = "/analyses/*/alpha", .type = number, .sentence = "The two-sided significance level of this analysis; a one-sided test rejects if p is below half of it.", .standard = "the study's", .limits = {.minimum = 0, .maximum = 1, .above_minimum = true, .below_maximum = true}},
        {.path = "/analyses/*/hypothesis", .type = object, .sentence = "What the test is to show of the effect, treatment minus control.", .standard = "that it is not 0"},
        {.path = "/analyses/*/hypothesis/alternative", .type = choice, .sentence = "That the effect differs from the margin, is less than it, is greater than it, lies between minus and plus the margin (two one-sided tests), or is not worse than control by as much as the margin.", .required = true, .choices = {"two_sided", "less", "greater", "equivalence", "non_inferiority"}},
        {.path = "/analyses/*/hypothesis/margin", .type = number, .sentence = "The margin, in units of the effect; above 0 for equivalence and non-inferiority.", .standard = "0"},
        {.path = "/analyses/*/hypothesis/better", .type = choice, .sentence = "Which scores are the better ones, for non-inferiority.", .standard = "lower", .choices = {"lower", "higher"}},
    };
    for (const Method& method : methods()) unite(keys, method);
    return keys;
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
    const auto add = [&](const Item& item, const Covariate& covariate) {
        const auto same = std::find_if(named.begin(), named.end(), [&](const Covariate& other) { return other.name == covariate.name; });
        if (same == named.end()) named.push_back(covariate);
        else if (same->type != covariate.type) reading.wrong(item, "says that " + in_quotes(covariate.name) + " is of another type than an analysis before it", "make it numeric or a factor everywhere");
    };
    const auto each = [](const Item& analysis, std::string_view key, auto with) {
        const Value* values = analysis.value->find(key);
        if (values == nullptr || values->kind != Value::Kind::array) return;
        const Item all{values, analysis.pointer + "/" + std::string(key), nullptr};
        for (std::size_t c = 0; c < values->elements.size(); ++c) with(all.element(c));
    };
    for (std::size_t k = 0; k < list.value->elements.size(); ++k) {
        each(list.element(k), "covariates", [&](const Item& item) { add(item, read_covariate(unused, item)); });
        each(list.element(k), "strata", [&](const Item& item) {
            if (item.is(Value::Kind::string)) add(item, {.name = item.value->text, .type = CovariateType::factor});
        });
    }
    return named;
}

}  // namespace equipoise::io
