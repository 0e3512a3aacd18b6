#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>

namespace equipoise::glm {

/// The log-likelihood of one response, and its derivatives in the linear predictor.
struct ResponseLikelihood {
    double value;     ///< but for terms in the response alone
    double score;     ///< first derivative
    double weight;    ///< minus the second derivative
    double expected;  ///< its expectation
};

/// A distribution of a response given its linear predictor, with a log-likelihood concave in it. `recedes`: whether the likelihood of a response
/// does not fall as the predictor changes for ever at that rate, but for a tolerance.
template <class F>
concept Family = std::copy_constructible<F> && requires(const F& family, double response, double predictor, double tolerance) {
    { family(response, predictor) } -> std::same_as<ResponseLikelihood>;
    { family.recedes(response, predictor, tolerance) } -> std::same_as<bool>;
};

/// 1 with probability 1 / (1 + exp(-predictor)), else 0.
/// @verified tests/analysis/glm/families_test.cpp (finite differences)
struct Bernoulli {
    ResponseLikelihood operator()(double response, double predictor) const {
        const double small = std::exp(-std::abs(predictor));
        const double rare = small / (1 + small);
        const double common = 1 / (1 + small);
        const bool likely_one = predictor >= 0;
        const double not_one = likely_one ? rare : common;
        const double one = likely_one ? common : rare;
        const double weight = rare * common;
        return {.value = response * predictor - std::max(predictor, 0.0) - std::log1p(small),
                .score = response * not_one - (1 - response) * one,
                .weight = weight,
                .expected = weight};
    }
    bool recedes(double response, double rate, double tolerance) const { return response == 1 ? rate >= -tolerance : rate <= tolerance; }
};

/// A count with mean mu = exp(predictor) and variance mu + dispersion mu^2: negative binomial (NB2), Poisson if the dispersion is 0.
///
/// log f = y log mu - (y + 1 / a) log(1 + a mu) + sum over j < y of log(1 + a j) - log y!, of which the last two are left out.
/// @source   Lawless (1987), Can J Stat 15:209.
/// @verified tests/analysis/glm/families_test.cpp (finite differences)
struct Count {
    double dispersion = 0.0;  ///< at least 0

    ResponseLikelihood operator()(double response, double predictor) const {
        const double mean = std::exp(predictor);
        if (dispersion == 0) return {.value = response * predictor - mean, .score = response - mean, .weight = mean, .expected = mean};
        const double spread = 1 + dispersion * mean;
        return {.value = response * predictor - (response + 1 / dispersion) * std::log1p(dispersion * mean),
                .score = (response - mean) / spread,
                .weight = mean * (1 + dispersion * response) / (spread * spread),
                .expected = mean / spread};
    }
    bool recedes(double response, double rate, double tolerance) const { return rate <= tolerance && (response == 0 || rate >= -tolerance); }
};

}  // namespace equipoise::glm
