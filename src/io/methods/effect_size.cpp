#include "method.hpp"

#include <equipoise/analysis/effect_size.hpp>

namespace equipoise::io {

Method effect_size_method() {
    return {.name = "effect_size",
            .phrase = "a standardised difference in means with its exact interval",
            .keys = {
                missing_key(),
                {.path = "/analyses/*/estimator", .type = KeyType::choice, .sentence = "Hedges' g, or Cohen's d, which is a little too far from 0.", .standard = "hedges_g", .choices = {"hedges_g", "cohens_d"}},
                response_key(),
            },
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                EffectSize size = with_common(common, EffectSize{});
                if (const auto estimator = read_choice(reading, block["estimator"])) size.estimator = *estimator == 0 ? EffectSizeEstimator::hedges_g : EffectSizeEstimator::cohens_d;
                size.response = read_response(reading, block["response"]);
                return size;
            }};
}

}  // namespace equipoise::io
