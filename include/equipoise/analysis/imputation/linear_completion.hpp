#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/imputation/gaps.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>

namespace equipoise::imputation {

/// Conditional means of missing scores given those seen, as linear forms in w = (x, y).
///
/// Gaps are filled at random, given what was seen; then scores after the last seen one by one, each deviation from its strategy's mean
/// being regressed on the deviations before it.
/// @verified tests/analysis/imputation/linear_completion_test.cpp (dense matrices)
class LinearCompletion {
public:
    LinearCompletion(std::size_t columns, std::size_t visits, ImputationStrategy strategy, Arm reference)
        : columns_(columns), visits_(visits), strategy_(strategy), reference_(reference), gap_(visits), forms_(visits * (columns + visits)), means_(visits * columns) {}

    /// The forms of a pattern.
    /// @param seen  bit j: visit j + 1 was seen
    /// @complexity  O(visits^2 (columns + visits))
    void prepare(const NormalModel& model, Arm arm, std::uint32_t seen) {
        const std::size_t width = columns_ + visits_;
        const bool at_random = strategy_ == ImputationStrategy::missing_at_random || arm == reference_;
        const ArmModel& own = model[arm];
        const ArmModel& given = model[at_random ? arm : reference_];
        std::fill(forms_.begin(), forms_.end(), 0.0);
        for (std::size_t j = 0; j < visits_; ++j) {
            if ((seen >> j & 1U) != 0) forms_[j * width + columns_ + j] = 1.0;
        }
        gap_.prepare(own, seen);
        for (std::size_t a = 0; a < gap_.gaps().size(); ++a) fill_gap(own, a);
        const ImputationStrategy strategy = at_random ? ImputationStrategy::missing_at_random : strategy_;
        for (std::size_t j = 0; j < visits_; ++j) {
            for (std::size_t k = 0; k < columns_; ++k) {
                means_[j * columns_ + k] = strategy_mean(strategy, own.mean.data() + k * visits_, given.mean.data() + k * visits_, gap_.last(), j);
            }
        }
        for (std::size_t j = gap_.last(); j < visits_; ++j) {
            double* form = forms_.data() + j * width;
            std::copy_n(means_.data() + j * columns_, columns_, form);
            for (std::size_t k = 0; k < j; ++k) add_deviation(form, given.slopes[j * visits_ + k], k);
        }
    }

    /// The score at a visit, from 0, as coefficients of w.
    const double* form(std::size_t visit) const { return forms_.data() + visit * (columns_ + visits_); }

private:
    void fill_gap(const ArmModel& own, std::size_t a) {
        double* form = forms_.data() + gap_.gaps()[a] * (columns_ + visits_);
        const double* weights = gap_.weights(a);
        for (std::size_t k = 0; k < columns_; ++k) {
            const double* mean = own.mean.data() + k * visits_;
            form[k] = mean[gap_.gaps()[a]];
            for (std::size_t o = 0; o < gap_.last(); ++o) form[k] -= weights[o] * mean[o];
        }
        for (std::size_t o = 0; o < gap_.last(); ++o) form[columns_ + o] = weights[o];
    }

    void add_deviation(double* form, double slope, std::size_t visit) {
        const double* other = forms_.data() + visit * (columns_ + visits_);
        for (std::size_t b = 0; b < columns_ + visits_; ++b) form[b] += slope * other[b];
        for (std::size_t k = 0; k < columns_; ++k) form[k] -= slope * means_[visit * columns_ + k];
    }

    std::size_t columns_;
    std::size_t visits_;
    ImputationStrategy strategy_;
    Arm reference_;
    GapGivenSeen gap_;
    std::vector<double> forms_;  // visits x (columns + visits)
    std::vector<double> means_;  // by the strategy: visits x columns
};

}  // namespace equipoise::imputation
