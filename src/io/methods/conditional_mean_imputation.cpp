#include "imputation.hpp"

#include <utility>

#include <equipoise/analysis/conditional_mean_imputation.hpp>

namespace equipoise::io {

Method conditional_mean_imputation_method() {
    using enum KeyType;
    std::vector<Key> keys = imputation_keys();
    keys.push_back({.path = "/analyses/*/estimation", .type = choice, .sentence = "Restricted or full maximum likelihood.", .standard = "reml", .choices = {"reml", "ml"}});
    return {.name = "conditional_mean_imputation",
            .phrase = "imputation of conditional means with the jackknife",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                ConditionalMeanImputation analysis = with_imputation(reading, block, with_common(common, ConditionalMeanImputation{}));
                if (const auto estimation = read_choice(reading, block["estimation"])) analysis.estimation = *estimation == 0 ? Estimation::reml : Estimation::ml;
                return read_adjusted(reading, block, std::move(analysis));
            }};
}

}  // namespace equipoise::io
