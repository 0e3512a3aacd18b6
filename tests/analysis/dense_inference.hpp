#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>

#include "analysis/dense_model.hpp"

namespace dense {

/// Inference at the REML estimate of Sigma with matrices over all observations, as the papers write it down.
class Inference {
public:
    Inference(const std::vector<Participant>& participants, const Eigen::MatrixXd& Sigma, bool expected) {
        Eigen::Index N = 0;
        for (const Participant& one : participants) N += one.X.rows();
        const Eigen::Index q = participants.front().X.cols();
        n_ = static_cast<double>(participants.size());
        X_.resize(N, q);
        Eigen::VectorXd y(N);
        Eigen::MatrixXd V = Eigen::MatrixXd::Zero(N, N);
        std::vector<Eigen::MatrixXd> slopes;
        slopes.assign(static_cast<std::size_t>(Sigma.rows() * (Sigma.rows() + 1) / 2), Eigen::MatrixXd::Zero(N, N));
        within_.resize(N, q);
        Eigen::Index first = 0;
        for (const Participant& one : participants) {
            const Eigen::Index m = one.X.rows();
            X_.middleRows(first, m) = one.X;
            within_.middleRows(first, m) = one.X.rowwise() - one.X.colwise().mean();
            y.segment(first, m) = one.y;
            V.block(first, first, m, m) = Sigma(one.visits, one.visits);
            std::size_t k = 0;
            for (Eigen::Index a = 0; a < Sigma.rows(); ++a) {
                for (Eigen::Index c = 0; c <= a; ++c, ++k) {
                    Eigen::MatrixXd E = Eigen::MatrixXd::Zero(Sigma.rows(), Sigma.rows());
                    E(a, c) = E(c, a) = 1;
                    slopes[k].block(first, first, m, m) = E(one.visits, one.visits);
                }
            }
            first += m;
        }
        const Eigen::MatrixXd inverse = V.inverse();
        Phi = (X_.transpose() * inverse * X_).inverse();
        b = Phi * X_.transpose() * inverse * y;
        const Eigen::MatrixXd projection = inverse - inverse * X_ * Phi * X_.transpose() * inverse;
        const auto m = static_cast<Eigen::Index>(slopes.size());
        Eigen::MatrixXd information(m, m);
        for (Eigen::Index k = 0; k < m; ++k) {
            P.push_back(X_.transpose() * inverse * slopes[static_cast<std::size_t>(k)] * inverse * X_);
            for (Eigen::Index l = 0; l < m; ++l) {
                const Eigen::MatrixXd product = projection * slopes[static_cast<std::size_t>(k)] * projection * slopes[static_cast<std::size_t>(l)];
                information(k, l) = 0.5 * product.trace();
                if (!expected) information(k, l) = y.dot(product * projection * y) - 0.5 * product.trace();
            }
        }
        Cov = (0.5 * (information + information.transpose())).inverse();
        Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(q, q);
        for (std::size_t k = 0; k < P.size(); ++k) {
            for (std::size_t l = 0; l < P.size(); ++l) {
                const Eigen::MatrixXd Q = X_.transpose() * inverse * slopes[k] * inverse * slopes[l] * inverse * X_;
                sum += Cov(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(l)) * (Q - P[k] * Phi * P[l]);
            }
        }
        adjusted = Phi + 2 * Phi * sum * Phi;
    }

    double satterthwaite(const Eigen::VectorXd& c) const {
        Eigen::VectorXd gradient(Cov.rows());
        for (Eigen::Index k = 0; k < Cov.rows(); ++k) gradient(k) = c.dot(Phi * P[static_cast<std::size_t>(k)] * Phi * c);
        const double v = c.dot(Phi * c);
        return 2 * v * v / gradient.dot(Cov * gradient);
    }

    struct F {
        double value;
        double denominator;
    };

    F fai_cornelius(const Eigen::MatrixXd& L) const {
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(L * Phi * L.transpose());
        const auto r = static_cast<double>(L.rows());
        double value = 0;
        double E = 0;
        for (Eigen::Index i = 0; i < L.rows(); ++i) {
            const Eigen::VectorXd c = L.transpose() * eigen.eigenvectors().col(i);
            const double nu = satterthwaite(c);
            value += c.dot(b) * c.dot(b) / eigen.eigenvalues()(i) / r;
            E += nu / (nu - 2);
        }
        return {value, 2 * E / (E - r)};
    }

    F kenward_roger(const Eigen::MatrixXd& L) const {
        const auto r = static_cast<double>(L.rows());
        const Eigen::MatrixXd Theta = L.transpose() * (L * Phi * L.transpose()).inverse() * L;
        double A1 = 0;
        double A2 = 0;
        for (std::size_t k = 0; k < P.size(); ++k) {
            for (std::size_t l = 0; l < P.size(); ++l) {
                const double weight = Cov(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(l));
                const Eigen::MatrixXd first = Theta * Phi * P[k] * Phi;
                const Eigen::MatrixXd second = Theta * Phi * P[l] * Phi;
                A1 += weight * first.trace() * second.trace();
                A2 += weight * (first * second).trace();
            }
        }
        const double B = (A1 + 6 * A2) / (2 * r);
        const double g = ((r + 1) * A1 - (r + 4) * A2) / ((r + 2) * A2);
        const double d = 3 * r + 2 * (1 - g);
        const double mean = 1 / (1 - A2 / r);
        const double variance = 2 / r * (1 + g / d * B) / (std::pow(1 - (r - g) / d * B, 2) * (1 - (r + 2 - g) / d * B));
        const double m = 4 + (r + 2) / (r * variance / (2 * mean * mean) - 1);
        const Eigen::VectorXd e = L * b;
        return {m / (mean * (m - 2)) * e.dot((L * adjusted * L.transpose()).inverse() * e) / r, m};
    }

    double residual() const { return static_cast<double>(X_.rows() - X_.cols()); }

    /// Of the directions of b, those that move the mean of everyone alike at all visits are the null space of X centred within participants.
    double between_within(const Eigen::VectorXd& c) const {
        Eigen::FullPivLU<Eigen::MatrixXd> lu(within_);
        lu.setThreshold(1e-9);
        const double within = static_cast<double>(X_.rows()) - n_ - static_cast<double>(lu.rank());
        const double between = n_ - static_cast<double>(X_.cols() - lu.rank());
        const bool involved = lu.dimensionOfKernel() > 0 && (lu.kernel().transpose() * c).norm() > 1e-9;
        return involved ? std::min(within, between) : within;
    }

    Eigen::MatrixXd Phi;
    Eigen::VectorXd b;
    Eigen::MatrixXd adjusted;  ///< Kenward and Roger's
    std::vector<Eigen::MatrixXd> P;
    Eigen::MatrixXd Cov;       ///< of the elements of Sigma

private:
    double n_ = 0;
    Eigen::MatrixXd X_;
    Eigen::MatrixXd within_;
};

inline Eigen::MatrixXd square(std::span<const double> values) {
    const auto size = static_cast<Eigen::Index>(std::lround(std::sqrt(static_cast<double>(values.size()))));
    return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(values.data(), size, size);
}

}  // namespace dense
