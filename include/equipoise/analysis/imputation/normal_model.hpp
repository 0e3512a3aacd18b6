#pragma once

#include <cstddef>
#include <vector>

#include <equipoise/design/arm.hpp>

namespace equipoise::imputation {

/// The post-baseline scores of an arm given x = (1, covariates), as regressions of each on those before it:
///
///     y_j = m_j + sum over k < j of slope_jk (y_k - m_k) + sd_j e,    m_j = mean_j' x,    e ~ N(0, 1)
///
/// which is any normal distribution with means linear in x.
struct ArmModel {
    ArmModel(std::size_t columns, std::size_t visits) : mean(columns * visits, 0.0), slopes(visits * visits, 0.0), sd(visits, 0.0) {}

    std::vector<double> mean;    ///< columns of x x visits, row by row
    std::vector<double> slopes;  ///< visits x visits row by row, below the diagonal
    std::vector<double> sd;      ///< given the visits before
};

using NormalModel = PerArm<ArmModel>;

}  // namespace equipoise::imputation
