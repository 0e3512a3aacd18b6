#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <equipoise/analysis/estimate.hpp>

namespace equipoise::glm {

/// A concave log-likelihood, evaluated at one point after another.
///
/// `evaluate` gives the log-likelihood, minus infinity outside its domain. At the last point evaluated `newton_step` solves information x step =
/// score and gives the Newton decrement score' step, or NaN, the step left alone, if the information is not positive definite. `recedes` is whether
/// the likelihood of no participant falls along a direction, but for rounding, and that of some rises for ever.
template <class L>
concept ConcaveLikelihood = requires(L& likelihood, const L& same, std::span<const double> point, std::span<double> step) {
    { likelihood.evaluate(point) } -> std::same_as<double>;
    { likelihood.newton_step(step) } -> std::same_as<double>;
    { same.recedes(point) } -> std::same_as<bool>;
};

/// How a search for the maximum ended.
struct Maximum {
    FitStatus status = FitStatus::not_converged;
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();
    std::uint32_t iterations = 0;
};

/// What a linear predictor may move the wrong way along a direction of recession, relative to what the most moved does.
inline constexpr double recession_tolerance = 1e-6;

/// Newton's method for concave log-likelihoods of regressions, with the step halved while the likelihood falls.
///
/// Converged: a Newton decrement below 1e-18, after which one step more is taken. A concave likelihood has no maximum if and only if it has a
/// direction of recession (complete or quasi-complete separation); Newton's steps, or the point itself, then turn into one. Where that is
/// seen, the status is `separated`.
/// @source   Albert & Anderson (1984), Biometrika 71:1; Pratt (1981), J Am Stat Assoc 76:103 (concavity).
/// @verified tests/analysis/glm/newton_test.cpp
class Newton {
public:
    /// Where the search begins, and where it ended.
    std::vector<double>& position() { return position_; }
    const std::vector<double>& position() const { return position_; }

    template <ConcaveLikelihood L>
    Maximum operator()(L& likelihood) {
        step_.resize(position_.size());
        next_.resize(position_.size());
        double value = likelihood.evaluate(position_);
        for (std::uint32_t iteration = 1; iteration <= most_iterations; ++iteration) {
            const double decrement = likelihood.newton_step(step_);
            if (!std::isfinite(value) || !std::isfinite(decrement)) return lost(likelihood, iteration);
            if (iteration >= first_doubt && (likelihood.recedes(step_) || likelihood.recedes(position_))) return {FitStatus::separated, value, iteration};
            if (decrement < converged) {
                move(1.0);
                position_.swap(next_);
                return {FitStatus::converged, likelihood.evaluate(position_), iteration};
            }
            if (!climb(likelihood, value)) return {FitStatus::not_converged, value, iteration};
        }
        return {FitStatus::not_converged, value, most_iterations};
    }

private:
    static constexpr double converged = 1e-18;
    static constexpr double rounding = 1e-13;
    static constexpr std::uint32_t first_doubt = 8;  // where there is a maximum, it is usually found by then
    static constexpr std::uint32_t most_iterations = 100;
    static constexpr int most_halvings = 60;

    void move(double share) {
        for (std::size_t k = 0; k < position_.size(); ++k) next_[k] = position_[k] + share * step_[k];
    }

    template <class L>
    bool climb(L& likelihood, double& value) {
        double share = 1.0;
        for (int halving = 0; halving <= most_halvings; ++halving, share *= 0.5) {
            move(share);
            const double found = likelihood.evaluate(next_);
            if (!(found >= value - rounding * (1 + std::abs(value)))) continue;
            value = found;
            position_.swap(next_);
            return true;
        }
        return false;
    }

    // Weights so small that the information is singular are far along a direction of recession.
    template <class L>
    Maximum lost(const L& likelihood, std::uint32_t iteration) const {
        const bool receding = iteration > 1 && (likelihood.recedes(step_) || likelihood.recedes(position_));
        return {receding ? FitStatus::separated : FitStatus::hessian_not_positive_definite, std::numeric_limits<double>::quiet_NaN(), iteration};
    }

    std::vector<double> position_{};
    std::vector<double> step_{};
    std::vector<double> next_{};
};

}  // namespace equipoise::glm
