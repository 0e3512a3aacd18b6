#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise::glm {

/// The rows of a regression of one visit: the columns (1, covariates, treatment) and the response of whoever has them all.
///
/// Columns of covariates have mean 0 and standard deviation 1 over the rows, so that neither their origin nor their unit is of account; the
/// coefficient of treatment, which is 0 or 1 and stands last, is not changed by that.
/// @verified tests/analysis/glm/model_rows_test.cpp
class ModelRows {
public:
    /// @param outcome  index, of the covariate "baseline"
    ModelRows(const std::vector<Covariate>& covariates, const TrialShape& shape, std::size_t outcome) : outcome_(outcome) {
        for (const Covariate& covariate : covariates) {
            const bool baseline = covariate.name == baseline_covariate;
            const std::size_t index = baseline ? 0 : shape.covariate(covariate.name).value();
            const std::size_t levels = baseline ? 0 : shape.covariates[index].levels.size();
            if (levels == 0) columns_.push_back({baseline, index, 0});
            for (std::size_t level = 1; level < levels; ++level) columns_.push_back({baseline, index, level});
        }
        products_.resize(size() * size());
    }

    /// How many columns there are, the first the constant and the last treatment.
    std::size_t size() const { return columns_.size() + 2; }

    /// Gathers the participants of a trial.
    ///
    /// @param response  of a participant, by index; `missing` for one who is left out
    template <class ResponseOf>
    void gather(const TrialData& data, ResponseOf response) {
        values_.clear();
        responses_.clear();
        arms_ = {};
        for (std::size_t i = 0; i < data.participants(); ++i) add(data, i, response(i));
        for (std::size_t c = 1; c + 1 < size(); ++c) standardise(c);
    }

    std::size_t count() const { return responses_.size(); }
    std::size_t count(Arm arm) const { return arms_[arm]; }
    std::span<const double> row(std::size_t r) const { return {values_.data() + r * size(), size()}; }
    double response(std::size_t r) const { return responses_[r]; }
    std::span<const double> responses() const { return responses_; }

    /// `not_estimable` if an arm is empty, there are fewer rows than columns or columns are collinear, else `converged`.
    /// @complexity O(rows x columns^2)
    FitStatus estimable() {
        if (count(Arm::control) == 0 || count(Arm::treatment) == 0 || count() < size()) return FitStatus::not_estimable;
        products_.assign(products_.size(), 0.0);
        for (std::size_t r = 0; r < count(); ++r) {
            const std::span<const double> x = row(r);
            for (std::size_t a = 0; a < size(); ++a) {
                for (std::size_t b = 0; b <= a; ++b) products_[a * size() + b] += x[a] * x[b];
            }
        }
        return cholesky(products_.data(), size(), size()) ? FitStatus::converged : FitStatus::not_estimable;
    }

private:
    struct Column {
        bool baseline;
        std::size_t index;  // of the covariate
        std::size_t level;  // of which it is the indicator; 0: a number
    };

    void add(const TrialData& data, std::size_t i, double response) {
        if (response != response) return;
        const std::size_t begin = values_.size();
        values_.push_back(1.0);
        for (const Column& column : columns_) {
            double value = column.baseline ? data.score(outcome_, 0, i) : data.covariates[column.index].values[i];
            if (value != value) {
                values_.resize(begin);
                return;
            }
            if (column.level > 0) value = value == static_cast<double>(column.level) ? 1.0 : 0.0;
            values_.push_back(value);
        }
        values_.push_back(data.arm[i] == Arm::treatment ? 1.0 : 0.0);
        responses_.push_back(response);
        arms_[data.arm[i]] += 1;
    }

    // Sums about the first value, so that they keep their digits wherever the origin is. A column that does not vary is 0, collinear.
    void standardise(std::size_t c) {
        if (count() == 0) return;
        const auto n = static_cast<double>(count());
        const double origin = values_[c];
        double sum = 0.0;
        for (std::size_t r = 0; r < count(); ++r) sum += values_[r * size() + c] - origin;
        const double mean = sum / n;
        double squares = 0.0;
        for (std::size_t r = 0; r < count(); ++r) {
            double& value = values_[r * size() + c];
            value = value - origin - mean;
            squares += value * value;
        }
        const double scale = squares > 0 ? 1.0 / std::sqrt(squares / n) : 0.0;
        for (std::size_t r = 0; r < count(); ++r) values_[r * size() + c] *= scale;
    }

    std::size_t outcome_;
    std::vector<Column> columns_{};
    std::vector<double> values_{};  // row by row
    std::vector<double> responses_{};
    PerArm<std::size_t> arms_{};
    std::vector<double> products_{};
};

}  // namespace equipoise::glm
