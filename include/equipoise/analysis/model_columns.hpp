#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/data/statistics_plan.hpp>

namespace equipoise {

/// Where the covariates of a model stand in sufficient statistics, which may hold others as well.
///
/// @verified tests/analysis/model_columns_test.cpp
class ModelColumns {
public:
    explicit ModelColumns(std::vector<std::string> covariates) : names_(std::move(covariates)) {}

    /// Finds the columns again if the layout is another than last time.
    /// @throws std::invalid_argument if the statistics were reduced without a covariate of the model
    void follow(const StatisticsLayout& layout) {
        if (layout == layout_) return;
        columns_.clear();
        observed_ = 0;
        for (const std::string& name : names_) {
            const std::size_t index = layout.covariate(name);
            const CovariateBlock& block = layout.covariates[index];
            for (std::size_t k = 0; k < block.columns; ++k) columns_.push_back(block.first + k);
            observed_ |= std::uint64_t{1} << index;
        }
        layout_ = layout;
    }

    /// The column in the statistics of each covariate column of the model.
    const std::vector<std::size_t>& columns() const { return columns_; }
    /// The bits that a pattern must have for all covariates to be observed.
    std::uint64_t observed() const { return observed_; }

private:
    std::vector<std::string> names_;
    StatisticsLayout layout_{};
    std::vector<std::size_t> columns_{};
    std::uint64_t observed_ = 0;
};

/// The names of covariates, as a plan wants them.
inline std::vector<std::string> names_of(const std::vector<Covariate>& covariates) {
    std::vector<std::string> names;
    for (const Covariate& covariate : covariates) names.push_back(covariate.name);
    return names;
}

/// How many columns covariates take in a model of trials of that shape.
inline std::size_t columns_of(const std::vector<Covariate>& covariates, const TrialShape& shape) {
    return layout({.covariates = names_of(covariates)}, shape).covariate_columns();
}

}  // namespace equipoise
