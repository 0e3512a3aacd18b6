#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/analysis/glm/newton.hpp>

namespace equipoise::glm {

/// The log-likelihood of a cumulative logit model, logit P(level <= k) = t_k - x' b, as a function of (t, b): the thresholds between
/// neighbouring levels, then the coefficients of all columns but the constant. It owns its scratch.
///
/// With u and l the thresholds above and below a level less x' b, and F the logistic function, the probability of the level is
/// F(u) - F(l) = F(u) F(-l) (1 - exp(l - u)): no digits are lost in the tails, and derivatives are simple. The information is
/// [T B; B' C] with T tridiagonal, so it is factored in O(levels x columns^2), however many levels there are.
/// @source   McCullagh (1980), J R Stat Soc B 42:109.
/// @verified tests/analysis/glm/cumulative_logit_test.cpp (finite differences, dense matrices)
class CumulativeLogit {
public:
    /// What is fitted next; the rows must outlive the fit. The levels are the responses that occur, in order.
    void take(const ModelRows& rows) {
        rows_ = &rows;
        levels_.assign(rows.responses().begin(), rows.responses().end());
        std::sort(levels_.begin(), levels_.end());
        levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
        level_.resize(rows.count());
        counts_.assign(levels_.size(), 0.0);
        for (std::size_t r = 0; r < rows.count(); ++r) {
            level_[r] = static_cast<std::size_t>(std::lower_bound(levels_.begin(), levels_.end(), rows.response(r)) - levels_.begin());
            counts_[level_[r]] += 1;
        }
        if (levels_.size() < 2) return;
        linear_.resize(rows.count());
        point_.resize(parameters());
        score_.resize(parameters());
        diagonal_.resize(thresholds());
        below_.resize(thresholds());
        border_.resize(thresholds() * coefficients());
        corner_.resize(coefficients() * coefficients());
    }

    std::size_t levels() const { return levels_.size(); }
    std::size_t thresholds() const { return levels_.size() - 1; }
    std::size_t coefficients() const { return rows_->size() - 1; }
    std::size_t parameters() const { return thresholds() + coefficients(); }

    /// The maximum where no column matters: thresholds at the logits of the cumulative shares.
    void start(std::span<double> parameters) const {
        std::fill(parameters.begin(), parameters.end(), 0.0);
        double at_or_below = 0.0;
        for (std::size_t k = 0; k < thresholds(); ++k) {
            at_or_below += counts_[k];
            parameters[k] = std::log(at_or_below / (static_cast<double>(rows_->count()) - at_or_below));
        }
    }

    /// @complexity O(rows x columns + levels)
    double evaluate(std::span<const double> parameters) {
        std::copy(parameters.begin(), parameters.end(), point_.begin());
        double sum = 0.0;
        for (std::size_t k = 1; k < thresholds(); ++k) sum += counts_[k] * std::log(-std::expm1(point_[k - 1] - point_[k]));
        for (std::size_t r = 0; r < level_.size(); ++r) {
            linear_[r] = linear(r, parameters);
            if (has_upper(r)) sum -= softplus(linear_[r] - point_[level_[r]]);
            if (has_lower(r)) sum -= softplus(point_[level_[r] - 1] - linear_[r]);
        }
        return std::isfinite(sum) ? sum : -std::numeric_limits<double>::infinity();
    }

    /// @complexity O(rows x columns^2 + levels x columns^2)
    double newton_step(std::span<double> step) {
        if (!factor()) return std::numeric_limits<double>::quiet_NaN();
        std::copy(score_.begin(), score_.end(), step.begin());
        const std::size_t m = thresholds();
        const std::size_t p = coefficients();
        double* const b = step.data() + m;
        for (std::size_t k = 0; k < m; ++k) {
            if (k > 0) step[k] -= below_[k] * step[k - 1];
            step[k] /= diagonal_[k];
            for (std::size_t a = 0; a < p; ++a) b[a] -= border_[k * p + a] * step[k];
        }
        solve_cholesky(corner_.data(), b, p);
        for (std::size_t k = m; k-- > 0;) {
            for (std::size_t a = 0; a < p; ++a) step[k] -= border_[k * p + a] * b[a];
            if (k + 1 < m) step[k] -= below_[k + 1] * step[k + 1];
            step[k] /= diagonal_[k];
        }
        double decrement = 0.0;
        for (std::size_t k = 0; k < step.size(); ++k) decrement += score_[k] * step[k];
        return decrement;
    }

    /// A direction along which nobody's upper limit falls and nobody's lower limit rises.
    bool recedes(std::span<const double> direction) const {
        double most = 0.0;
        double wrong = 0.0;
        for (std::size_t r = 0; r < level_.size(); ++r) {
            const double shift = linear(r, direction);
            const double upper = has_upper(r) ? direction[level_[r]] - shift : 0.0;
            const double lower = has_lower(r) ? shift - direction[level_[r] - 1] : 0.0;
            most = std::max({most, std::abs(upper), std::abs(lower)});
            wrong = std::max({wrong, -upper, -lower});
        }
        return most > 0 && wrong <= recession_tolerance * most;
    }

    /// Derivatives at the last point evaluated, and the factor L of the information = L L'; false if it is not positive definite.
    bool factor() {
        differentiate();
        const std::size_t p = coefficients();
        for (std::size_t k = 0; k < thresholds(); ++k) {
            const double whole = diagonal_[k];
            double* const here = border_.data() + k * p;
            if (k > 0) {
                below_[k] /= diagonal_[k - 1];
                diagonal_[k] -= below_[k] * below_[k];
                for (std::size_t a = 0; a < p; ++a) here[a] -= below_[k] * here[a - p];
            }
            if (!(diagonal_[k] > collinearity_tolerance * whole)) return false;
            diagonal_[k] = std::sqrt(diagonal_[k]);
            for (std::size_t a = 0; a < p; ++a) {
                here[a] /= diagonal_[k];
                for (std::size_t b = 0; b <= a; ++b) corner_[a * p + b] -= here[a] * here[b];
            }
        }
        return cholesky(corner_.data(), p, p);
    }

    /// Of the last coefficient, treatment's, by the information last factored.
    double variance_of_last() const { return 1 / (corner_.back() * corner_.back()); }

    std::span<const double> score() const { return score_; }

private:
    bool has_upper(std::size_t r) const { return level_[r] < thresholds(); }
    bool has_lower(std::size_t r) const { return level_[r] > 0; }

    double linear(std::size_t r, std::span<const double> parameters) const {
        const std::span<const double> x = rows_->row(r);
        double sum = 0.0;
        for (std::size_t a = 1; a < x.size(); ++a) sum += x[a] * parameters[thresholds() + a - 1];
        return sum;
    }

    static double softplus(double v) { return std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v))); }
    static double logistic(double v) { return v >= 0 ? 1 / (1 + std::exp(-v)) : std::exp(v) / (1 + std::exp(v)); }

    void differentiate() {
        for (std::vector<double>* sums : {&score_, &diagonal_, &below_, &border_, &corner_}) std::fill(sums->begin(), sums->end(), 0.0);
        for (std::size_t k = 1; k < thresholds(); ++k) {
            const double gap = point_[k] - point_[k - 1];
            const double slope = counts_[k] / std::expm1(gap);
            const double curvature = slope / -std::expm1(-gap);
            score_[k] += slope;
            score_[k - 1] -= slope;
            diagonal_[k] += curvature;
            diagonal_[k - 1] += curvature;
            below_[k] = -curvature;
        }
        for (std::size_t r = 0; r < level_.size(); ++r) {
            const std::size_t k = level_[r];
            const double above = has_upper(r) ? logistic(linear_[r] - point_[k]) : 0.0;
            const double under = has_lower(r) ? logistic(point_[k - 1] - linear_[r]) : 0.0;
            if (has_upper(r)) add_threshold(r, k, above, 1.0);
            if (has_lower(r)) add_threshold(r, k - 1, under, -1.0);
            const double slope = above - under;
            const double weight = above * (1 - above) + under * (1 - under);
            const std::size_t p = coefficients();
            const double* const x = rows_->row(r).data() + 1;
            for (std::size_t a = 0; a < p; ++a) {
                score_[thresholds() + a] -= slope * x[a];
                for (std::size_t b = 0; b <= a; ++b) corner_[a * p + b] += weight * x[a] * x[b];
            }
        }
    }

    // What a limit of a participant's level adds: the probability of being beyond it, on the side of -1 or 1.
    void add_threshold(std::size_t r, std::size_t k, double beyond, double side) {
        const double density = beyond * (1 - beyond);
        score_[k] += side * beyond;
        diagonal_[k] += density;
        const std::size_t p = coefficients();
        const double* const x = rows_->row(r).data() + 1;
        for (std::size_t a = 0; a < p; ++a) border_[k * p + a] -= density * x[a];
    }

    const ModelRows* rows_ = nullptr;
    std::vector<double> levels_{};
    std::vector<std::size_t> level_{};  // of each row
    std::vector<double> counts_{};      // of each level
    std::vector<double> linear_{};
    std::vector<double> point_{};
    std::vector<double> score_{};
    std::vector<double> diagonal_{};  // of T, then of its factor
    std::vector<double> below_{};     // element k is that of row k, column k - 1
    std::vector<double> border_{};    // B, then L_T^-1 B: thresholds x coefficients
    std::vector<double> corner_{};    // C, then the factor of C - B' T^-1 B
};

}  // namespace equipoise::glm
