// Oracle: the expected information from matrices over all observations, where the projection P = V^-1 - V^-1 X Phi X'V^-1 is formed.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/maximise_structured.hpp>

#include <Eigen/LU>

namespace element_covariance_test {
using namespace equipoise;
using namespace equipoise::gaussian;

/// 1/2 tr(P V_k P V_l) for the elements of each Sigma (row by row), one for all or one for each arm; for ML with V^-1 in the place of P.
Eigen::MatrixXd expected(const std::vector<dense::Participant>& participants, const std::vector<Eigen::MatrixXd>& Sigmas, bool restricted) {
    Eigen::Index N = 0;
    for (const dense::Participant& one : participants) N += one.y.size();
    const Eigen::Index q = participants.front().X.cols();
    const Eigen::Index T = Sigmas.front().rows();
    Eigen::MatrixXd V = Eigen::MatrixXd::Zero(N, N);
    Eigen::MatrixXd X(N, q);
    std::vector<Eigen::MatrixXd> slopes(Sigmas.size() * static_cast<std::size_t>(T * (T + 1) / 2), V);
    Eigen::Index first = 0;
    for (const dense::Participant& one : participants) {
        const Eigen::Index m = one.y.size();
        const std::size_t s = one.treatment ? Sigmas.size() - 1 : 0;
        X.middleRows(first, m) = one.X;
        V.block(first, first, m, m) = Sigmas[s](one.visits, one.visits);
        std::size_t k = s * static_cast<std::size_t>(T * (T + 1) / 2);
        for (Eigen::Index a = 0; a < T; ++a) {
            for (Eigen::Index b = 0; b <= a; ++b, ++k) {
                Eigen::MatrixXd E = Eigen::MatrixXd::Zero(T, T);
                E(a, b) = E(b, a) = 1;
                slopes[k].block(first, first, m, m) = E(one.visits, one.visits);
            }
        }
        first += m;
    }
    Eigen::MatrixXd P = V.inverse();
    if (restricted) P -= P * X * (X.transpose() * P * X).inverse() * X.transpose() * P;
    const auto m = static_cast<Eigen::Index>(slopes.size());
    Eigen::MatrixXd J(m, m);
    for (Eigen::Index k = 0; k < m; ++k) {
        const Eigen::MatrixXd PV = P * slopes[static_cast<std::size_t>(k)] * P;
        for (Eigen::Index l = 0; l < m; ++l) J(k, l) = 0.5 * PV.cwiseProduct(slopes[static_cast<std::size_t>(l)]).sum();
    }
    return J;
}

TEST_CASE("the covariance of the elements of Sigma is the inverse information, observed and expected") {
    const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "age", .by_visit = false}};
    const TrialData data = made::trial(21, {.participants = 40, .skipping = 0.15, .covariates = true});
    for (const bool restricted : {true, false}) {
        FitAt at(data, covariates, restricted);
        REQUIRE(maximise(at.map.size, at.fit) == FitStatus::converged);
        ElementCovariance covariance(at.map.size);
        Eigen::MatrixXd Sigma(3, 3);
        for (Eigen::Index k = 0; k < 9; ++k) Sigma(k / 3, k % 3) = at.fit.at.Sigma[static_cast<std::size_t>(k)];
        using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        const Eigen::MatrixXd J = Eigen::Map<const Matrix>(at.fit.information.J.data(), 6, 6);

        REQUIRE(element_covariance(at.map.size, at.fit, InformationMatrix::observed, covariance));
        const Eigen::MatrixXd observed = Eigen::Map<const Matrix>(covariance.values.data(), 6, 6);
        CHECK((observed * J - Eigen::MatrixXd::Identity(6, 6)).cwiseAbs().maxCoeff() < 1e-10);

        REQUIRE(element_covariance(at.map.size, at.fit, InformationMatrix::expected, covariance));
        const Eigen::MatrixXd found = Eigen::Map<const Matrix>(covariance.values.data(), 6, 6);
        const Eigen::MatrixXd wanted = expected(dense::participants(data, covariates), {Sigma}, restricted);
        CHECK((found * wanted - Eigen::MatrixXd::Identity(6, 6)).cwiseAbs().maxCoeff() < 1e-9);
    }
}

TEST_CASE("for a structured Sigma the information is that on its parameters, also by arm") {
    const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "age", .by_visit = false}};
    const TrialData data = made::trial(22, {.participants = 70, .skipping = 0.15, .covariates = true});
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    for (const VisitCovariance& covariance : {VisitCovariance{CovarianceKind::ar1, true}, VisitCovariance{CovarianceKind::toeplitz, false, true},
                                              VisitCovariance{CovarianceKind::random_intercept, false, true}, VisitCovariance{.by_arm = true}}) {
        for (const bool restricted : {true, false}) {
            FitAt at(data, covariates, restricted, covariance.by_arm ? 2 : 1);
            const bool structured = covariance.kind != CovarianceKind::unstructured;
            StructuredSearch search(at.map.size, Structure(structured ? covariance : VisitCovariance{CovarianceKind::ar1, false, true}, 3, {}));
            REQUIRE((structured ? maximise_structured(at.map.size, at.fit, search) : maximise(at.map.size, at.fit)) == FitStatus::converged);
            std::vector<Eigen::MatrixXd> Sigmas;
            for (std::size_t s = 0; s < at.map.size.covariances; ++s) Sigmas.emplace_back(Eigen::Map<const Matrix>(at.fit.at.Sigma.data() + 9 * s, 3, 3));
            const auto m = static_cast<Eigen::Index>(elements(at.map.size));
            const auto f = structured ? static_cast<Eigen::Index>(at.fit.parameters.free) : m;
            const Eigen::MatrixXd jacobian = structured ? Eigen::MatrixXd(Eigen::Map<const Matrix>(at.fit.parameters.jacobian.data(), m, f)) : Eigen::MatrixXd::Identity(m, m);
            const Eigen::MatrixXd J = jacobian.transpose() * expected(dense::participants(data, covariates), Sigmas, restricted) * jacobian;
            const Eigen::MatrixXd wanted = jacobian * J.inverse() * jacobian.transpose();
            ElementCovariance found(at.map.size);
            REQUIRE(element_covariance(at.map.size, at.fit, InformationMatrix::expected, found));
            CHECK((Eigen::Map<const Matrix>(found.values.data(), m, m) - wanted).cwiseAbs().maxCoeff() < 1e-9 * wanted.cwiseAbs().maxCoeff());
        }
    }
}

}  // namespace element_covariance_test
