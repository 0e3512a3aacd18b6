#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/imputation/linear_completion.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/analysis/imputation/pattern_products.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>

namespace equipoise::imputation {

/// A treatment effect, and what a shift of 1 of the scores imputed after dropout adds to it.
struct ShiftedEffect {
    double effect = 0.0;
    double shift = 0.0;

    double at(double delta) const { return effect + delta * shift; }
};

/// Analyses of covariance, y on (x, treatment), of data completed by conditional means: functions of cross-products by pattern alone, because
/// what is imputed is linear in what was seen.
class ConditionalMeanAncova {
public:
    /// @param visits  that are analysed, 1 to the last
    ConditionalMeanAncova(std::size_t columns, std::size_t all_visits, const std::vector<std::size_t>& visits, ImputationStrategy strategy, Arm reference,
                          const DeltaAdjustment& adjustment)
        : columns_(columns),
          visits_(visits),
          adjustment_(adjustment),
          complete_(columns, all_visits, strategy, reference),
          factor_((columns + 1) * (columns + 1)),
          sums_(2 * visits.size() * (columns + 1)),
          effects_(visits.size()) {}

    /// Whether a score is missing at a visit that is analysed.
    bool anything_missing(const PatternProducts& patterns) const {
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            for (const std::size_t visit : visits_) {
                if ((patterns.seen(g) >> (visit - 1) & 1U) == 0) return true;
            }
        }
        return false;
    }

    /// The effects; false if columns are collinear.
    /// @param model  of no account where nothing is missing
    bool operator()(const PatternProducts& patterns, const NormalModel& model) {
        std::fill(factor_.begin(), factor_.end(), 0.0);
        std::fill(sums_.begin(), sums_.end(), 0.0);
        for (std::size_t g = 0; g < patterns.count(); ++g) {
            if (patterns.n(g) == 0) continue;
            add_design(patterns, g);
            complete_.prepare(model, patterns.arm(g), patterns.seen(g));
            for (std::size_t v = 0; v < visits_.size(); ++v) add_scores(patterns, g, v);
        }
        const std::size_t rank = columns_ + 1;
        if (!cholesky(factor_.data(), rank, rank)) return false;
        for (std::size_t v = 0; v < visits_.size(); ++v) effects_[v] = {last_of(2 * v), last_of(2 * v + 1)};
        return true;
    }

    /// Visit by visit.
    const std::vector<ShiftedEffect>& effects() const { return effects_; }

private:
    // Treatment stands last: in its arm its products are those of the constant.
    void add_design(const PatternProducts& patterns, std::size_t g) {
        const std::size_t rank = columns_ + 1;
        for (std::size_t a = 0; a < columns_; ++a) {
            for (std::size_t b = 0; b <= a; ++b) factor_[a * rank + b] += patterns.product(g, a, b);
        }
        if (patterns.arm(g) == Arm::control) return;
        for (std::size_t b = 0; b < columns_; ++b) factor_[columns_ * rank + b] += patterns.product(g, 0, b);
        factor_.back() += patterns.n(g);
    }

    void add_scores(const PatternProducts& patterns, std::size_t g, std::size_t v) {
        const std::size_t rank = columns_ + 1;
        const double* form = complete_.form(visits_[v] - 1);
        double* score = sums_.data() + 2 * v * rank;
        double* shift = score + rank;
        const auto last = static_cast<std::size_t>(std::bit_width(patterns.seen(g)));
        const bool treatment = patterns.arm(g) == Arm::treatment;
        const bool shifted = visits_[v] > last && (treatment || adjustment_.arms == DeltaAdjustment::Arms::both);
        const double steps = shifted ? adjustment_.steps(last, visits_[v]) : 0.0;
        for (std::size_t a = 0; a < columns_; ++a) {
            double sum = 0.0;
            for (std::size_t b = 0; b < patterns.width(); ++b) sum += form[b] * patterns.product(g, a, b);
            score[a] += sum;
            shift[a] += steps * patterns.product(g, a, 0);
            if (treatment && a == 0) {
                score[columns_] += sum;
                shift[columns_] += steps * patterns.n(g);
            }
        }
    }

    double last_of(std::size_t response) {
        const std::size_t rank = columns_ + 1;
        double* sums = sums_.data() + response * rank;
        for (std::size_t a = 0; a < rank; ++a) {
            for (std::size_t b = 0; b < a; ++b) sums[a] -= factor_[a * rank + b] * sums[b];
            sums[a] /= factor_[a * rank + a];
        }
        return sums[columns_] / factor_.back();
    }

    std::size_t columns_;
    std::vector<std::size_t> visits_;
    DeltaAdjustment adjustment_;
    LinearCompletion complete_;
    std::vector<double> factor_;  // of the cross-products of the columns
    std::vector<double> sums_;    // columns with the scores and with the shifts of each visit
    std::vector<ShiftedEffect> effects_;
};

}  // namespace equipoise::imputation
