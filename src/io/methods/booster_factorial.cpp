#include "method.hpp"

#include <equipoise/analysis/booster_factorial.hpp>

namespace equipoise::io {

Method booster_factorial_method() {
    return {.name = "booster_factorial",
            .phrase = "the 2 x 2 factorial of arm and boosters",
            .keys = with_missing_key(covariate_list_keys()),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis { return read_adjusted(reading, block, with_common(common, BoosterFactorial{})); }};
}

}  // namespace equipoise::io
