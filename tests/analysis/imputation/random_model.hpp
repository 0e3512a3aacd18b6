#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/random/standard_normal.hpp>

/// Normal models made for tests, and what they say in dense matrices.
namespace made {

inline equipoise::imputation::NormalModel normal_model(std::size_t columns, std::size_t visits, equipoise::Stream& chance) {
    equipoise::imputation::NormalModel model{{columns, visits}, {columns, visits}};
    for (const equipoise::Arm arm : equipoise::both_arms) {
        for (double& mean : model[arm].mean) mean = equipoise::standard_normal(chance);
        for (std::size_t j = 0; j < visits; ++j) {
            for (std::size_t k = 0; k < j; ++k) model[arm].slopes[j * visits + k] = 0.5 * equipoise::standard_normal(chance);
            model[arm].sd[j] = 1 + 0.3 * static_cast<double>(j);
        }
    }
    return model;
}

inline Eigen::MatrixXd covariance(const equipoise::imputation::ArmModel& model, std::size_t visits) {
    const auto T = static_cast<Eigen::Index>(visits);
    Eigen::MatrixXd residual = Eigen::MatrixXd::Identity(T, T);
    Eigen::MatrixXd variance = Eigen::MatrixXd::Zero(T, T);
    for (std::size_t j = 0; j < visits; ++j) {
        for (std::size_t k = 0; k < j; ++k) residual(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(k)) = -model.slopes[j * visits + k];
        variance(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(j)) = model.sd[j] * model.sd[j];
    }
    const Eigen::MatrixXd inverse = residual.inverse();
    return inverse * variance * inverse.transpose();
}

inline Eigen::VectorXd means(const equipoise::imputation::ArmModel& model, const Eigen::VectorXd& x, std::size_t visits) {
    Eigen::VectorXd found = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(visits));
    for (Eigen::Index k = 0; k < x.size(); ++k) {
        for (std::size_t j = 0; j < visits; ++j) found(static_cast<Eigen::Index>(j)) += x(k) * model.mean[static_cast<std::size_t>(k) * visits + j];
    }
    return found;
}

/// E(y_j | y at the visits seen), of a normal distribution.
inline double conditional_mean(const Eigen::VectorXd& mean, const Eigen::MatrixXd& Sigma, const Eigen::VectorXd& y, const std::vector<Eigen::Index>& seen, Eigen::Index j) {
    if (seen.empty()) return mean(j);
    const auto m = static_cast<Eigen::Index>(seen.size());
    Eigen::MatrixXd within(m, m);
    Eigen::VectorXd with(m);
    Eigen::VectorXd deviation(m);
    for (Eigen::Index a = 0; a < m; ++a) {
        const Eigen::Index first = seen[static_cast<std::size_t>(a)];
        for (Eigen::Index b = 0; b < m; ++b) within(a, b) = Sigma(first, seen[static_cast<std::size_t>(b)]);
        with(a) = Sigma(j, first);
        deviation(a) = y(first) - mean(first);
    }
    return mean(j) + with.dot(within.inverse() * deviation);
}

}  // namespace made
