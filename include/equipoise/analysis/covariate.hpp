#pragma once

#include <cstdint>
#include <string>

namespace equipoise {

enum class CovariateType : std::uint8_t {
    numeric,  ///< one coefficient
    factor    ///< one coefficient for each level after the first in sorted order
};

/// A baseline characteristic that an analysis adjusts for.
struct Covariate {
    std::string name = "baseline";  ///< "baseline" is the outcome's own score at visit 0
    CovariateType type = CovariateType::numeric;
    bool by_visit = true;           ///< a coefficient for each visit, or one for all of them; of no account where one visit is analysed

    friend bool operator==(const Covariate&, const Covariate&) = default;
};

}  // namespace equipoise
