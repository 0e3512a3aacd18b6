#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <equipoise/mechanism/score_coefficients.hpp>

namespace equipoise {

/// E[f(Z0) g(X)] of two correlated latent variables, and its derivatives with respect to the second one's parameters.
struct CrossMoment {
    double value;
    double by_mean;
    double by_sd;
    double by_correlation;
};

inline constexpr std::size_t max_terms = 1024;

/// How many terms of a series in a correlation are needed until its powers are below 1e-14; 24 to max_terms.
inline std::size_t series_terms(double correlation) {
    std::size_t terms = 24;
    double power = 1;
    for (std::size_t k = 0; k < terms; ++k) power *= correlation;
    for (; terms < max_terms && std::abs(power) > 1e-14; ++terms) power *= correlation;
    return terms;
}

/// sum_k rho^k f_k g_k, which is E[f(Z0) g(X)] if Z0 and X have correlation rho (Mehler's formula).
///
/// X = mean + sd Z, so that d g_k / d mean = sqrt(k + 1) g_{k+1} / sd and d g_k / d sd = (sqrt((k + 1)(k + 2)) g_{k+2} + k g_k) / sd.
/// @param f    coefficients of the function of Z0
/// @param g    coefficients of the function of X; the last two serve the derivatives only
/// @param sd   of X [outcome units]
/// @complexity O(terms).
/// @source     Mehler (1866); Kibble (1945).
/// @verified   tests/mechanism/score_moments_test.cpp (bivariate quadrature, finite differences)
inline CrossMoment cross_moment(const std::vector<double>& f, const std::vector<double>& g, double rho, double sd) {
    CrossMoment sum{0, 0, 0, 0};
    double power = 1;
    double lower_power = 0;  // rho^(k-1)
    for (std::size_t k = 0; k + 2 < g.size() && k < f.size(); ++k) {
        const auto degree = static_cast<double>(k);
        const double term = power * f[k];
        sum.value += term * g[k];
        sum.by_mean += term * std::sqrt(degree + 1) * g[k + 1];
        sum.by_sd += term * (std::sqrt((degree + 1) * (degree + 2)) * g[k + 2] + degree * g[k]);
        sum.by_correlation += degree * lower_power * f[k] * g[k];
        lower_power = power;
        power *= rho;
    }
    return {sum.value, sum.by_mean / sd, sum.by_sd / sd, sum.by_correlation};
}

/// Mean and SD of a score [outcome units].
struct ScoreMoments {
    double mean;
    double sd;
};

/// Mean and SD of the score of one latent variable among those eligible by that same variable.
///
/// @param threshold  lowest eligible latent value; -infinity if all are
/// @complexity O(scores). @verified tests/mechanism/score_moments_test.cpp
inline ScoreMoments score_moments(const Scale& scale, const LatentNormal& latent,
                                  double threshold = -std::numeric_limits<double>::infinity()) {
    const double reference = std::max(threshold, latent.mean);  // near the scores, so that no digits are lost
    const ScoreCoefficients c = score_coefficients(scale, latent, threshold, reference, 1);
    const double deviation = c.score[0] / c.eligible[0];
    return {reference + deviation, std::sqrt(std::max(0.0, c.square[0] / c.eligible[0] - deviation * deviation))};
}

}  // namespace equipoise
