#include "covariance_keys.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "../text.hpp"

namespace equipoise::io {
namespace {

std::vector<std::string_view> covariance_choices() {
    std::vector<std::string_view> all;
    for (const CovarianceName& named : covariance_names) all.push_back(named.name);
    return all;
}

std::optional<VisitCovariance> read_fallback(Reading& reading, const Item& item) {
    const auto same = [&](const CovarianceName& named) { return item.is(Value::Kind::string) && named.name == item.value->text; };
    const auto found = std::find_if(covariance_names.begin(), covariance_names.end(), same);
    if (found != covariance_names.end()) return found->covariance;
    reading.must_be(item, "one of " + listed(covariance_choices(), "or"), item.is(Value::Kind::string) ? did_you_mean(item.value->text, covariance_choices()) : "");
    return std::nullopt;
}

}  // namespace

std::vector<Key> covariance_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses/*/covariance", .type = choice, .sentence = "The covariance of the visits; ar1, toeplitz and ante_dependence count visits one by one, whatever the weeks between them.", .standard = "unstructured", .choices = covariance_choices()},
        {.path = "/analyses/*/covariance_by_arm", .type = boolean, .sentence = "Whether each arm has a covariance of its own.", .standard = "false"},
        {.path = "/analyses/*/fallbacks", .type = list, .sentence = "The covariances that are fitted instead where the fit fails, one after the other until one succeeds.", .standard = "none", .form = "array of covariances, for instance [\"heterogeneous_toeplitz\", \"heterogeneous_ar1\", \"compound_symmetry\"]"},
    };
}

CovarianceKeys read_covariance(Reading& reading, const Block& block) {
    CovarianceKeys keys;
    if (const auto choice = read_choice(reading, block["covariance"])) keys.covariance = covariance_names[*choice].covariance;
    const auto fallback = [&](const Item& item) { return read_fallback(reading, item); };
    keys.fallbacks = read_list(reading, block["fallbacks"], "an array of covariances such as [\"heterogeneous_ar1\", \"compound_symmetry\"]", 0, fallback).value_or(std::vector<VisitCovariance>{});
    const bool by_arm = read_boolean(reading, block["covariance_by_arm"]).value_or(false);
    keys.covariance.by_arm = by_arm;
    for (VisitCovariance& covariance : keys.fallbacks) covariance.by_arm = by_arm;
    return keys;
}

}  // namespace equipoise::io
