#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/cumulative_mass.hpp>
#include <equipoise/mechanism/damped_newton.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The distribution of a numeric covariate: a log-concave density of a coordinate d, and the value that goes with each d.
///
/// log density = slope d - curvature d^2 / 2 - shape (e^d - 1 - d), which is 0 at its largest, d = 0; value = shift + scale d, or
/// shift + scale e^d. So a truncated normal has d linear in the value, gamma and lognormal distributions its logarithm.
struct CovariateDensity {
    double slope = 0;
    double curvature = 0;
    double shape = 0;
    double lowest = -std::numeric_limits<double>::infinity();   ///< of d, at most 0
    double highest = std::numeric_limits<double>::infinity();   ///< of d, at least 0
    double shift = 0;
    double scale = 1;
    bool of_exponential = false;

    double log_density(double d) const {
        return slope * d - curvature * d * d / 2 - (shape == 0 ? 0.0 : shape * (portable::exp(d) - 1 - d));
    }
    double operator()(double d) const { return portable::exp(log_density(d)); }
    double value(double d) const { return shift + scale * (of_exponential ? portable::exp(d) : d); }
    double value_slope(double d) const { return of_exponential ? scale * portable::exp(d) : scale; }
};

namespace detail {

/// Means and covariances of u and u^2 under the density exp(linear u - quadratic u^2 / 2) between two bounds.
struct TruncatedMoments {
    double first;
    double second;
    double var_first;
    double cov;
    double var_second;
};

/// @param lower, upper  of u, which is in SDs from the stated mean: what is beyond 40 weighs nothing
inline TruncatedMoments truncated_moments(double linear, double quadratic, double lower, double upper) {
    const double highest = quadratic > 0 ? std::clamp(linear / quadratic, lower, upper) : (linear > 0 ? upper : lower);
    const double peak = linear * highest - quadratic * highest * highest / 2;
    const auto cells = static_cast<std::size_t>(std::ceil((upper - lower) * 4));
    std::array<double, 5> m{};
    for (std::size_t k = 0; k < m.size(); ++k) {
        const auto moment = [&](double u) {
            double power = portable::exp(linear * u - quadratic * u * u / 2 - peak);
            for (std::size_t j = 0; j < k; ++j) power *= u;
            return power;
        };
        const double width = (upper - lower) / static_cast<double>(cells);
        for (std::size_t i = 0; i < cells; ++i) {
            const double left = lower + static_cast<double>(i) * width;
            m[k] += gauss_integral(moment, left, left + width);
        }
    }
    for (std::size_t k = 1; k < m.size(); ++k) m[k] /= m[0];
    return {m[1], m[2], m[2] - m[1] * m[1], m[3] - m[1] * m[2], m[4] - m[2] * m[2]};
}

/// Natural parameters whose mean is 0 and whose mean square is 1: a convex problem (exponential family).
inline std::optional<Point<2>> truncated_parameters(double lower, double upper) {
    const auto system = [&](const Point<2>& x) -> std::optional<SystemAt<2>> {
        if (!(x[1] >= 0)) return std::nullopt;
        const TruncatedMoments m = truncated_moments(x[0], x[1], lower, upper);
        return SystemAt<2>{{m.first, m.second - 1}, {{{m.var_first, -m.cov / 2}, {m.cov, -m.var_second / 2}}}};
    };
    const auto distant = [](const Point<2>&, const Point<2>& to) { return !(to[1] >= 0); };
    return damped_newton<2>(system, {0, 1}, distant);
}

}  // namespace detail

/// The largest SD that a normal distribution between two bounds can have if its mean is as stated: that of the exponential distribution
/// between them, of that mean. The SD can be had only below it.
///
/// @param mean  between the bounds
/// @returns     infinity without bounds; mean - minimum or maximum - mean with one
/// @verified    tests/mechanism/covariate_density_test.cpp
inline double largest_truncated_sd(double mean, double minimum, double maximum) {
    if (!std::isfinite(minimum) || !std::isfinite(maximum)) return std::min(mean - minimum, maximum - mean);
    const double width = maximum - minimum;
    const double place = std::min(mean - minimum, maximum - mean) / width;  // in (0, 1/2], from the nearer bound
    double low = 0;                                                        // of the rate r in exp(-r t), t in [0, 1]
    double high = 1 / place;
    for (int k = 0; k < 200; ++k) {
        const double r = (low + high) / 2;
        const double t = r < 1e-3 ? 0.5 - r / 12 : 1 / r - 1 / (portable::exp(r) - 1);
        (t > place ? low : high) = r;
    }
    const double r = (low + high) / 2;
    const double e = portable::exp(-r);
    return width * std::sqrt(r < 1e-2 ? 1.0 / 12 - r * r / 240 : 1 / (r * r) - e / ((1 - e) * (1 - e)));
}

/// The truncated normal with stated moments, or none if there is none.
///
/// @complexity about 8 evaluations of O(width in SDs), well under a millisecond.
/// @verified   tests/mechanism/covariate_density_test.cpp
inline std::optional<CovariateDensity> covariate_density(const TruncatedNormal& stated) {
    if (!(stated.sd < largest_truncated_sd(stated.mean, stated.minimum, stated.maximum))) return std::nullopt;
    const double lower = std::max((stated.minimum - stated.mean) / stated.sd, -40.0);
    const double upper = std::min((stated.maximum - stated.mean) / stated.sd, 40.0);
    const auto solved = detail::truncated_parameters(lower, upper);
    if (!solved) return std::nullopt;
    const auto [linear, quadratic] = *solved;
    const double mode = quadratic > 0 ? std::clamp(linear / quadratic, lower, upper) : (linear > 0 ? upper : lower);
    return CovariateDensity{.slope = linear - quadratic * mode, .curvature = quadratic, .lowest = lower - mode, .highest = upper - mode,
                            .shift = stated.mean + stated.sd * mode, .scale = stated.sd};
}

inline std::optional<CovariateDensity> covariate_density(const ShiftedGamma& stated) {
    const double above = stated.mean - stated.minimum;
    const double shape = above / stated.sd * (above / stated.sd);
    return CovariateDensity{.shape = shape, .shift = stated.minimum, .scale = above, .of_exponential = true};
}

inline std::optional<CovariateDensity> covariate_density(const Lognormal& stated) {
    const double above = stated.mean - stated.minimum;
    const double ratio = stated.sd / above;
    const double variance = portable::log(1 + ratio * ratio);
    return CovariateDensity{.curvature = 1 / variance, .shift = stated.minimum, .scale = above / std::sqrt(1 + ratio * ratio), .of_exponential = true};
}

/// A covariate's density cumulated between the points where it has fallen to e^-60 of its largest value, or ends.
inline CumulativeMass<CovariateDensity> cumulated(const CovariateDensity& density) {
    const auto reach = [&](double side, double end) {
        double far = 1e-6;
        while (far < end && density.log_density(side * far) > -60) far *= 1.25;
        return side * std::min(far, end);
    };
    return {density, reach(-1, -density.lowest), reach(1, density.highest), 1024};
}

}  // namespace equipoise
