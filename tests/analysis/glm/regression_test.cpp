// Oracle: finite differences of the log-likelihood, and dense matrices.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cmath>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include <equipoise/analysis/glm/regression.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace regression_test {
using namespace equipoise;
using namespace equipoise::glm;

TEST_CASE("Newton's step and variances of a regression are those of dense matrices") {
    const TrialData data = made::trial(9, {.participants = 70, .covariates = true});
    ModelRows rows({{.name = "age"}, {.name = "site", .type = CovariateType::factor}}, shape_of(data), 0);
    rows.gather(data, [&](std::size_t i) { return data.score(0, 1, i) == data.score(0, 1, i) ? std::floor(data.score(0, 1, i) / 6) : missing; });
    REQUIRE(rows.estimable() == FitStatus::converged);
    Regression<Count> regression;
    const Count family{0.4};
    regression.take(rows, family);
    const std::vector<double> b{1.2, 0.1, -0.2, 0.3, -0.4};
    const double value = regression.evaluate(b);
    std::vector<double> step(5);
    const double decrement = regression.newton_step(step);
    const double observed = regression.variance_of_last();
    Eigen::MatrixXd information = Eigen::MatrixXd::Zero(5, 5);
    Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(5, 5);
    Eigen::VectorXd score = Eigen::VectorXd::Zero(5);
    double sum = 0;
    for (std::size_t r = 0; r < rows.count(); ++r) {
        const Eigen::Map<const Eigen::VectorXd> x(rows.row(r).data(), 5);
        const double predictor = x.dot(Eigen::Map<const Eigen::VectorXd>(b.data(), 5));
        const ResponseLikelihood at = family(rows.response(r), predictor);
        CHECK(regression.predictor(r) == Approx(predictor).epsilon(1e-13));
        sum += at.value;
        score += at.score * x;
        information += at.weight * x * x.transpose();
        expected += at.expected * x * x.transpose();
    }
    CHECK(value == Approx(sum).epsilon(1e-13));
    const Eigen::VectorXd wanted = information.inverse() * score;
    for (std::size_t k = 0; k < 5; ++k) CHECK(std::abs(step[k] - wanted(static_cast<Eigen::Index>(k))) < 1e-11 * wanted.norm());
    CHECK(decrement == Approx(score.dot(wanted)).epsilon(1e-11));
    CHECK(observed == Approx(information.inverse()(4, 4)).epsilon(1e-11));
    REQUIRE(regression.factor(Information::expected));
    CHECK(regression.variance_of_last() == Approx(expected.inverse()(4, 4)).epsilon(1e-11));
    std::vector<double> contrast{0.5, -1, 2, 0, 0.3};
    const Eigen::VectorXd c = Eigen::Map<const Eigen::VectorXd>(contrast.data(), 5);
    CHECK(regression.variance_of(contrast) == Approx(c.dot(expected.inverse() * c)).epsilon(1e-11));
    CHECK(regression.evaluate(std::vector<double>{1000, 0, 0, 0, 0}) == -INFINITY);
}

}  // namespace regression_test
