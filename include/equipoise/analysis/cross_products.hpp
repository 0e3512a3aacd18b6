#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// A column of a model that a participant's cell determines: its value in each cell, by `Cell::index`.
using CellColumn = std::array<double, cell_count>;

/// 1 in the treatment arm, 0 in the control arm.
inline constexpr CellColumn treatment_column{0, 0, 1, 1};

/// The cross-products of the columns (1, covariates, columns by cell, y) of a model of one visit, over the participants observed at
/// the visit and in all covariates. Covariates and y are about the centres of the statistics, which moves the intercept only.
///
/// @verified tests/analysis/cross_products_test.cpp
class CrossProducts {
public:
    CrossProducts(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<CellColumn> by_cell)
        : columns_(names_of(covariates)),
          by_cell_(std::move(by_cell)),
          covariate_columns_(columns_of(covariates, shape)),
          size_(covariate_columns_ + by_cell_.size() + 2),
          moment_(size_, 0),
          centres_(size_, 0.0),
          factor_(size_, 1.0),
          products_(size_ * size_, 0.0) {}

    /// How many columns there are, y included.
    std::size_t size() const { return size_; }

    /// Finds the covariates in the statistics; before the first visit of a trial is gathered.
    void follow(const StatisticsLayout& layout) { columns_.follow(layout); }

    /// Gathers a visit, 1 to the last.
    /// @complexity O(groups x columns^2)
    void gather(const SufficientStatistics& statistics, std::size_t visit) {
        const std::uint64_t wanted = columns_.observed() | statistics.layout().visit_bit(visit);
        locate(statistics, visit);
        std::fill(products_.begin(), products_.end(), 0.0);
        counts_ = {};
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            if ((statistics.observed(g) & wanted) != wanted) continue;
            const std::size_t cell = statistics.cell(g).index();
            counts_[cell] += statistics.count(g);
            for (std::size_t k = 0; k < by_cell_.size(); ++k) factor_[covariate_columns_ + 1 + k] = by_cell_[k][cell];
            add(statistics, statistics.moments(g));
        }
    }

    /// size x size row by row, of which the lower triangle is filled. Free to be overwritten: the next visit is gathered anew.
    std::span<double> products() { return products_; }
    /// What was subtracted from each column before it was summed.
    std::span<const double> centres() const { return centres_; }

    double count(Cell cell) const { return counts_[cell.index()]; }
    double count(Arm arm) const { return count(Cell{arm, false}) + count(Cell{arm, true}); }
    double count() const { return count(Arm::control) + count(Arm::treatment); }

private:
    void locate(const SufficientStatistics& statistics, std::size_t visit) {
        for (std::size_t k = 0; k < covariate_columns_; ++k) moment_[k + 1] = columns_.columns()[k] + 1;
        moment_[size_ - 1] = statistics.layout().visit_column(visit) + 1;
        for (std::size_t i = 0; i < size_; ++i) centres_[i] = moment_[i] == 0 ? 0.0 : statistics.centre(moment_[i] - 1);
    }

    void add(const SufficientStatistics& statistics, const double* moments) {
        for (std::size_t i = 0; i < size_; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                const double factor = factor_[i] * factor_[j];
                if (factor == 0.0) continue;
                const auto [low, high] = std::minmax(moment_[i], moment_[j]);
                products_[i * size_ + j] += factor * moments[statistics.packed(low, high)];
            }
        }
    }

    ModelColumns columns_;
    std::vector<CellColumn> by_cell_;
    std::size_t covariate_columns_;
    std::size_t size_;
    std::vector<std::size_t> moment_;  // of each column, among the moments: 0 is the constant
    std::vector<double> centres_;
    std::vector<double> factor_;       // by which a column of the moments is multiplied in the cell at hand
    std::vector<double> products_;
    CellColumn counts_{};
};

}  // namespace equipoise
