// Oracle: finite differences of the score. The approximate and the expected information are near the exact one at the maximum.
#include "catch.hpp"

#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"

#include <Eigen/Eigenvalues>

namespace exact_information_test {

using namespace equipoise;
using namespace equipoise::gaussian;

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Matrix exact(FitAt& at, const Eigen::MatrixXd& Sigma) {
    REQUIRE(at.evaluate(at.map.size, Sigma) == Evaluation::done);
    exact_information(at.map.size, at.fit.at, at.fit.patterns, at.fit.information);
    const auto m = static_cast<Eigen::Index>(at.fit.information.parameters);
    return Eigen::Map<const Matrix>(at.fit.information.J.data(), m, m);
}

void check_by_differences(const TrialData& data, const std::vector<Covariate>& covariates, bool restricted) {
    const auto T = static_cast<Eigen::Index>(data.outcomes[0].visits - 1);
    const Eigen::MatrixXd Sigma = some_covariance(T);
    FitAt at(data, covariates, restricted);
    const Matrix J = exact(at, Sigma);
    const double scale = J.cwiseAbs().maxCoeff();
    Eigen::Index k = 0;
    for (Eigen::Index a = 0; a < T; ++a) {
        for (Eigen::Index b = 0; b <= a; ++b, ++k) {
            const auto score = [&](double step) {
                Eigen::MatrixXd moved = Sigma;
                moved(a, b) += step;
                moved(b, a) = moved(a, b);
                REQUIRE(at.evaluate(at.map.size, moved) == Evaluation::done);
                return Eigen::Map<const Eigen::VectorXd>(at.fit.at.score.data(), J.rows()).eval();
            };
            const double h = 1e-3;
            // Richardson's extrapolation: the error is of order h^4.
            const Eigen::VectorXd slope = (8 * (score(h) - score(-h)) - (score(2 * h) - score(-2 * h))) / (12 * h);
            CHECK((J.row(k).transpose() + slope).cwiseAbs().maxCoeff() < 1e-9 * scale);
        }
    }
}

}  // namespace

TEST_CASE("the exact information is minus the derivative of the score") {
    const TrialData data = made::trial(4, {.skipping = 0.15, .covariates = true});
    for (const bool restricted : {true, false}) {
        check_by_differences(data, {}, restricted);
        check_by_differences(data, {{.name = "baseline"}}, restricted);
        check_by_differences(data, {{.name = "baseline", .by_visit = false}, {.name = "site", .type = CovariateType::factor}}, restricted);
    }
    check_by_differences(made::trial(5, {.participants = 120, .visits = 7}), {{.name = "baseline"}}, true);
}

TEST_CASE("for complete data approximate, expected and exact information agree at the maximum") {
    const TrialData data = made::trial(6, {.leaving = 0, .skipping = 0});
    FitAt at(data, {{.name = "baseline"}}, true);
    REQUIRE(maximise(at.map.size, at.fit) == FitStatus::converged);
    const std::vector<double> exact = at.fit.information.J;
    approximate_information(at.map.size, at.fit.at, at.fit.patterns, 0, at.fit.information);
    for (std::size_t k = 0; k < exact.size(); ++k) CHECK(at.fit.information.J[k] == Approx(exact[k]).epsilon(1e-9));
    expected_information(at.map.size, at.fit.at, at.fit.patterns, at.fit.information);
    const double n = at.fit.patterns.participants();
    for (std::size_t k = 0; k < exact.size(); ++k) CHECK(at.fit.information.J[k] == Approx(exact[k] * n / (n - 3)).epsilon(1e-9));
}

}  // namespace exact_information_test
