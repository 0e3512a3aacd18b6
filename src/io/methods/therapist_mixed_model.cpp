#include "method.hpp"

#include <equipoise/analysis/therapist_mixed_model.hpp>

namespace equipoise::io {

Method therapist_mixed_model_method() {
    return {.name = "therapist_mixed_model",
            .phrase = "a mixed model of one visit with a random effect of therapist",
            .keys = covariate_list_keys(),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis { return read_adjusted(reading, block, with_common(common, TherapistMixedModel{})); }};
}

}  // namespace equipoise::io
