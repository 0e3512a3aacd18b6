#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/strata.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// The columns (covariates, treatment, y) of a linear model of one visit that has an intercept for each stratum, participant by
/// participant, each column about its mean within the stratum; and their cross-products.
///
/// Least squares on these columns are those of the model itself, intercepts included (Frisch & Waugh 1933; Lovell 1963), so a stratum
/// that is empty, of one arm or of one participant needs no care: it takes a degree of freedom only if it occurs.
///
/// @verified tests/analysis/within_strata_test.cpp
class WithinStrata {
public:
    WithinStrata(const std::vector<Covariate>& covariates, const std::vector<std::string>& strata, Response response, const TrialShape& shape)
        : strata_(strata, shape), response_(response), seen_(strata_.combinations(), none) {
        for (const Covariate& covariate : covariates) {
            const bool baseline = covariate.name == baseline_covariate;
            const std::size_t index = baseline ? 0 : shape.covariate(covariate.name).value();
            const std::size_t levels = baseline ? 0 : shape.covariates[index].levels.size();
            if (levels == 0) columns_.push_back({baseline ? std::nullopt : std::optional{index}, 0});
            for (std::size_t level = 1; level < levels; ++level) columns_.push_back({index, level});
        }
        size_ = columns_.size() + 2;
        products_.resize(size_ * size_);
    }

    /// How many columns there are, treatment and y included.
    std::size_t size() const { return size_; }

    /// Gathers those seen at a visit, in all covariates and in all factors.
    /// @complexity O(participants x columns^2); nothing is allocated once warm
    void gather(const TrialData& data, std::size_t outcome, std::size_t visit) {
        clear();
        for (std::size_t i = 0; i < data.participants(); ++i) take(data, outcome, visit, i);
        centre();
        std::fill(products_.begin(), products_.end(), 0.0);
        for (std::size_t i = 0; i < participants(); ++i) {
            const double* x = row(i);
            for (std::size_t a = 0; a < size_; ++a) {
                for (std::size_t b = 0; b <= a; ++b) products_[a * size_ + b] += x[a] * x[b];
            }
        }
        for (std::size_t c = 0; c < size_; ++c) {
            if (products_[c * size_ + c] <= rounding * spread_[c]) forget(c);
        }
    }

    std::size_t participants() const { return stratum_.size(); }
    std::size_t strata() const { return counts_.size(); }  ///< that occur
    double count(Arm arm) const { return by_arm_[arm]; }
    const double* row(std::size_t i) const { return rows_.data() + i * size_; }
    Arm arm(std::size_t i) const { return arms_[i]; }
    std::size_t stratum(std::size_t i) const { return stratum_[i]; }  ///< below strata()
    double stratum_size(std::size_t stratum) const { return counts_[stratum]; }
    /// size x size row by row, of which the lower triangle is filled. Free to be overwritten: the next visit is gathered anew.
    std::span<double> products() { return products_; }

private:
    static constexpr double rounding = 1e-13;
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    struct Column {
        std::optional<std::size_t> covariate;  // nothing: the outcome's baseline
        std::size_t level;                     // 0: a number
    };

    // Of a column that does not vary within strata, rounding is left, and looks like any other column.
    void forget(std::size_t c) {
        for (std::size_t k = 0; k < size_; ++k) products_[std::max(c, k) * size_ + std::min(c, k)] = 0.0;
    }

    void clear() {
        rows_.clear();
        arms_.clear();
        stratum_.clear();
        counts_.clear();
        by_arm_ = {};
        std::fill(seen_.begin(), seen_.end(), none);
    }

    void take(const TrialData& data, std::size_t outcome, std::size_t visit, std::size_t i) {
        const double y = response_at(data, response_, outcome, visit, i);
        const std::size_t stratum = strata_(data, i);
        if (!(y == y) || stratum == stratum_unknown) return;
        const std::size_t first = rows_.size();
        for (const Column& column : columns_) {
            const double value = column.covariate ? data.covariates[*column.covariate].values[i] : data.score(outcome, 0, i);
            if (!(value == value)) {
                rows_.resize(first);
                return;
            }
            rows_.push_back(column.level == 0 ? value : value == static_cast<double>(column.level) ? 1.0 : 0.0);
        }
        rows_.push_back(data.arm[i] == Arm::treatment ? 1.0 : 0.0);
        rows_.push_back(y);
        arms_.push_back(data.arm[i]);
        by_arm_[data.arm[i]] += 1;
        if (seen_[stratum] == none) {
            seen_[stratum] = static_cast<std::uint32_t>(counts_.size());
            counts_.push_back(0.0);
        }
        counts_[seen_[stratum]] += 1;
        stratum_.push_back(seen_[stratum]);
    }

    void centre() {
        means_.assign(counts_.size() * size_, 0.0);
        spread_.assign(size_, 0.0);
        // About the first row of all, so that sums keep their digits.
        for (std::size_t i = 0; i < participants(); ++i) {
            for (std::size_t c = 0; c < size_; ++c) {
                const double deviation = rows_[i * size_ + c] - rows_[c];
                means_[stratum_[i] * size_ + c] += deviation;
                spread_[c] += deviation * deviation;
            }
        }
        for (std::size_t s = 0; s < counts_.size(); ++s) {
            for (std::size_t c = 0; c < size_; ++c) means_[s * size_ + c] = rows_[c] + means_[s * size_ + c] / counts_[s];
        }
        for (std::size_t i = 0; i < participants(); ++i) {
            for (std::size_t c = 0; c < size_; ++c) rows_[i * size_ + c] -= means_[stratum_[i] * size_ + c];
        }
    }

    StrataOfFactors strata_;
    Response response_;
    std::vector<std::uint32_t> seen_;  // of each combination, which of the strata that occur
    std::vector<Column> columns_{};
    std::size_t size_ = 0;
    std::vector<double> rows_{};
    std::vector<Arm> arms_{};
    std::vector<std::size_t> stratum_{};
    std::vector<double> counts_{};
    std::vector<double> means_{};
    std::vector<double> spread_{};  // of each column about its first value
    std::vector<double> products_{};
    PerArm<double> by_arm_{};
};

}  // namespace equipoise
