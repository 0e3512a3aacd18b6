#include "analysis_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>

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

AnyAnalysis read_ancova(Reading& reading, const Block& block, Ancova ancova) {
    if (auto covariates = read_covariates(reading, block["covariates"])) ancova.covariates = std::move(*covariates);
    return ancova;
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
    if (block.chosen() == "ancova") return read_ancova(reading, block, {.name = name, .visit = visit, .outcome = outcome});
    if (block.chosen() == "mmrm") return read_mmrm(reading, block, {.name = name, .visit = visit, .outcome = outcome});
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
