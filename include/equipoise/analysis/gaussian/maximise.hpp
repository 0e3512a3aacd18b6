#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/exact_information.hpp>
#include <equipoise/analysis/gaussian/information.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/monotone_fit.hpp>
#include <equipoise/analysis/gaussian/parameters.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>
#include <equipoise/analysis/gaussian/start.hpp>

namespace equipoise::gaussian {

/// A fit has converged when the Newton decrement g' J^-1 g, twice what the likelihood could still gain, is below this.
inline constexpr double converged_decrement = 1e-18;
/// Where the exact information is taken for good: so near to the maximum that it changes no more than by 1e-9 of itself.
inline constexpr double near_decrement = 1e-18;
inline constexpr std::uint32_t most_iterations = 100;

/// A fit of the model: all that it computes in, kept from trial to trial.
struct Fit {
    Fit(const AnySize& size, std::vector<std::uint32_t> map, bool reml)
        : patterns(size.visits, size.columns, size.covariances, size.from_baseline),
          at(size, std::move(map), reml),
          information(size),
          start(size),
          monotone(size),
          step(elements(size)),
          before(at.Sigma.size()) {}

    Patterns patterns;
    Likelihood at;
    Information information;
    StartScratch start;
    MonotoneFit monotone;        // what there is instead of likelihood and information, if it holds
    std::vector<double> step;    // in theta
    std::vector<double> before;  // Sigma before the step
    std::uint32_t iterations = 0;
    bool exact = false;  // whether the information is the exact one
    Parameters parameters{};  // of a structured Sigma
};

/// The Newton step by the information at hand, and its decrement; negative if the information is not positive definite.
template <class Size>
double newton_step(const Size& size, Fit& fit, bool factor) {
    Information& information = fit.information;
    const auto m = elements(size);
    if (factor) {
        std::copy(information.J.begin(), information.J.end(), information.factor.begin());
        if (!cholesky(information.factor.data(), m, m)) return -1.0;
    }
    std::copy(fit.at.score.begin(), fit.at.score.end(), fit.step.begin());
    solve_cholesky(information.factor.data(), fit.step.data(), m);
    double decrement = 0.0;
    for (std::size_t k = 0; k < m; ++k) decrement += fit.step[k] * fit.at.score[k];
    return decrement;
}

/// Moves Sigma along the step, by half as much again and again until it is positive definite and, unless near the maximum, the
/// likelihood does not fall. The likelihood is evaluated there. False if there is no such step.
template <class Size>
bool move(const Size& size, Fit& fit, bool near) {
    const auto T = size.visits;
    const double likelihood = near ? 0.0 : log_likelihood(size, fit.at, fit.patterns);
    std::copy(fit.at.Sigma.begin(), fit.at.Sigma.end(), fit.before.begin());
    for (double length = 1.0; length > 1e-9; length *= 0.5) {
        for (std::size_t s = 0; s < size.covariances; ++s) {
            const double* __restrict from = fit.before.data() + s * T * T;
            double* __restrict to = fit.at.Sigma.data() + s * T * T;
            const double* __restrict step = fit.step.data() + s * triangle(T);
            for (std::size_t j = 0; j < T; ++j) {
                for (std::size_t k = 0; k <= j; ++k) to[j * T + k] = to[k * T + j] = from[j * T + k] + length * step[lower(j, k)];
            }
        }
        if (evaluate(size, fit.at, fit.patterns) != Evaluation::done) continue;
        if (near || log_likelihood(size, fit.at, fit.patterns) >= likelihood) return true;
    }
    return false;
}

/// A starting value, evaluated.
template <class Size>
FitStatus begin(const Size& size, Fit& fit) {
    fit.iterations = 0;
    fit.at.make_room({size.visits, size.columns, size.coefficients, size.covariances, false}, fit.patterns.count() + 1);
    if (fit.patterns.count() == 0) return FitStatus::not_estimable;
    if (!sequential_regression(size, fit.patterns, fit.at, fit.start)) {
        const Start start = variances_alone(size, fit.patterns, fit.at, fit.start);
        if (start == Start::means_not_estimable) return FitStatus::not_estimable;
        if (start == Start::covariance_singular) return FitStatus::covariance_singular;
    }
    for (std::size_t s = 1; s < size.covariances; ++s) {
        std::copy_n(fit.at.Sigma.begin(), size.visits * size.visits, fit.at.Sigma.begin() + static_cast<std::ptrdiff_t>(s * size.visits * size.visits));
    }
    switch (evaluate(size, fit.at, fit.patterns)) {
        case Evaluation::done: return FitStatus::converged;
        case Evaluation::means_not_estimable: return FitStatus::not_estimable;
        case Evaluation::covariance_not_positive_definite: break;
    }
    return FitStatus::covariance_singular;
}

/// What a fit that came to no good end is called: the likelihood rises towards a singular Sigma, or what is said otherwise.
template <class Size>
FitStatus singular_or(const Size& size, Fit& fit, FitStatus otherwise) {
    constexpr double nearly_singular = 1e-4;  // what is left of a variance, given the visits before
    const auto T = size.visits;
    std::copy(fit.at.Sigma.begin(), fit.at.Sigma.end(), fit.before.begin());
    for (std::size_t s = 0; s < size.covariances; ++s) {
        const double* Sigma = fit.at.Sigma.data() + s * T * T;
        double* L = fit.before.data() + s * T * T;
        if (!cholesky(L, T, T)) return FitStatus::covariance_singular;
        for (std::size_t j = 0; j < T; ++j) {
            if (L[j * T + j] * L[j * T + j] < nearly_singular * Sigma[j * T + j]) return FitStatus::covariance_singular;
        }
    }
    return otherwise;
}

/// The approximate information, of one covariance; false if that cannot be had.
template <class Size>
bool approximate_information(const Size& size, Fit& fit) {
    const std::uint32_t all = (std::uint32_t{1} << size.visits) - 1U;
    std::size_t complete = 0;
    while (complete < fit.patterns.count() && fit.patterns.mask(complete) != all) ++complete;
    if (complete == fit.patterns.count() && !invert_pattern(size, fit.at, all, complete)) return false;
    approximate_information(size, fit.at, fit.patterns, complete, fit.information);
    return true;
}

/// The step by the exact information, or else the approximate; by the expected one where that is not positive definite.
template <class Size>
double step_by(const Size& size, Fit& fit, bool exact) {
    if (exact || size.covariances > 1) {
        exact = true;
        exact_information(size, fit.at, fit.patterns, fit.information);
    } else if (!approximate_information(size, fit)) {
        return -1.0;
    }
    fit.exact = exact;
    const double decrement = newton_step(size, fit, true);
    if (decrement >= 0.0) return decrement;
    fit.exact = false;
    expected_information(size, fit.at, fit.patterns, fit.information);
    return newton_step(size, fit, true);
}

/// Maximises the likelihood of the patterns gathered: Newton's method with approximate information, and exact information at the end
/// (or from where the approximate one is too slow). Monotone data have their maximum in closed form: there it is only confirmed.
///
/// @returns `converged` (then `at` is the maximum and `information` the exact one there), or why not
/// @complexity  O(patterns T^2 (T^2 + p^2) + q^3) each of usually 3 or 4 iterations, and once the exact information
/// @verified    tests/analysis/mmrm_test.cpp
template <class Size>
FitStatus maximise(const Size& size, Fit& fit) {
    const FitStatus status = begin(size, fit);
    if (status != FitStatus::converged) return status;
    bool near = false;
    bool exact = Size::each_column_by_visit && monotone(fit.patterns);
    double previous = std::numeric_limits<double>::infinity();
    while (fit.iterations < most_iterations) {
        double decrement = near ? newton_step(size, fit, false) : step_by(size, fit, exact);
        if (decrement < 0.0) return singular_or(size, fit, FitStatus::hessian_not_positive_definite);
        if (!near && decrement < near_decrement) {
            near = true;
            if (!fit.exact) decrement = step_by(size, fit, true);
            if (!fit.exact) return FitStatus::hessian_not_positive_definite;
        }
        if (near && decrement < converged_decrement) return FitStatus::converged;
        exact = exact || (fit.iterations > 1 && decrement > 1e-2 * previous);
        previous = decrement;
        ++fit.iterations;
        if (!move(size, fit, decrement < 1e-4)) break;
    }
    return singular_or(size, fit, FitStatus::not_converged);
}

}  // namespace equipoise::gaussian
