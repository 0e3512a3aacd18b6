#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/imputation/gaps.hpp>
#include <equipoise/analysis/imputation/level_products.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/analysis/imputation/sequential_regressions.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise::imputation {

/// How many cycles of data augmentation are run where a score is missing before the last that was seen.
struct Augmentation {
    std::uint32_t burn_in = 50;  ///< before the first imputation
    std::uint32_t between = 10;  ///< before each further one

    friend bool operator==(const Augmentation&, const Augmentation&) = default;
};

/// Draws of the parameters of a normal model from their posterior distribution, and of the missing scores given them.
///
/// Where missingness is monotone, parameters are drawn independently from their exact posterior. Otherwise gaps (scores missing before the
/// last that was seen) are filled by monotone data augmentation: gaps given parameters, then parameters given the data so completed
/// to monotone ones, and so on. It starts with gaps at the mean of their arm and visit.
/// @source   Schafer (1997), Analysis of incomplete multivariate data, section 6.5; Carpenter, Roger & Kenward (2013), J Biopharm Stat 23:1352.
/// @verified tests/analysis/imputation/imputer_test.cpp
class Imputer {
public:
    Imputer(std::size_t columns, std::size_t visits, ModelBy by, ImputationStrategy strategy, Arm reference, Augmentation augmentation)
        : columns_(columns),
          visits_(visits),
          strategy_(strategy),
          reference_(reference),
          augmentation_(augmentation),
          followed_(columns, visits),
          products_(columns, visits),
          regressions_(columns, visits, by),
          gap_(visits),
          own_(visits),
          reference_mean_(visits),
          deviation_(visits) {}

    /// Takes a trial. Fills its gaps with means if it has any.
    FitStatus begin(ParticipantRows& rows) {
        gaps_.clear();
        incomplete_.clear();
        followed_.clear();
        cycles_ = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!rows.complete(i)) incomplete_.push_back(i);
            if (rows.intermittent(i)) {
                gaps_.push_back(i);
            } else {
                followed_.add(rows.arm(i), rows.last(i), rows.row(i));
            }
        }
        if (gaps_.empty()) return regressions_.factor(followed_);
        const auto pattern = [&rows](std::size_t i) { return rows.seen(i) * 2U + static_cast<std::uint32_t>(rows.arm(i)); };
        std::sort(gaps_.begin(), gaps_.end(), [&](std::size_t a, std::size_t b) { return pattern(a) != pattern(b) ? pattern(a) < pattern(b) : a < b; });
        if (!fill_with_means(rows)) return FitStatus::not_estimable;
        return factor_filled(rows);
    }

    /// Completes the rows once more.
    FitStatus next(ParticipantRows& rows, Stream& chance) {
        if (gaps_.empty() || cycles_ == 0) regressions_.draw(chance);
        if (!gaps_.empty()) {
            const std::uint32_t cycles = cycles_ == 0 ? augmentation_.burn_in : augmentation_.between;
            for (std::uint32_t cycle = 0; cycle < cycles; ++cycle) {
                fill_with_draws(rows, chance);
                if (const FitStatus status = factor_filled(rows); !usable(status)) return status;
                regressions_.draw(chance);
            }
            cycles_ += cycles;
        }
        for (const std::size_t i : incomplete_) {
            if (rows.last(i) < visits_) go_on(rows, i, chance);
        }
        return FitStatus::converged;
    }

    /// Who lacks a score.
    const std::vector<std::size_t>& incomplete() const { return incomplete_; }
    /// Cycles of data augmentation in this trial so far.
    std::uint32_t cycles() const { return cycles_; }
    /// The parameters drawn last.
    const NormalModel& model() const { return regressions_.model(); }

private:
    FitStatus factor_filled(const ParticipantRows& rows) {
        products_ = followed_;
        for (const std::size_t i : gaps_) products_.add(rows.arm(i), rows.last(i), rows.row(i));
        return regressions_.factor(products_);
    }

    bool fill_with_means(ParticipantRows& rows) {
        for (std::size_t j = 0; j < visits_; ++j) {
            PerArm<double> sum{};
            PerArm<double> n{};
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if ((rows.seen(i) >> j & 1U) == 0) continue;
                sum[rows.arm(i)] += rows.row(i)[columns_ + j];
                n[rows.arm(i)] += 1.0;
            }
            for (const std::size_t i : gaps_) {
                if (j >= rows.last(i) || (rows.seen(i) >> j & 1U) != 0) continue;
                if (n[rows.arm(i)] == 0) return false;
                rows.row(i)[columns_ + j] = sum[rows.arm(i)] / n[rows.arm(i)];
            }
        }
        return true;
    }

    void fill_with_draws(ParticipantRows& rows, Stream& chance) {
        for (std::size_t k = 0; k < gaps_.size(); ++k) {
            const std::size_t i = gaps_[k];
            const ArmModel& own = model()[rows.arm(i)];
            const bool new_pattern = k == 0 || rows.seen(i) != rows.seen(gaps_[k - 1]) || rows.arm(i) != rows.arm(gaps_[k - 1]);
            if (new_pattern) gap_.prepare(own, rows.seen(i));
            double* y = rows.row(i) + columns_;
            means(own, rows.row(i), own_);
            for (std::size_t j = 0; j < gap_.last(); ++j) deviation_[j] = y[j] - own_[j];
            gap_.draw(deviation_.data(), chance);
            for (const std::size_t j : gap_.gaps()) y[j] = own_[j] + deviation_[j];
        }
    }

    // After the last visit seen, as the strategy has it.
    void go_on(ParticipantRows& rows, std::size_t i, Stream& chance) {
        const bool at_random = strategy_ == ImputationStrategy::missing_at_random || rows.arm(i) == reference_;
        const ArmModel& given = model()[at_random ? rows.arm(i) : reference_];
        const ImputationStrategy strategy = at_random ? ImputationStrategy::missing_at_random : strategy_;
        const std::size_t last = rows.last(i);
        double* y = rows.row(i) + columns_;
        means(model()[rows.arm(i)], rows.row(i), own_);
        if (!at_random) means(given, rows.row(i), reference_mean_);
        for (std::size_t j = 0; j < visits_; ++j) {
            const double mean = strategy_mean(strategy, own_.data(), reference_mean_.data(), last, j);
            if (j < last) {
                deviation_[j] = y[j] - mean;
                continue;
            }
            deviation_[j] = given.sd[j] * standard_normal(chance);
            for (std::size_t k = 0; k < j; ++k) deviation_[j] += given.slopes[j * visits_ + k] * deviation_[k];
            y[j] = mean + deviation_[j];
        }
    }

    void means(const ArmModel& model, const double* x, std::vector<double>& to) const {
        for (std::size_t j = 0; j < visits_; ++j) {
            double mean = 0.0;
            for (std::size_t k = 0; k < columns_; ++k) mean += x[k] * model.mean[k * visits_ + j];
            to[j] = mean;
        }
    }

    std::size_t columns_;
    std::size_t visits_;
    ImputationStrategy strategy_;
    Arm reference_;
    Augmentation augmentation_;
    std::vector<std::size_t> gaps_{};        // participants with scores missing before the last seen, by arm and pattern
    std::vector<std::size_t> incomplete_{};
    LevelProducts followed_;                 // of participants without gaps
    LevelProducts products_;                 // of all, gaps filled
    SequentialRegressions regressions_;
    GapGivenSeen gap_;
    std::vector<double> own_;
    std::vector<double> reference_mean_;
    std::vector<double> deviation_;
    std::uint32_t cycles_ = 0;
};

}  // namespace equipoise::imputation
