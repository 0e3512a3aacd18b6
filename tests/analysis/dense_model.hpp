#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/trial_data.hpp>

/// The MMRM with matrices over all observations: slow, and plainly the model as it is written down.
namespace dense {

struct Participant {
    Eigen::MatrixXd X;
    Eigen::VectorXd y;
    std::vector<Eigen::Index> visits;  ///< 0 is the first after the baseline
    bool treatment = false;
};

struct Fit {
    double log_likelihood;
    Eigen::VectorXd b;
    Eigen::MatrixXd Phi;
};

/// Columns of X: for each visit constant and treatment, then each covariate's, by visit or common.
inline std::vector<Participant> participants(const equipoise::TrialData& data, const std::vector<equipoise::Covariate>& covariates) {
    using namespace equipoise;
    const std::size_t visits = data.outcomes[0].visits - 1;
    std::vector<Participant> all;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        std::vector<std::pair<double, bool>> z{{1.0, true}, {data.arm[i] == Arm::treatment ? 1.0 : 0.0, true}};
        for (const Covariate& covariate : covariates) {
            if (covariate.name == "baseline") {
                z.emplace_back(data.score(0, 0, i), covariate.by_visit);
                continue;
            }
            for (const CovariateColumn& column : data.covariates) {
                if (column.name != covariate.name) continue;
                if (column.levels.empty()) z.emplace_back(column.values[i], covariate.by_visit);
                for (std::size_t level = 1; level < column.levels.size(); ++level) {
                    const double value = column.values[i];
                    z.emplace_back(value != value ? missing : (value == static_cast<double>(level) ? 1.0 : 0.0), covariate.by_visit);
                }
            }
        }
        Participant one;
        one.treatment = data.arm[i] == Arm::treatment;
        for (std::size_t visit = 0; visit < visits; ++visit) {
            if (data.score(0, visit + 1, i) == data.score(0, visit + 1, i)) one.visits.push_back(static_cast<Eigen::Index>(visit));
        }
        std::size_t q = 0;
        bool complete = true;
        for (const auto& [value, by_visit] : z) {
            q += by_visit ? visits : 1;
            complete = complete && value == value;
        }
        if (!complete || one.visits.empty()) continue;
        const auto m = static_cast<Eigen::Index>(one.visits.size());
        one.X = Eigen::MatrixXd::Zero(m, static_cast<Eigen::Index>(q));
        one.y.resize(m);
        for (Eigen::Index row = 0; row < m; ++row) {
            const Eigen::Index visit = one.visits[static_cast<std::size_t>(row)];
            one.y(row) = data.score(0, static_cast<std::size_t>(visit) + 1, i);
            Eigen::Index column = 0;
            for (const auto& [value, by_visit] : z) {
                one.X(row, column + (by_visit ? visit : 0)) = value;
                column += by_visit ? static_cast<Eigen::Index>(visits) : 1;
            }
        }
        all.push_back(one);
    }
    return all;
}

/// Generalised least squares and the likelihood at a Sigma of each arm.
inline Fit fit(const std::vector<Participant>& participants, const Eigen::MatrixXd& of_control, const Eigen::MatrixXd& of_treatment, bool restricted) {
    const Eigen::Index q = participants.front().X.cols();
    Eigen::MatrixXd A = Eigen::MatrixXd::Zero(q, q);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(q);
    double log_determinant = 0;
    double observations = 0;
    const auto covariance = [&](const Participant& one) { return Eigen::MatrixXd((one.treatment ? of_treatment : of_control)(one.visits, one.visits)); };
    for (const Participant& one : participants) {
        const Eigen::LLT<Eigen::MatrixXd> V(covariance(one));
        A += one.X.transpose() * V.solve(one.X);
        right += one.X.transpose() * V.solve(one.y);
        log_determinant += 2 * Eigen::MatrixXd(V.matrixL()).diagonal().array().log().sum();
        observations += static_cast<double>(one.visits.size());
    }
    const Eigen::LLT<Eigen::MatrixXd> factor(A);
    Fit result{0, factor.solve(right), factor.solve(Eigen::MatrixXd::Identity(q, q))};
    double squares = 0;
    for (const Participant& one : participants) {
        const Eigen::VectorXd residual = one.y - one.X * result.b;
        squares += residual.dot(Eigen::LLT<Eigen::MatrixXd>(covariance(one)).solve(residual));
    }
    const double log_A = 2 * Eigen::MatrixXd(factor.matrixL()).diagonal().array().log().sum();
    const double used = restricted ? static_cast<double>(q) : 0.0;
    result.log_likelihood = -0.5 * (log_determinant + squares + (restricted ? log_A : 0.0) + (observations - used) * std::log(2 * std::acos(-1.0)));
    return result;
}

/// The same at one Sigma.
inline Fit fit(const std::vector<Participant>& participants, const Eigen::MatrixXd& Sigma, bool restricted) {
    return fit(participants, Sigma, Sigma, restricted);
}

/// The coefficient of treatment at a visit, 1 to the last.
inline Eigen::Index treatment(const equipoise::TrialData& data, std::size_t visit) {
    return static_cast<Eigen::Index>(data.outcomes[0].visits - 1 + visit - 1);
}

}  // namespace dense
