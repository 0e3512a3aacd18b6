#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/glm/families.hpp>
#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/analysis/glm/newton.hpp>

namespace equipoise::glm {

/// Which information standard errors are from.
enum class Information : std::uint8_t { observed, expected };

/// The log-likelihood of a regression with one linear predictor, eta = x' b, as a function of b. It owns its scratch.
///
/// @verified tests/analysis/glm/regression_test.cpp
template <Family F>
class Regression {
public:
    /// The rows and the distribution of what is fitted next; the rows must outlive the fit.
    void take(const ModelRows& rows, const F& family) {
        rows_ = &rows;
        family_ = family;
        predictors_.resize(rows.count());
        at_.resize(rows.count());
        information_.resize(rows.size() * rows.size());
        score_.resize(rows.size());
    }

    /// @complexity O(rows x columns)
    double evaluate(std::span<const double> b) {
        double sum = 0.0;
        for (std::size_t r = 0; r < at_.size(); ++r) {
            predictors_[r] = product(rows_->row(r), b);
            at_[r] = family_(rows_->response(r), predictors_[r]);
            sum += at_[r].value;
        }
        return std::isfinite(sum) ? sum : -std::numeric_limits<double>::infinity();
    }

    /// @complexity O(rows x columns^2)
    double newton_step(std::span<double> step) {
        std::fill(score_.begin(), score_.end(), 0.0);
        for (std::size_t r = 0; r < at_.size(); ++r) {
            const std::span<const double> x = rows_->row(r);
            for (std::size_t a = 0; a < x.size(); ++a) score_[a] += at_[r].score * x[a];
        }
        if (!factor(Information::observed)) return std::numeric_limits<double>::quiet_NaN();
        std::copy(score_.begin(), score_.end(), step.begin());
        solve_cholesky(information_.data(), step.data(), score_.size());
        return product(score_, step);
    }

    bool recedes(std::span<const double> direction) const {
        double most = 0.0;
        for (std::size_t r = 0; r < at_.size(); ++r) most = std::max(most, std::abs(product(rows_->row(r), direction)));
        if (!(most > 0)) return false;
        for (std::size_t r = 0; r < at_.size(); ++r) {
            if (!family_.recedes(rows_->response(r), product(rows_->row(r), direction), recession_tolerance * most)) return false;
        }
        return true;
    }

    /// Factors the information at the last point evaluated; false if it is not positive definite.
    bool factor(Information kind) {
        const std::size_t p = score_.size();
        std::fill(information_.begin(), information_.end(), 0.0);
        for (std::size_t r = 0; r < at_.size(); ++r) {
            const std::span<const double> x = rows_->row(r);
            const double weight = kind == Information::observed ? at_[r].weight : at_[r].expected;
            for (std::size_t a = 0; a < p; ++a) {
                const double weighted = weight * x[a];
                for (std::size_t b = 0; b <= a; ++b) information_[a * p + b] += weighted * x[b];
            }
        }
        return cholesky(information_.data(), p, p);
    }

    /// Of the last coefficient, treatment's, by the information last factored.
    double variance_of_last() const { return 1 / (information_.back() * information_.back()); }

    /// Of c' b by the information last factored, I = L L': |L^-1 c|^2.
    /// @param contrast  c; overwritten
    double variance_of(std::span<double> contrast) const {
        const std::size_t p = score_.size();
        double sum = 0.0;
        for (std::size_t a = 0; a < p; ++a) {
            for (std::size_t b = 0; b < a; ++b) contrast[a] -= information_[a * p + b] * contrast[b];
            contrast[a] /= information_[a * p + a];
            sum += contrast[a] * contrast[a];
        }
        return sum;
    }

    /// The linear predictor of a row at the last point evaluated.
    double predictor(std::size_t r) const { return predictors_[r]; }

private:
    static double product(std::span<const double> x, std::span<const double> b) {
        double sum = 0.0;
        for (std::size_t a = 0; a < x.size(); ++a) sum += x[a] * b[a];
        return sum;
    }

    const ModelRows* rows_ = nullptr;
    F family_{};
    std::vector<double> predictors_{};
    std::vector<ResponseLikelihood> at_{};
    std::vector<double> information_{};
    std::vector<double> score_{};
};

}  // namespace equipoise::glm
