#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <boost/random/chi_squared_distribution.hpp>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/imputation/level_products.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace equipoise::imputation {

/// Whether the arms have a model each, or differ in their means alone.
enum class ModelBy : std::uint8_t {
    visit,         ///< y on x and treatment by visit, one covariance for both arms
    arm_and_visit  ///< each arm a model of its own: coefficients and covariance
};

/// The regressions of each visit on x (and treatment, where the arms share a model) and the visits before, over the participants followed
/// up to it: where scores are missing monotonely, the whole likelihood of a normal model.
///
/// Under the prior proportional to 1 / variance of each regression, the posterior of visit j's with n_j participants and q_j coefficients is
///
///     variance ~ RSS_j / chi-squared(n_j - q_j),    coefficients | variance ~ N(least squares, variance (X'X)^-1),
///
/// independent of the other visits: drawn exactly.
/// @source   Anderson (1957), JASA 52:200; Rubin (1987), Multiple imputation for nonresponse in surveys, sections 5.3 and 5.4.
/// @verified tests/analysis/imputation/sequential_regressions_test.cpp
class SequentialRegressions {
public:
    SequentialRegressions(std::size_t columns, std::size_t visits, ModelBy by) : columns_(columns), visits_(visits), by_(by), model_{{columns, visits}, {columns, visits}} {
        const std::size_t groups = by == ModelBy::visit ? 1 : 2;
        const std::size_t extra = by == ModelBy::visit ? 1 : 0;
        for (std::size_t g = 0; g < groups; ++g) {
            for (std::size_t j = 0; j < visits; ++j) regressions_.push_back({columns + extra + j, 0.0, 0.0, {}});
        }
        for (Regression& r : regressions_) r.factor.resize((r.rank + 1) * (r.rank + 1));
        for (const Arm arm : both_arms) sums_[arm].resize((columns + visits) * (columns + visits));
        coefficients_.resize(columns + extra + visits);
    }

    /// Prepares the regressions of a trial.
    /// @returns  `not_estimable` where a regression has collinear columns or no degree of freedom, `covariance_singular` where it leaves no residual
    /// @complexity O(visits (columns + visits)^3)
    FitStatus factor(const LevelProducts& products) {
        PerArm<double> n{};
        for (const Arm arm : both_arms) std::fill(sums_[arm].begin(), sums_[arm].end(), 0.0);
        for (std::size_t j = visits_; j-- > 0;) {
            for (const Arm arm : both_arms) {
                n[arm] += products.count(arm, j + 1);
                const double* level = products.products(arm, j + 1);
                for (std::size_t k = 0; k < sums_[arm].size(); ++k) sums_[arm][k] += level[k];
            }
            if (by_ == ModelBy::visit) {
                const FitStatus status = factor_shared(regressions_[j], n.control + n.treatment);
                if (!usable(status)) return status;
                continue;
            }
            for (const Arm arm : both_arms) {
                const FitStatus status = factor_own(of(arm, j), sums_[arm], n[arm]);
                if (!usable(status)) return status;
            }
        }
        return FitStatus::converged;
    }

    /// Least squares, with standard deviations by the residual degrees of freedom.
    void estimate() {
        for_each([](Regression& r) { return std::pair{std::sqrt(r.residual / r.degrees_of_freedom), 0.0}; }, [] { return 0.0; });
    }

    /// A draw from the posterior distribution.
    void draw(Stream& chance) {
        for_each(
            [&chance](Regression& r) {
                const double sd = std::sqrt(r.residual / boost::random::chi_squared_distribution<double>(r.degrees_of_freedom)(chance));
                return std::pair{sd, sd};
            },
            [&chance] { return standard_normal(chance); });
    }

    /// What was estimated or drawn last.
    const NormalModel& model() const { return model_; }

private:
    struct Regression {
        std::size_t rank;
        double degrees_of_freedom;
        double residual;  // sum of squares
        std::vector<double> factor;  // of the cross-products of (columns, y), but for its last element
    };

    Regression& of(Arm arm, std::size_t j) { return regressions_[by_ == ModelBy::visit ? j : static_cast<std::size_t>(arm) * visits_ + j]; }

    // Columns: the constant, treatment, covariates, earlier visits, the visit. Treatment's products are those of the constant in its arm.
    FitStatus factor_shared(Regression& r, double n) {
        const std::size_t d = columns_ + visits_;
        const std::size_t size = r.rank + 1;
        const double* control = sums_.control.data();
        const double* treatment = sums_.treatment.data();
        r.factor[0] = control[0] + treatment[0];
        r.factor[size] = r.factor[size + 1] = treatment[0];
        for (std::size_t a = 2; a < size; ++a) {
            const std::size_t row = (a - 1) * d;
            double* into = r.factor.data() + a * size;
            into[0] = control[row] + treatment[row];
            into[1] = treatment[row];
            for (std::size_t b = 2; b <= a; ++b) into[b] = control[row + b - 1] + treatment[row + b - 1];
        }
        return finish(r, n);
    }

    FitStatus factor_own(Regression& r, const std::vector<double>& sums, double n) {
        const std::size_t size = r.rank + 1;
        for (std::size_t a = 0; a < size; ++a) std::copy_n(sums.data() + a * (columns_ + visits_), a + 1, r.factor.data() + a * size);
        return finish(r, n);
    }

    static FitStatus finish(Regression& r, double n) {
        r.degrees_of_freedom = n - static_cast<double>(r.rank);
        if (r.degrees_of_freedom < 1) return FitStatus::not_estimable;
        const double total = r.factor.back();
        if (!cholesky(r.factor.data(), r.rank + 1, r.rank)) return FitStatus::not_estimable;
        const double* last = r.factor.data() + r.rank * (r.rank + 1);
        r.residual = total;
        for (std::size_t k = 0; k < r.rank; ++k) r.residual -= last[k] * last[k];
        return r.residual > no_residual * total ? FitStatus::converged : FitStatus::covariance_singular;
    }

    // Coefficients L'^-1 (l + sd e), with L the factor of X'X and l that of X'y: least squares where sd is 0.
    template <class Spread, class Error>
    void for_each(Spread spread, Error error) {
        for (std::size_t r = 0; r < regressions_.size(); ++r) {
            Regression& regression = regressions_[r];
            const std::size_t size = regression.rank + 1;
            const auto [sd, step] = spread(regression);
            const double* last = regression.factor.data() + regression.rank * size;
            for (std::size_t k = 0; k < regression.rank; ++k) coefficients_[k] = last[k] + step * error();
            for (std::size_t k = regression.rank; k-- > 0;) {
                for (std::size_t l = k + 1; l < regression.rank; ++l) coefficients_[k] -= regression.factor[l * size + k] * coefficients_[l];
                coefficients_[k] /= regression.factor[k * size + k];
            }
            if (by_ == ModelBy::visit) {
                store(model_.control, r, 1, sd, 0.0);
                store(model_.treatment, r, 1, sd, coefficients_[1]);
            } else {
                store(r < visits_ ? model_.control : model_.treatment, r % visits_, 0, sd, 0.0);
            }
        }
    }

    void store(ArmModel& model, std::size_t j, std::size_t extra, double sd, double treatment) {
        const double* slopes = coefficients_.data() + columns_ + extra;
        for (std::size_t k = 0; k < columns_; ++k) {
            double mean = k == 0 ? coefficients_[0] + treatment : coefficients_[k + extra];
            for (std::size_t l = 0; l < j; ++l) mean += slopes[l] * model.mean[k * visits_ + l];
            model.mean[k * visits_ + j] = mean;
        }
        std::copy_n(slopes, j, model.slopes.data() + j * visits_);
        model.sd[j] = sd;
    }

    std::size_t columns_;
    std::size_t visits_;
    ModelBy by_;
    std::vector<Regression> regressions_{};  // by visit, or by arm and visit
    PerArm<std::vector<double>> sums_{};     // of the products of those followed at least so far
    std::vector<double> coefficients_{};
    NormalModel model_;
};

}  // namespace equipoise::imputation
