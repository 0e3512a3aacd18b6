#pragma once

#include <cmath>
#include <optional>

#include <Eigen/Core>

namespace equipoise {

/// The lower triangular L with A = L L', element by element, so that every build finds the same bits.
///
/// @param a  symmetric; only the lower triangle is read
/// @returns  none if A is not positive definite: a pivot below 1e-10 of its diagonal counts as none
/// @complexity O(n^3). @source Golub & Van Loan (2013), Matrix Computations, 4th ed., section 4.2.
/// @verified tests/mechanism/cholesky_test.cpp
inline std::optional<Eigen::MatrixXd> cholesky(const Eigen::MatrixXd& a) {
    const Eigen::Index n = a.rows();
    Eigen::MatrixXd l = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            double rest = a(i, j);
            for (Eigen::Index k = 0; k < j; ++k) rest -= l(i, k) * l(j, k);
            if (i == j) {
                if (!(rest > 1e-10 * a(i, i))) return std::nullopt;
                l(i, i) = std::sqrt(rest);
            } else {
                l(i, j) = rest / l(j, j);
            }
        }
    }
    return l;
}

}  // namespace equipoise
