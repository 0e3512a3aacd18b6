#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <equipoise/analysis/glm/families.hpp>
#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/analysis/glm/regression.hpp>

namespace equipoise::glm {

/// An effect and its variance.
struct Contrast {
    double effect;
    double variance;
};

/// How the two standardised probabilities are compared.
enum class ContrastScale : std::uint8_t { difference, log_odds_ratio };

/// Standardisation (g-computation) of a logistic regression: P_a, the mean over all rows of the probability of a response in arm a, compared.
///
/// Delta method with the covariates held fixed: with g the gradient of the contrast in the coefficients and V their covariance, g' V g.
/// @source   Ge et al. (2011), Drug Inf J 45:481. @verified tests/analysis/logistic_regression_test.cpp (numerical derivatives)
class Standardisation {
public:
    /// @param regression  evaluated at the maximum, its information factored   @param treatment  the coefficient of treatment
    /// @complexity        O(rows x columns)
    Contrast operator()(const ModelRows& rows, const Regression<Bernoulli>& regression, double treatment, ContrastScale scale) {
        const std::size_t p = rows.size();
        PerArm<double> mean{0.0, 0.0};
        for (const Arm arm : both_arms) gradient_[arm].assign(p, 0.0);
        for (std::size_t r = 0; r < rows.count(); ++r) {
            const std::span<const double> x = rows.row(r);
            for (const Arm arm : both_arms) {
                const double here = arm == Arm::treatment ? 1.0 : 0.0;
                const ResponseLikelihood at = Bernoulli{}(1.0, regression.predictor(r) + (here - x.back()) * treatment);
                mean[arm] += 1 - at.score;
                for (std::size_t a = 0; a + 1 < p; ++a) gradient_[arm][a] += at.weight * x[a];
                gradient_[arm][p - 1] += at.weight * here;
            }
        }
        const auto n = static_cast<double>(rows.count());
        PerArm<double> slope{1.0, 1.0};
        for (const Arm arm : both_arms) {
            mean[arm] /= n;
            if (scale == ContrastScale::log_odds_ratio) slope[arm] = 1 / (mean[arm] * (1 - mean[arm]));
        }
        std::vector<double>& difference = gradient_.treatment;
        for (std::size_t a = 0; a < p; ++a) difference[a] = (slope.treatment * gradient_.treatment[a] - slope.control * gradient_.control[a]) / n;
        const double variance = regression.variance_of(difference);
        const auto logit = [](double share) { return std::log(share / (1 - share)); };
        if (scale == ContrastScale::log_odds_ratio) return {logit(mean.treatment) - logit(mean.control), variance};
        return {mean.treatment - mean.control, variance};
    }

private:
    PerArm<std::vector<double>> gradient_{};
};

}  // namespace equipoise::glm
