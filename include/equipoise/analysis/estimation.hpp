#pragma once

#include <cstdint>

namespace equipoise {

/// Which likelihood of a mixed model is maximised.
enum class Estimation : std::uint8_t {
    reml,  ///< restricted: of what is left of the outcomes when all coefficients are estimated
    ml     ///< full
};

}  // namespace equipoise
