#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

#include "analysis/random_trial.hpp"

/// Trials with therapists made for tests, and the model with a random effect of therapist as it is written down.
namespace therapists {

enum class Layout { crossed, nested, partially_nested };

/// A random trial whose participants have therapists with caseloads of all sizes. In partially nested trials controls have
/// none; where therapists are nested, count is even.
inline equipoise::TrialData trial(std::uint64_t seed, Layout layout, std::size_t count, double sd, const made::Recipe& recipe = {}) {
    using namespace equipoise;
    TrialData data = made::trial(seed, recipe);
    made::Words chance(seed, 1);
    std::vector<double> effects;
    for (std::size_t t = 0; t < count; ++t) effects.push_back(sd * chance.normal());
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) {
        const double u = chance.uniform();
        auto who = static_cast<std::size_t>(static_cast<double>(count) * u * std::sqrt(u));  // the first are busiest
        if (layout == Layout::nested) who = who / 2 * 2 + (data.arm[i] == Arm::treatment ? 1 : 0);
        who = who < count ? who : count - 1;
        const bool none = layout == Layout::partially_nested && data.arm[i] == Arm::control;
        data.therapist.push_back(none ? no_therapist : static_cast<std::uint32_t>(who));
        for (std::size_t visit = 1; !none && visit < recipe.visits; ++visit) data.outcomes[0].scores[visit * n + i] += effects[who];
    }
    return data;
}

/// Matrices over the participants observed at a visit, and at baseline where it is adjusted for. Treatment is the last column.
struct Dense {
    Eigen::MatrixXd X;
    Eigen::VectorXd y;
    Eigen::MatrixXd same;  ///< 1 where two participants have the same therapist

    struct Fit {
        double log_likelihood;
        double effect;
        double variance;
        double squares;  ///< r'V^-1 r
        Eigen::Vector2d score;  ///< in the two variances
    };

    Fit at(double between, double within) const {
        const Eigen::Index n = y.size();
        const Eigen::Index q = X.cols();
        const Eigen::MatrixXd V = between * same + within * Eigen::MatrixXd::Identity(n, n);
        const Eigen::LLT<Eigen::MatrixXd> factor(V);
        const Eigen::MatrixXd inverse = factor.solve(Eigen::MatrixXd::Identity(n, n));
        const Eigen::LLT<Eigen::MatrixXd> A(X.transpose() * inverse * X);
        const Eigen::MatrixXd Phi = A.solve(Eigen::MatrixXd::Identity(q, q));
        const Eigen::MatrixXd P = inverse - inverse * X * Phi * X.transpose() * inverse;
        const auto log_determinant = [](const Eigen::LLT<Eigen::MatrixXd>& of) { return 2 * Eigen::MatrixXd(of.matrixL()).diagonal().array().log().sum(); };
        const Eigen::VectorXd Py = P * y;
        const double two_pi = 2 * std::acos(-1.0);
        Fit fit{};
        fit.log_likelihood = -0.5 * (log_determinant(factor) + log_determinant(A) + y.dot(Py) + static_cast<double>(n - q) * std::log(two_pi));
        fit.effect = (Phi * X.transpose() * inverse * y)(q - 1);
        fit.variance = Phi(q - 1, q - 1);
        fit.squares = y.dot(Py);
        fit.score = {-0.5 * (P.cwiseProduct(same).sum() - Py.dot(same * Py)), -0.5 * (P.trace() - Py.squaredNorm())};
        return fit;
    }
};

inline Dense dense(const equipoise::TrialData& data, std::size_t visit, bool with_baseline) {
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (!std::isnan(data.score(0, visit, i)) && !(with_baseline && std::isnan(data.score(0, 0, i)))) seen.push_back(i);
    }
    const auto n = static_cast<Eigen::Index>(seen.size());
    const Eigen::Index q = with_baseline ? 3 : 2;
    Dense model{.X = Eigen::MatrixXd::Ones(n, q), .y = Eigen::VectorXd(n), .same = Eigen::MatrixXd::Zero(n, n)};
    for (Eigen::Index i = 0; i < n; ++i) {
        const std::size_t one = seen[static_cast<std::size_t>(i)];
        if (with_baseline) model.X(i, 1) = data.score(0, 0, one) - 30;
        model.X(i, q - 1) = data.arm[one] == equipoise::Arm::treatment ? 1 : 0;
        model.y(i) = data.score(0, visit, one);
        for (Eigen::Index k = 0; k < n; ++k) {
            const std::uint32_t therapist = data.therapist[one];
            model.same(i, k) = therapist != equipoise::no_therapist && therapist == data.therapist[seen[static_cast<std::size_t>(k)]] ? 1 : 0;
        }
    }
    return model;
}

}  // namespace therapists
