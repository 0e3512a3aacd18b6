#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

namespace equipoise {

/// Standard deviations and correlations of an outcome over the visits, within arm.
struct Covariance {
    std::vector<double> sd;       ///< at each visit, baseline first [outcome units], > 0
    Eigen::MatrixXd correlation;  ///< visits x visits, symmetric, 1 on the diagonal, positive definite
};

/// The same correlation between any two visits; -1/(visits - 1) < rho < 1.
inline Covariance compound_symmetry(std::vector<double> sd, double rho) {
    const auto n = static_cast<Eigen::Index>(sd.size());
    Eigen::MatrixXd correlation = Eigen::MatrixXd::Constant(n, n, rho);
    correlation.diagonal().setOnes();
    return {.sd = std::move(sd), .correlation = std::move(correlation)};
}

/// Correlation rho[d - 1] between visits d apart.
/// @throws std::invalid_argument unless rho holds one number fewer than there are visits
inline Covariance toeplitz(std::vector<double> sd, const std::vector<double>& rho) {
    if (rho.size() + 1 != sd.size()) {
        throw std::invalid_argument("toeplitz: " + std::to_string(sd.size()) + " visits want " + std::to_string(sd.size() - 1) +
                                    " correlations, but there are " + std::to_string(rho.size()));
    }
    const auto n = static_cast<Eigen::Index>(sd.size());
    Eigen::MatrixXd correlation = Eigen::MatrixXd::Identity(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < i; ++j) {
            correlation(i, j) = correlation(j, i) = rho[static_cast<std::size_t>(i - j - 1)];
        }
    }
    return {.sd = std::move(sd), .correlation = std::move(correlation)};
}

/// Correlation rho^d between visits d apart; -1 < rho < 1.
inline Covariance ar1(std::vector<double> sd, double rho) {
    std::vector<double> powers;
    for (std::size_t lag = 1; lag < sd.size(); ++lag) powers.push_back(powers.empty() ? rho : powers.back() * rho);
    return toeplitz(std::move(sd), powers);
}

/// One standard deviation at every visit.
inline Covariance compound_symmetry(std::size_t visits, double sd, double rho) { return compound_symmetry(std::vector<double>(visits, sd), rho); }
inline Covariance ar1(std::size_t visits, double sd, double rho) { return ar1(std::vector<double>(visits, sd), rho); }

/// Any correlation matrix.
inline Covariance unstructured(std::vector<double> sd, Eigen::MatrixXd correlation) {
    return {.sd = std::move(sd), .correlation = std::move(correlation)};
}

}  // namespace equipoise
