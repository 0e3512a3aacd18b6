#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/random_intercept/profile.hpp>

namespace equipoise::random_intercept {

/// How a search for the ratio of variances ended.
struct Maximum {
    FitStatus status = FitStatus::not_converged;
    std::uint32_t iterations = 0;
};

/// The ratios, in units of one over the mean size of a group, between which maxima are looked for.
inline constexpr std::array<double, 16> search_grid{0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 16, 40, 120, 1e3, 1e4};

namespace detail {

// Newton's method on the slope between a ratio where it is positive and one where it is not. The profile is left at the root.
inline Maximum climb(Profile& profile, double lower, double upper) {
    Maximum found;
    double ratio = 0.5 * (lower + upper);
    for (found.iterations = 1; found.iterations <= 100; ++found.iterations) {
        if (!profile.evaluate(ratio)) return {FitStatus::covariance_singular, found.iterations};
        const double slope = profile.slope();
        const double information = profile.information();
        const double step = slope / information;
        if (information > 0 && slope * step < 1e-18) {
            // The last step doubles the digits, of which the degrees of freedom of a flat profile have need.
            found.status = ratio + step > 0 && profile.evaluate(ratio + step) ? FitStatus::converged : FitStatus::not_converged;
            return found;
        }
        (slope > 0 ? lower : upper) = ratio;
        double next = ratio + step;
        if (!(next > lower && next < upper)) next = 0.5 * (lower + upper);
        if (next == ratio || next == lower || next == upper) {  // doubles come no nearer
            found.status = information > 0 ? FitStatus::converged : FitStatus::hessian_not_positive_definite;
            return found;
        }
        ratio = next;
    }
    return found;
}

}  // namespace detail

/// The ratio of variances >= 0 that maximises the REML likelihood; the profile is left there.
///
/// There may be several maxima: each interval of a grid at whose ends the slope changes from up to down is searched by a Newton method
/// kept inside it, and the highest maximum is taken, 0 among them where the slope there is not positive (`on_boundary`). Converged:
/// Newton decrement below 1e-18 and positive information.
///
/// @param mean_size  of the groups
/// @returns          `covariance_singular` if the likelihood still rises where the ratio is so large that nothing is left within groups
/// @verified         tests/analysis/random_intercept/maximise_test.cpp
inline Maximum maximise(Profile& profile, double mean_size) {
    Maximum best;
    double best_value = -std::numeric_limits<double>::infinity();
    double best_ratio = 0.0;
    double lower = 0.0;
    bool rising = false;
    std::uint32_t iterations = 0;
    for (std::size_t k = 0; k < search_grid.size() || (rising && lower * mean_size < 1e12); ++k) {
        const double ratio = k < search_grid.size() ? search_grid[k] / mean_size : 100.0 * lower;
        if (!profile.evaluate(ratio)) return {FitStatus::covariance_singular, iterations};
        const bool up = profile.slope() > 0;
        Maximum here;
        if (k == 0 && !up) here.status = FitStatus::on_boundary;
        if (rising && !up) {
            here = detail::climb(profile, lower, ratio);
            iterations += here.iterations;
        }
        if ((k == 0 || rising) && !up) {
            const double value = usable(here.status) ? profile.log_likelihood() : -std::numeric_limits<double>::infinity();
            if (value > best_value || !usable(best.status)) {
                best = here;
                best_value = value;
                best_ratio = profile.ratio();
            }
        }
        rising = up;
        lower = ratio;
    }
    best.iterations = iterations;
    if (rising) return {FitStatus::covariance_singular, iterations};
    if (usable(best.status) && profile.ratio() != best_ratio) (void)profile.evaluate(best_ratio);
    return best;
}

}  // namespace equipoise::random_intercept
