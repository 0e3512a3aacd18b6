#include "method.hpp"

#include <utility>

#include <equipoise/analysis/logistic_regression.hpp>

namespace equipoise::io {

Method logistic_method() {
    using enum KeyType;
    std::vector<Key> keys = responder_keys();
    for (Key& key : covariate_list_keys()) keys.push_back(std::move(key));
    keys.push_back({.path = "/analyses/*/estimand", .type = choice, .sentence = "The one effect to answer for, needed where there is a margin.", .standard = "all three", .choices = {"conditional_log_odds_ratio", "risk_difference", "marginal_log_odds_ratio"}});
    return {.name = "logistic",
            .phrase = "logistic regression of response, with standardisation (g-computation)",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                LogisticRegression logistic = with_common(common, LogisticRegression{});
                const BinaryResponse response = read_responder(reading, block["responder"]);
                logistic.responder = response.responder;
                logistic.missing_response = response.missing_response;
                if (const auto estimand = read_choice(reading, block["estimand"])) logistic.estimand = LogisticRegression::estimands()[*estimand];
                return read_adjusted(reading, block, std::move(logistic));
            }};
}

}  // namespace equipoise::io
