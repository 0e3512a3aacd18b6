// Oracle: least squares by QR. Statistical: posterior draws have the moments that theory gives.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>
#include <Eigen/QR>

#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/analysis/imputation/sequential_regressions.hpp>
#include <equipoise/data/reduction.hpp>

#include "analysis/random_trial.hpp"

namespace sequential_regressions_test {
using namespace equipoise;
using namespace equipoise::imputation;

struct Monotone {
    explicit Monotone(std::uint64_t seed) : data(made::trial(seed, {.leaving = 0.15, .skipping = 0})), rows({{.name = "baseline"}}, shape_of(data), 0), products(2, 3) {
        Reduction reduce({.covariates = {"baseline"}}, shape_of(data));
        rows.gather(data, reduce(data));
        for (std::size_t i = 0; i < rows.size(); ++i) products.add(rows.arm(i), rows.last(i), rows.row(i));
    }
    TrialData data;
    ParticipantRows rows;
    LevelProducts products;
};

struct Regression {
    Eigen::VectorXd coefficients;
    Eigen::MatrixXd inverse;  // of X'X
    double residual;
    double df;
};

/// Visit j (from 0) on the constant, treatment (if the arms share the model), baseline and the visits before.
Regression regression(const Monotone& trial, std::size_t j, bool shared, Arm arm) {
    std::vector<Eigen::VectorXd> rows;
    for (std::size_t i = 0; i < trial.rows.size(); ++i) {
        if (trial.rows.last(i) <= j || (!shared && trial.rows.arm(i) != arm)) continue;
        const double* row = trial.rows.row(i);
        std::vector<double> values{1};
        if (shared) values.push_back(trial.rows.arm(i) == Arm::treatment ? 1 : 0);
        for (std::size_t k = 1; k <= 2 + j; ++k) values.push_back(row[k]);
        rows.push_back(Eigen::Map<Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size())));
    }
    Eigen::MatrixXd all(static_cast<Eigen::Index>(rows.size()), rows.front().size());
    for (std::size_t i = 0; i < rows.size(); ++i) all.row(static_cast<Eigen::Index>(i)) = rows[i].transpose();
    const Eigen::MatrixXd X = all.leftCols(all.cols() - 1);
    const Eigen::VectorXd y = all.col(all.cols() - 1);
    Regression found{X.colPivHouseholderQr().solve(y), (X.transpose() * X).inverse(), 0, static_cast<double>(X.rows() - X.cols())};
    found.residual = (y - X * found.coefficients).squaredNorm();
    return found;
}

/// The coefficients of the last regression, from a model: those of its own, given the visits before.
std::vector<double> own_coefficients(const NormalModel& model, std::size_t j, bool shared, Arm arm) {
    const auto intercept = [&](Arm of, std::size_t k) {
        double value = model[of].mean[k * 3 + j];
        for (std::size_t l = 0; l < j; ++l) value -= model[of].slopes[j * 3 + l] * model[of].mean[k * 3 + l];
        return value;
    };
    const Arm of = shared ? Arm::control : arm;
    std::vector<double> found{intercept(of, 0)};
    if (shared) found.push_back(intercept(Arm::treatment, 0) - intercept(Arm::control, 0));
    found.push_back(intercept(of, 1));
    for (std::size_t l = 0; l < j; ++l) found.push_back(model[of].slopes[j * 3 + l]);
    return found;
}

TEST_CASE("sequential regressions are least squares") {
    const Monotone trial(41);
    for (const ModelBy by : {ModelBy::visit, ModelBy::arm_and_visit}) {
        SequentialRegressions regressions(2, 3, by);
        REQUIRE(regressions.factor(trial.products) == FitStatus::converged);
        regressions.estimate();
        const bool shared = by == ModelBy::visit;
        for (const Arm arm : both_arms) {
            for (std::size_t j = 0; j < 3; ++j) {
                const Regression wanted = regression(trial, j, shared, arm);
                const std::vector<double> found = own_coefficients(regressions.model(), j, shared, arm);
                REQUIRE(found.size() == static_cast<std::size_t>(wanted.coefficients.size()));
                for (std::size_t k = 0; k < found.size(); ++k) CHECK(found[k] == Approx(wanted.coefficients(static_cast<Eigen::Index>(k))).epsilon(1e-9).margin(1e-9));
                CHECK(regressions.model()[arm].sd[j] == Approx(std::sqrt(wanted.residual / wanted.df)).epsilon(1e-10));
            }
        }
    }
}

TEST_CASE("draws of the regressions have the moments of their posterior") {
    const Monotone trial(42);
    constexpr std::size_t draws = 20'000;
    Stream chance(StudyKey(9), 0, {Layer::analysis});
    for (const ModelBy by : {ModelBy::visit, ModelBy::arm_and_visit}) {
        const bool shared = by == ModelBy::visit;
        SequentialRegressions regressions(2, 3, by);
        REQUIRE(regressions.factor(trial.products) == FitStatus::converged);
        for (const std::size_t j : {std::size_t{0}, std::size_t{2}}) {
            const Regression wanted = regression(trial, j, shared, Arm::treatment);
            const auto size = static_cast<std::size_t>(wanted.coefficients.size());
            std::vector<double> sum(size, 0.0);
            std::vector<double> squares(size, 0.0);
            std::vector<double> fourth(size, 0.0);
            double precision = 0;
            double precision_squares = 0;
            for (std::size_t d = 0; d < draws; ++d) {
                regressions.draw(chance);
                const std::vector<double> found = own_coefficients(regressions.model(), j, shared, Arm::treatment);
                for (std::size_t k = 0; k < size; ++k) {
                    const double deviation = found[k] - wanted.coefficients(static_cast<Eigen::Index>(k));
                    sum[k] += deviation;
                    squares[k] += deviation * deviation;
                    fourth[k] += std::pow(deviation, 4);
                }
                const double scaled = wanted.residual / std::pow(regressions.model().treatment.sd[j], 2);  // chi-squared
                precision += scaled;
                precision_squares += (scaled - wanted.df) * (scaled - wanted.df);
            }
            const double n = draws;
            for (std::size_t k = 0; k < size; ++k) {
                INFO("visit " << j + 1 << " coefficient " << k);
                const auto at = static_cast<Eigen::Index>(k);
                const double variance = wanted.residual / (wanted.df - 2) * wanted.inverse(at, at);
                const double mean_square = squares[k] / n;
                CHECK(std::abs(sum[k] / n) < 4 * std::sqrt(variance / n));
                CHECK(std::abs(mean_square - variance) < 4 * std::sqrt((fourth[k] / n - mean_square * mean_square) / n));
            }
            CHECK(std::abs(precision / n - wanted.df) < 4 * std::sqrt(2 * wanted.df / n));
            CHECK(std::abs(precision_squares / n - 2 * wanted.df) < 4 * std::sqrt((12 * wanted.df * (wanted.df + 4) - 4 * wanted.df * wanted.df) / n));
        }
    }
}

TEST_CASE("regressions that cannot be had say why") {
    LevelProducts products(1, 1);
    SequentialRegressions regressions(1, 1, ModelBy::visit);
    const auto add = [&](Arm arm, double y) {
        const std::vector<double> row{1, y};
        products.add(arm, 1, row.data());
    };
    add(Arm::control, 1);
    add(Arm::treatment, 2);
    CHECK(regressions.factor(products) == FitStatus::not_estimable);  // no degree of freedom
    add(Arm::treatment, 2);
    CHECK(regressions.factor(products) == FitStatus::covariance_singular);
    add(Arm::treatment, 3);
    CHECK(regressions.factor(products) == FitStatus::converged);
    LevelProducts one_arm(1, 1);
    for (const double y : {1.0, 2.0, 4.0}) {
        const std::vector<double> row{1, y};
        one_arm.add(Arm::control, 1, row.data());
    }
    CHECK(regressions.factor(one_arm) == FitStatus::not_estimable);  // treatment is never seen
}

}  // namespace sequential_regressions_test
