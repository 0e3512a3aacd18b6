#pragma once

#include <cstddef>
#include <vector>

namespace equipoise::gaussian {

/// The parameters of a structured Sigma at the maximum, on which its elements depend; an unstructured Sigma has none but its elements.
struct Parameters {
    bool structured = false;       ///< as against unstructured
    std::size_t free = 0;          ///< how many; fewer on a boundary, where they are those of the reduced model
    std::vector<double> jacobian{};  ///< dSigma_e / dtheta_k: elements x free
    std::vector<double> factor{};    ///< the Cholesky factor of the exact information on theta: free x free
};

}  // namespace equipoise::gaussian
