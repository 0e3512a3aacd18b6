// Oracle: finite differences of the log-likelihood, expectations by summation.
#include "catch.hpp"

#include <cmath>

#include <equipoise/analysis/glm/families.hpp>

namespace families_test {
using namespace equipoise::glm;

template <class F>
void check_derivatives(const F& family, double response, double predictor) {
    INFO("response " << response << ", predictor " << predictor);
    const double h = 1e-5;
    const ResponseLikelihood here = family(response, predictor);
    const ResponseLikelihood before = family(response, predictor - h);
    const ResponseLikelihood after = family(response, predictor + h);
    CHECK(std::abs((after.value - before.value) / (2 * h) - here.score) <= 1e-7 * (1 + std::abs(here.value)));
    CHECK(std::abs(-(after.score - before.score) / (2 * h) - here.weight) <= 1e-8 * (1 + std::abs(here.weight)));
}

TEST_CASE("derivatives of Bernoulli and count likelihoods") {
    for (const double predictor : {-8.0, -1.3, -1e-3, 0.0, 0.4, 2.0, 6.0}) {
        for (const double response : {0.0, 1.0}) check_derivatives(Bernoulli{}, response, predictor);
        for (const double response : {0.0, 1.0, 7.0, 60.0}) {
            for (const double dispersion : {0.0, 1e-6, 0.3, 4.0}) check_derivatives(Count{dispersion}, response, predictor);
        }
    }
}

TEST_CASE("Bernoulli likelihoods keep their digits in the tails") {
    CHECK(Bernoulli{}(1, 800).value == 0);
    CHECK(Bernoulli{}(0, 800).value == -800);
    CHECK(Bernoulli{}(1, 40).score == Approx(std::exp(-40.0)).epsilon(1e-14));
    CHECK(Bernoulli{}(0, -40).score == Approx(-std::exp(-40.0)).epsilon(1e-14));
}

TEST_CASE("a count's expected weight is the mean of its weight, and no dispersion is Poisson's limit") {
    const double predictor = 0.7;
    const double mean = std::exp(predictor);
    for (const double dispersion : {0.25, 1.0}) {
        const double size = 1 / dispersion;
        double weight = 0;
        double score = 0;
        for (double y = 0; y < 400; ++y) {
            const double log_probability = std::lgamma(y + size) - std::lgamma(size) - std::lgamma(y + 1) -
                                           (y + size) * std::log1p(dispersion * mean) + y * std::log(dispersion * mean);
            weight += std::exp(log_probability) * Count{dispersion}(y, predictor).weight;
            score += std::exp(log_probability) * Count{dispersion}(y, predictor).score;
        }
        CHECK(weight == Approx(Count{dispersion}(3, predictor).expected).epsilon(1e-10));
        CHECK(std::abs(score) < 1e-10);
    }
    const ResponseLikelihood nearly = Count{1e-9}(5, predictor);
    const ResponseLikelihood poisson = Count{}(5, predictor);
    CHECK(nearly.value == Approx(poisson.value).epsilon(1e-7));
    CHECK(nearly.score == Approx(poisson.score).epsilon(1e-7));
}

TEST_CASE("which changes of the predictor cost a response nothing") {
    CHECK(Bernoulli{}.recedes(1, 2, 0));
    CHECK_FALSE(Bernoulli{}.recedes(0, 2, 0));
    CHECK(Bernoulli{}.recedes(0, -2, 0));
    CHECK(Bernoulli{}.recedes(0, 1e-9, 1e-8));
    CHECK(Count{}.recedes(0, -1, 0));
    CHECK_FALSE(Count{}.recedes(0, 1, 0));
    CHECK_FALSE(Count{}.recedes(2, -1, 0));
    CHECK(Count{}.recedes(2, 0, 0));
}

}  // namespace families_test
