#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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
    CrossProducts(const std::vector<Covariate>& covariates, const TrialShape& shape, const std::vector<CellColumn>& by_cell)
        : columns_(names_of(covariates)),
          covariate_columns_(columns_of(covariates, shape)),
          size_(covariate_columns_ + by_cell.size() + 2),
          centres_(size_, 0.0),
          products_(size_ * size_, 0.0),
          moment_(covariate_columns_ + 2, 0),
          from_(moment_.size() * (moment_.size() + 1) / 2),
          sums_(cell_count * from_.size()) {
        for (std::size_t cell = 0; cell < cell_count; ++cell) {
            const auto alike = [&](std::size_t other) { return std::all_of(by_cell.begin(), by_cell.end(), [&](const CellColumn& by) { return by[cell] == by[other]; }); };
            while (!alike(kind_[cell])) ++kind_[cell];
        }
        // Of a column by cell the moments are those of the constant, times its value.
        const auto by = [&](std::size_t i, std::size_t cell) { return i > covariate_columns_ && i + 1 < size_ ? by_cell[i - covariate_columns_ - 1][cell] : 1.0; };
        const auto column = [&](std::size_t i) { return i <= covariate_columns_ ? i : i + 1 < size_ ? 0 : covariate_columns_ + 1; };
        for (std::size_t cell = 0; cell < cell_count; ++cell) {
            for (std::size_t i = 0; i < size_; ++i) {
                for (std::size_t j = 0; j <= i; ++j) {
                    const auto [low, high] = std::minmax({column(i), column(j)});
                    const double factor = by(i, cell) * by(j, cell);
                    if (factor != 0.0 && kind_[cell] == cell) terms_[cell].push_back({i * size_ + j, high * (high + 1) / 2 + low, factor});
                }
            }
        }
    }

    /// How many columns there are, y included.
    std::size_t size() const { return size_; }

    /// Finds the covariates in the statistics; before the first visit of a trial is gathered.
    void follow(const StatisticsLayout& layout) { columns_.follow(layout); }

    /// Where its covariates stand.
    const ModelColumns& covariates() const { return columns_; }

    /// Gathers a visit, 1 to the last.
    /// @complexity O(groups x columns^2)
    void gather(const SufficientStatistics& statistics, std::size_t visit) {
        sum(statistics, visit);
        std::fill(products_.begin(), products_.end(), 0.0);
        for (std::size_t cell = 0; cell < cell_count; ++cell) {
            const double* __restrict sums = of_kind(cell);
            if (sums[0] == 0.0) continue;  // nobody, or of the kind of another cell
            for (const Term& term : terms_[cell]) products_[term.to] += term.factor * sums[term.from];
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
    // The sums of each kind of cell.
    void sum(const SufficientStatistics& statistics, std::size_t visit) {
        const std::uint64_t wanted = columns_.observed() | statistics.layout().visit_bit(visit);
        locate(statistics, visit);
        std::fill(sums_.begin(), sums_.end(), 0.0);
        counts_ = {};
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            if ((statistics.observed(g) & wanted) != wanted) continue;
            const double* __restrict moments = statistics.moments(g);
            const std::size_t cell = statistics.cell(g).index();
            counts_[cell] += moments[0];
            double* __restrict sums = of_kind(kind_[cell]);
            for (std::size_t k = 0; k < from_.size(); ++k) sums[k] += moments[from_[k]];
        }
    }

    // Adds to an element of the products a multiple of a sum.
    struct Term {
        std::size_t to;
        std::size_t from;
        double factor;
    };

    double* of_kind(std::size_t kind) { return sums_.data() + kind * from_.size(); }

    void locate(const SufficientStatistics& statistics, std::size_t visit) {
        for (std::size_t k = 0; k < covariate_columns_; ++k) moment_[k + 1] = columns_.columns()[k] + 1;
        moment_.back() = statistics.layout().visit_column(visit) + 1;
        for (std::size_t k = 0; k < covariate_columns_; ++k) centres_[k + 1] = statistics.centre(moment_[k + 1] - 1);
        centres_.back() = statistics.centre(moment_.back() - 1);
        std::size_t next = 0;
        for (std::size_t i = 0; i < moment_.size(); ++i) {
            for (std::size_t j = 0; j <= i; ++j) from_[next++] = statistics.packed(std::min(moment_[i], moment_[j]), std::max(moment_[i], moment_[j]));
        }
    }

    ModelColumns columns_;
    std::size_t covariate_columns_;
    std::size_t size_;
    std::vector<double> centres_;
    std::vector<double> products_;
    std::vector<std::size_t> moment_;  // of (1, covariates, y), among the moments: 0 is the constant
    std::vector<std::size_t> from_;    // the same of their products, of which the lower triangle
    std::vector<double> sums_;         // of these products, by kind of cell
    std::array<std::size_t, cell_count> kind_{};         // of each cell: the first one that has the same columns
    std::array<std::vector<Term>, cell_count> terms_{};  // of each kind
    CellColumn counts_{};
};

}  // namespace equipoise
