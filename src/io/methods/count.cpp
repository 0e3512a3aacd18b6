#include "method.hpp"

#include <utility>

#include <equipoise/analysis/count_regression.hpp>

namespace equipoise::io {

Method count_method() {
    using enum KeyType;
    std::vector<Key> keys = covariate_list_keys();
    keys.push_back({.path = "/analyses/*/model", .type = choice, .sentence = "What the variance of a count is: proportional to its mean, mean + dispersion mean^2, or the mean.", .standard = "quasi_poisson", .choices = {"quasi_poisson", "negative_binomial", "poisson"}});
    return {.name = "count",
            .phrase = "a log-linear model of counts",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                CountRegression count = with_common(common, CountRegression{});
                if (const auto model = read_choice(reading, block["model"])) count.model = all_count_models[*model];
                return read_adjusted(reading, block, std::move(count));
            }};
}

}  // namespace equipoise::io
