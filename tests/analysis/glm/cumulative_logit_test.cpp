// Oracle: the log-likelihood from its definition, its finite differences, and dense matrices of them.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cmath>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include <equipoise/analysis/glm/cumulative_logit.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace cumulative_logit_test {
using namespace equipoise;
using namespace equipoise::glm;

/// Levels 0 to `levels` - 1 from the scores of a made trial.
ModelRows made_rows(double levels) {
    const TrialData data = made::trial(5, {.participants = 90, .covariates = true});
    ModelRows rows({{.name = "age"}, {.name = "site", .type = CovariateType::factor}}, shape_of(data), 0);
    rows.gather(data, [&](std::size_t i) {
        const double score = data.score(0, 1, i);
        return score == score ? std::min(levels - 1, std::max(0.0, std::floor((score - 15) * levels / 30))) : missing;
    });
    return rows;
}

double definition(const ModelRows& rows, std::size_t levels, const std::vector<double>& at) {
    double sum = 0;
    for (std::size_t r = 0; r < rows.count(); ++r) {
        double eta = 0;
        for (std::size_t a = 1; a < rows.size(); ++a) eta += rows.row(r)[a] * at[levels - 1 + a - 1];
        const auto k = static_cast<std::size_t>(rows.response(r));
        const auto cumulative = [&](std::size_t threshold) { return 1 / (1 + std::exp(eta - at[threshold])); };
        sum += std::log((k + 1 < levels ? cumulative(k) : 1.0) - (k > 0 ? cumulative(k - 1) : 0.0));
    }
    return sum;
}

std::vector<double> somewhere(const CumulativeLogit& likelihood) {
    std::vector<double> at(likelihood.parameters());
    likelihood.start(at);
    for (std::size_t k = 0; k < likelihood.coefficients(); ++k) at[likelihood.thresholds() + k] = 0.3 - 0.2 * static_cast<double>(k);
    return at;
}

TEST_CASE("the cumulative logit likelihood, its score and its information") {
    for (const std::size_t levels : {2U, 3U, 7U}) {
        const ModelRows rows = made_rows(static_cast<double>(levels));
        CumulativeLogit likelihood;
        likelihood.take(rows);
        REQUIRE(likelihood.levels() == levels);
        const std::vector<double> at = somewhere(likelihood);
        CHECK(likelihood.evaluate(at) == Approx(definition(rows, levels, at)).epsilon(1e-13));
        const std::size_t size = likelihood.parameters();
        const auto order = static_cast<Eigen::Index>(size);
        const double h = 1e-5;
        Eigen::MatrixXd information(order, order);
        for (std::size_t k = 0; k < size; ++k) {
            std::vector<double> before = at;
            std::vector<double> after = at;
            before[k] -= h;
            after[k] += h;
            likelihood.evaluate(before);
            REQUIRE(likelihood.factor());
            const std::vector<double> score_before(likelihood.score().begin(), likelihood.score().end());
            likelihood.evaluate(after);
            REQUIRE(likelihood.factor());
            for (std::size_t j = 0; j < size; ++j) information(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(k)) = (score_before[j] - likelihood.score()[j]) / (2 * h);
            likelihood.evaluate(at);
            REQUIRE(likelihood.factor());
            CHECK(std::abs(likelihood.score()[k] - (definition(rows, levels, after) - definition(rows, levels, before)) / (2 * h)) < 1e-6);
        }
        std::vector<double> step(size);
        const double decrement = likelihood.newton_step(step);
        Eigen::VectorXd score(order);
        for (std::size_t k = 0; k < size; ++k) score(static_cast<Eigen::Index>(k)) = likelihood.score()[k];
        const Eigen::MatrixXd inverse = information.inverse();
        const Eigen::VectorXd wanted = inverse * score;
        for (std::size_t k = 0; k < size; ++k) CHECK(std::abs(step[k] - wanted(static_cast<Eigen::Index>(k))) < 1e-7 * wanted.norm());
        CHECK(decrement == Approx(score.dot(wanted)).epsilon(1e-7));
        CHECK(likelihood.variance_of_last() == Approx(inverse(order - 1, order - 1)).epsilon(1e-7));
    }
}

TEST_CASE("thresholds out of order are outside the domain") {
    const ModelRows rows = made_rows(4);
    CumulativeLogit likelihood;
    likelihood.take(rows);
    std::vector<double> at = somewhere(likelihood);
    std::swap(at[0], at[1]);
    CHECK(likelihood.evaluate(at) == -INFINITY);
    at[0] = at[1];
    CHECK(likelihood.evaluate(at) == -INFINITY);
}

TEST_CASE("at the start, nothing but the thresholds is to be known") {
    const ModelRows rows = made_rows(5);
    CumulativeLogit likelihood;
    likelihood.take(rows);
    std::vector<double> at(likelihood.parameters());
    likelihood.start(at);
    likelihood.evaluate(at);
    REQUIRE(likelihood.factor());
    for (std::size_t k = 0; k < likelihood.thresholds(); ++k) CHECK(std::abs(likelihood.score()[k]) < 1e-11);
}

}  // namespace cumulative_logit_test
