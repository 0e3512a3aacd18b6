#include "method.hpp"

#include <array>
#include <utility>

#include <equipoise/analysis/ancova.hpp>

namespace equipoise::io {

Method ancova_method() {
    std::vector<Key> keys = with_missing_key(covariate_list_keys());
    keys.push_back(strata_key("The names of factors: with ancova each combination of their levels has an intercept of its own, with permutation labels are permuted within it."));
    keys.push_back(variance_key());
    return {.name = "ancova",
            .phrase = "analysis of covariance of one visit",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                using enum CoefficientVariance;
                Ancova ancova = with_common(common, Ancova{});
                ancova.strata = read_strata(reading, block["strata"]);
                if (const auto variance = read_variance(reading, block["variance"], 2, 6)) ancova.variance = std::array{model, hc0, hc1, hc2, hc3}[*variance];
                return read_adjusted(reading, block, std::move(ancova));
            }};
}

}  // namespace equipoise::io
