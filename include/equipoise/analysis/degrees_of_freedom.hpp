#pragma once

#include <cstdint>

namespace equipoise {

/// How the precision of a standard error from a mixed model is accounted for.
///
/// With N observations of n participants and q coefficients, p of them between participants (the directions in which the mean is the same at all
/// visits: constant, covariates, and treatment where it acts on all visits that are responses):
enum class DegreesOfFreedom : std::uint8_t {
    satterthwaite,   ///< 2 v^2 / Var(v), v the squared standard error
    kenward_roger,   ///< the same, with a standard error that allows for the covariance being estimated; REML only
    residual,        ///< N - q
    between_within,  ///< n - p where a direction between participants is involved, N - n - (q - p) where none is; the smaller if both are
    normal           ///< infinite: a z-test
};

}  // namespace equipoise
