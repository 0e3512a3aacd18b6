#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include <equipoise/mechanism/damped_newton.hpp>
#include <equipoise/mechanism/score_coefficients.hpp>
#include <equipoise/mechanism/score_moments.hpp>

namespace equipoise {

/// The least share of those screened that may be eligible: below it, enrolling a trial would take too many screenings.
inline constexpr double least_eligible_share = 1e-3;

/// The latent normal whose scores have a stated mean and SD among those eligible.
///
/// Solves mean(S | X >= threshold) = stated.mean and sd(S | X >= threshold) = stated.sd for the mean and SD of X.
/// @param threshold  lowest eligible latent value; -infinity if all are
/// @returns          none if there is no such normal, or none can be found
/// @complexity       about 6 evaluations of O(scores). @verified tests/mechanism/latent_baseline_test.cpp
inline std::optional<LatentNormal> latent_baseline(const Scale& scale, double threshold, const ScoreMoments& stated) {
    const auto system = [&](const Point<2>& x) -> std::optional<SystemAt<2>> {
        const LatentNormal latent{x[0], x[1]};
        if (!(latent.sd > 0)) return std::nullopt;
        const ScoreCoefficients c = score_coefficients(scale, latent, threshold, stated.mean, 3);
        const double share = c.eligible[0];
        const double mean = c.score[0] / share;
        const double variance = c.square[0] / share - mean * mean;
        if (!(share > least_eligible_share / 100 && variance > 0)) return std::nullopt;
        const double sd = std::sqrt(variance);
        SystemAt<2> at{{mean / stated.sd, sd / stated.sd - 1}, {}};
        for (std::size_t j = 0; j < 2; ++j) {  // d E f(X) / d mean = c_1 / sd, d E f(X) / d sd = sqrt(2) c_2 / sd
            const double scaled = (j == 0 ? 1 : std::sqrt(2.0)) / latent.sd;
            const double by_share = scaled * c.eligible[j + 1];
            const double by_mean = (scaled * c.score[j + 1] - mean * by_share) / share;
            const double by_square = (scaled * c.square[j + 1] - c.square[0] / share * by_share) / share;
            at.jacobian[0][j] = by_mean / stated.sd;
            at.jacobian[1][j] = (by_square - 2 * mean * by_mean) / (2 * sd * stated.sd);
        }
        return at;
    };
    const auto distant = [](const Point<2>& from, const Point<2>& to) {
        return !(to[1] > from[1] / 3 && to[1] < from[1] * 3 && std::abs(to[0] - from[0]) < 5 * from[1]);
    };
    const auto root = damped_newton<2>(system, {stated.mean, std::max(stated.sd, scale.step / 3)}, distant);
    if (!root) return std::nullopt;
    return LatentNormal{(*root)[0], (*root)[1]};
}

/// The largest SD that scores with a stated mean can have among those eligible, if at least `least_eligible_share` of all are.
///
/// With a threshold it is had where that least share is eligible; without, by scores at the two bounds alone (Bhatia & Davis 2000).
/// @returns infinity where there is no largest
inline double largest_baseline_sd(const Scale& scale, double threshold, double mean) {
    if (!std::isfinite(threshold)) {
        if (!bounded_below(scale) || !bounded_above(scale)) return std::numeric_limits<double>::infinity();
        return std::sqrt((mean - scale.minimum) * (scale.maximum - mean));
    }
    constexpr double cut = 3.0902323061678132;  // P(Z > cut) = 1e-3
    double low = 1e-6 * (mean - threshold);
    double high = 1e6 * (mean - threshold);
    const auto moments = [&](double sd) { return score_moments(scale, {threshold - cut * sd, sd}, threshold); };
    for (int k = 0; k < 200 && high > low * (1 + 1e-12); ++k) {
        const double middle = std::sqrt(low * high);
        (moments(middle).mean < mean ? low : high) = middle;
    }
    return moments(low).sd;
}

/// The smallest SD that scores with a stated mean can have: on a stepped scale, that of the two scores next to it.
inline double smallest_sd(const Scale& scale, double mean) {
    if (scale.step == 0.0) return 0.0;
    const double place = (mean - origin(scale)) / scale.step;
    const double above = place - std::floor(place);
    return scale.step * std::sqrt(above * (1 - above));
}

}  // namespace equipoise
