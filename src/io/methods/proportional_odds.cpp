#include "method.hpp"

#include <equipoise/analysis/proportional_odds.hpp>

namespace equipoise::io {

Method proportional_odds_method() {
    return {.name = "proportional_odds",
            .phrase = "a proportional odds model of an ordinal outcome",
            .keys = covariate_list_keys(),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis { return read_adjusted(reading, block, with_common(common, ProportionalOdds{})); }};
}

}  // namespace equipoise::io
