#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise {

/// An analysis of covariance, prepared for trials of one shape; see Ancova.
class PreparedAncova {
public:
    PreparedAncova(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, double alpha)
        : columns_(names_of(covariates)),
          size_(columns_of(covariates, shape) + 3),
          answers_(std::move(answers)),
          critical_(alpha),
          products_(size_ * size_),
          model_columns_(size_),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        columns_.follow(statistics.layout());
        for (std::size_t i = 0; i < answers_.size(); ++i) estimates_[i] = estimate(statistics, answers_[i].visit);
        return estimates_;
    }

private:
    // Cross-products of (1, covariates, treatment, y) over who is observed: the lower triangle. Returns how many are in each arm.
    PerArm<double> gather(const SufficientStatistics& statistics, std::size_t visit) {
        const std::uint64_t wanted = columns_.observed() | statistics.layout().visit_bit(visit);
        const std::size_t treatment = size_ - 2;
        for (std::size_t k = 0; k + 3 < size_; ++k) model_columns_[k + 1] = columns_.columns()[k] + 1;
        model_columns_[0] = 0;
        model_columns_[treatment] = 0;
        model_columns_[size_ - 1] = statistics.layout().visit_column(visit) + 1;
        std::fill(products_.begin(), products_.end(), 0.0);
        PerArm<double> n;
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            if ((statistics.observed(g) & wanted) != wanted) continue;
            const Arm arm = statistics.cell(g).arm;
            const double* moments = statistics.moments(g);
            n[arm] += moments[0];
            for (std::size_t i = 0; i < size_; ++i) {
                for (std::size_t j = 0; j <= i; ++j) {
                    if (arm == Arm::control && (i == treatment || j == treatment)) continue;
                    const auto [low, high] = std::minmax(model_columns_[i], model_columns_[j]);
                    products_[i * size_ + j] += moments[statistics.packed(low, high)];
                }
            }
        }
        return n;
    }

    Estimate estimate(const SufficientStatistics& statistics, std::size_t visit) {
        const PerArm<double> arms = gather(statistics, visit);
        const double n = arms.control + arms.treatment;
        const std::size_t rank = size_ - 1;
        const double df = n - static_cast<double>(rank);
        if (arms.control < 2 || arms.treatment < 2 || df < 1) return failed_estimate(FitStatus::not_estimable, n);
        const double total = products_.back();
        if (!cholesky(products_.data(), size_, rank)) return failed_estimate(FitStatus::not_estimable, n);
        const double* last = products_.data() + rank * size_;
        double residual = total;
        for (std::size_t j = 0; j < rank; ++j) residual -= last[j] * last[j];
        if (residual <= 1e-13 * total) return failed_estimate(FitStatus::covariance_singular, n);
        const double pivot = products_[(rank - 1) * size_ + rank - 1];
        return t_estimate(last[rank - 1] / pivot, std::sqrt(residual / df) / pivot, df, n, critical_);
    }

    ModelColumns columns_;
    std::size_t size_;  // of (1, covariates, treatment, y)
    std::vector<Answer> answers_;
    CriticalValue critical_;
    std::vector<double> products_;            // size x size
    std::vector<std::size_t> model_columns_;  // among the moments
    std::vector<Estimate> estimates_;
};

/// Analysis of covariance of a visit.
///
/// Fits y_i = b0 + b1 treatment_i + b2' covariates_i + e_i, e_i ~ N(0, s^2), by least squares over the participants observed at the
/// visit and in all covariates; df = n - rank. Unbiased where dropout depends on arm and covariates only; otherwise see Mmrm.
///
/// With L the Cholesky factor of the cross-products of (1, covariates, treatment, y): effect = L_yt / L_tt, residual sum of squares
/// = L_yy^2, standard error = s / L_tt.
///
/// Status: `not_estimable` if an arm has fewer than two participants, there is no residual degree of freedom or the columns are
/// collinear; `covariance_singular` if there is no residual variance.
/// @complexity O(groups x columns^2) for each visit
/// @source   Senn (2007), Statistical issues in drug development, ch. 7.
/// @verified tests/analysis/ancova_test.cpp (R lm, 1e-10 relative)
struct Ancova {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string outcome{};  ///< name; empty: the primary one

    static constexpr std::string_view method = "ancova";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).covariates(covariates);
        return std::move(found).faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        return {.outcome = shape.outcome(outcome).value(), .covariates = names_of(covariates)};
    }

    PreparedAncova prepare(const TrialShape& shape, double alpha) const {
        return {covariates, shape, answers_by_visit(shape, shape.outcome(outcome).value(), visit), alpha};
    }
};

}  // namespace equipoise
