#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/prepared_fit.hpp>
#include <equipoise/analysis/imputation/level_products.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/analysis/imputation/pattern_products.hpp>
#include <equipoise/analysis/imputation/sequential_regressions.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise::imputation {

/// The normal model with means by x and treatment at each visit and one unstructured covariance, fitted by (restricted) maximum likelihood.
///
/// Where missingness is monotone, coefficients and slopes are those of regressions of each visit on those before it, restricted or not, and
/// nothing is iterated. Otherwise the model is fitted like an MMRM.
/// @source   Anderson (1957), JASA 52:200.
/// @verified tests/analysis/imputation/likelihood_fit_test.cpp
class LikelihoodFit {
public:
    LikelihoodFit(std::size_t columns, std::size_t visits, bool restricted)
        : columns_(columns),
          visits_(visits),
          levels_(columns, visits),
          regressions_(columns, visits, ModelBy::visit),
          statistics_(layout_of(columns, visits)),
          model_columns_(names(columns)),
          fit_(map(columns, visits), restricted),
          model_{{columns, visits}, {columns, visits}},
          factor_(visits * visits) {}

    /// @param monotone  whether the patterns of the trial are
    FitStatus operator()(const PatternProducts& patterns, bool monotone) {
        if (monotone) return fit_regressions(patterns);
        take_statistics(patterns);
        const FitStatus status = fit_(statistics_, model_columns_);
        iterations_ = fit_.iterations();
        return usable(status) ? take_model() : status;
    }

    const NormalModel& model() const { return model_; }
    /// Of the last fit; 0 if closed form.
    std::uint32_t iterations() const { return iterations_; }

private:
    // All covariate columns are one block: they are observed together.
    static std::vector<std::string> names(std::size_t columns) {
        return columns > 1 ? std::vector<std::string>{"covariates"} : std::vector<std::string>{};
    }

    static StatisticsLayout layout_of(std::size_t columns, std::size_t visits) {
        StatisticsLayout layout{.covariates = {}, .visits = visits};
        for (const std::string& name : names(columns)) layout.covariates.push_back({name, 0, columns - 1});
        return layout;
    }

    // z = (1, treatment, covariates), each with a coefficient at each visit.
    static gaussian::CoefficientMap map(std::size_t columns, std::size_t visits) {
        gaussian::CoefficientMap found{.size = {.visits = visits, .columns = columns + 1, .coefficients = visits * (columns + 1)}, .coefficient = {}};
        for (std::uint32_t k = 0; k < found.size.coefficients; ++k) found.coefficient.push_back(k);
        return found;
    }

    FitStatus fit_regressions(const PatternProducts& patterns) {
        levels_.clear();
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            levels_.set(patterns.arm(g), static_cast<std::size_t>(std::bit_width(patterns.seen(g))), patterns.products(g));
        }
        iterations_ = 0;
        const FitStatus status = regressions_.factor(levels_);
        if (!usable(status)) return status;
        regressions_.estimate();
        model_ = regressions_.model();
        return status;
    }

    // Moments of (1, covariates, scores): the upper triangle by row, which is the lower one of the products by column.
    void take_statistics(const PatternProducts& patterns) {
        const std::size_t d = patterns.width();
        const std::size_t blocks = columns_ > 1 ? 1 : 0;
        statistics_.restart();
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            if (patterns.n(g) == 0) continue;
            const std::uint64_t observed = std::uint64_t{patterns.seen(g)} << blocks | blocks;
            double* into = statistics_.moments(statistics_.group(Cell{patterns.arm(g), false}.index(), observed));
            for (std::size_t a = 0; a < d; ++a) {
                for (std::size_t b = a; b < d; ++b) *into++ = patterns.products(g)[b * d + a];
            }
        }
    }

    FitStatus take_model() {
        const auto B = fit_.coefficients();
        for (const Arm arm : both_arms) {
            ArmModel& to = model_[arm];
            for (std::size_t j = 0; j < visits_; ++j) {
                to.mean[j] = B[j] + (arm == Arm::treatment ? B[visits_ + j] : 0.0);
                for (std::size_t k = 1; k < columns_; ++k) to.mean[k * visits_ + j] = B[(k + 1) * visits_ + j];
            }
        }
        std::copy(fit_.covariance().begin(), fit_.covariance().end(), factor_.begin());
        if (!cholesky(factor_.data(), visits_, visits_)) return FitStatus::covariance_singular;
        for (std::size_t j = 0; j < visits_; ++j) {
            double* slopes = model_.control.slopes.data() + j * visits_;
            for (std::size_t k = j; k-- > 0;) {
                slopes[k] = factor_[j * visits_ + k];
                for (std::size_t l = k + 1; l < j; ++l) slopes[k] -= factor_[l * visits_ + k] * slopes[l];
                slopes[k] /= factor_[k * visits_ + k];
            }
            model_.control.sd[j] = factor_[j * visits_ + j];
        }
        model_.treatment.slopes = model_.control.slopes;
        model_.treatment.sd = model_.control.sd;
        return FitStatus::converged;
    }

    std::size_t columns_;
    std::size_t visits_;
    LevelProducts levels_;
    SequentialRegressions regressions_;
    SufficientStatistics statistics_;
    ModelColumns model_columns_;
    gaussian::PreparedFit fit_;
    NormalModel model_;
    std::vector<double> factor_;  // of the covariance
    std::uint32_t iterations_ = 0;
};

}  // namespace equipoise::imputation
