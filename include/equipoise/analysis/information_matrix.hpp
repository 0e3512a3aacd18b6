#pragma once

#include <cstdint>

namespace equipoise {

/// Which information on the covariance of the outcomes its uncertainty is taken from.
enum class InformationMatrix : std::uint8_t {
    observed,  ///< minus the second derivatives of the log-likelihood at the maximum
    expected   ///< what these have in expectation
};

}  // namespace equipoise
