#include "method.hpp"

#include <equipoise/analysis/ancova.hpp>

namespace equipoise::io {

Method ancova_method() {
    return {.name = "ancova",
            .phrase = "analysis of covariance of one visit",
            .keys = with_missing_key(covariate_list_keys("the baseline; nothing with mmrm, clda and lmm")),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis { return read_adjusted(reading, block, with_common(common, Ancova{})); }};
}

}  // namespace equipoise::io
