// Oracle: the profile likelihood on a fine grid of dispersions, by log-gamma functions; the series and the closed form where they meet.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cmath>

#include <equipoise/analysis/glm/dispersion.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace dispersion_test {
using namespace equipoise;
using namespace equipoise::glm;

ModelRows made_rows(std::uint64_t seed, double scale) {
    const TrialData data = made::trial(seed, {.participants = 80, .covariates = true});
    ModelRows rows({{.name = "age"}}, shape_of(data), 0);
    rows.gather(data, [&](std::size_t i) {
        const double score = data.score(0, 1, i);
        return score == score ? std::floor(std::max(0.0, score - 20) * scale) : missing;
    });
    return rows;
}

Maximum poisson(const ModelRows& rows, Regression<Count>& regression, Newton& newton) {
    newton.position().assign(rows.size(), 0.0);
    regression.take(rows, Count{});
    return newton(regression);
}

/// But for log y!.
double log_likelihood(const ModelRows& rows, double dispersion) {
    Regression<Count> regression;
    Newton newton;
    poisson(rows, regression, newton);
    regression.take(rows, Count{dispersion});
    REQUIRE(newton(regression).status == FitStatus::converged);
    double sum = 0;
    for (std::size_t r = 0; r < rows.count(); ++r) {
        const double y = rows.response(r);
        const double mean = std::exp(regression.predictor(r));
        const double size = 1 / dispersion;
        sum += std::lgamma(y + size) - std::lgamma(size) + y * std::log(mean / (mean + size)) - size * std::log1p(mean / size);
    }
    return sum;
}

TEST_CASE("the dispersion maximises the profile likelihood") {
    for (const double scale : {0.3, 0.7, 3.0}) {
        const ModelRows rows = made_rows(8, scale);
        Regression<Count> regression;
        Newton newton;
        NegativeBinomialFit fit;
        const Maximum maximum = fit(rows, regression, newton, poisson(rows, regression, newton));
        INFO("scale " << scale << ", dispersion " << fit.dispersion());
        REQUIRE(maximum.status == FitStatus::converged);
        CHECK(maximum.log_likelihood == Approx(log_likelihood(rows, fit.dispersion())).epsilon(1e-11));
        for (int k = -40; k <= 40; ++k) CHECK(log_likelihood(rows, fit.dispersion() * std::pow(1.25, k)) <= maximum.log_likelihood + 1e-7);
        const double nearby = std::max(log_likelihood(rows, fit.dispersion() * 1.01), log_likelihood(rows, fit.dispersion() / 1.01));
        CHECK(nearby < maximum.log_likelihood - 1e-6);
    }
}

TEST_CASE("counts that hardly vary more than Poisson ones have a dispersion close to 0, or 0") {
    std::size_t at_zero = 0;
    std::size_t small = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const ModelRows rows = made_rows(seed, 0.11);
        Regression<Count> regression;
        Newton newton;
        NegativeBinomialFit fit;
        const Maximum maximum = fit(rows, regression, newton, poisson(rows, regression, newton));
        REQUIRE(usable(maximum.status));
        at_zero += maximum.status == FitStatus::on_boundary ? 1U : 0U;
        small += maximum.status == FitStatus::converged && fit.dispersion() < 0.3 ? 1U : 0U;
        CHECK((maximum.status == FitStatus::on_boundary) == (fit.dispersion() == 0));
    }
    CHECK(at_zero > 10);
    CHECK(small > 10);
}

TEST_CASE("the remainder of the logarithm is smooth where its series ends") {
    for (const double t : {0.049999999, 0.05}) {
        const glm::detail::LogarithmRemainder found = glm::detail::logarithm_remainder(t);
        CHECK(found.value == Approx((std::log1p(t) - t / (1 + t)) / (t * t)).epsilon(1e-12));
        CHECK(found.slope == Approx((1 / ((1 + t) * (1 + t)) - 2 * (std::log1p(t) - t / (1 + t)) / (t * t)) / t).epsilon(1e-10));
    }
    CHECK(glm::detail::logarithm_remainder(0).value == 0.5);
    CHECK(glm::detail::logarithm_remainder(0).slope == Approx(-2.0 / 3).epsilon(1e-15));
}

}  // namespace dispersion_test
