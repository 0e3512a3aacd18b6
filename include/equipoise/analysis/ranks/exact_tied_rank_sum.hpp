#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <equipoise/analysis/ranks/rank_sum.hpp>

namespace equipoise::ranks {

/// The exact tails of the pairs won, U, given the ties: every choice of m among the N mid-ranks is equally likely.
///
/// With doubled mid-ranks a_1, a_2, ... as whole numbers, P(k of the first i chosen have sum s) follows participant by participant
///     p_i(k, s) = (i - k) / i p_(i-1)(k, s) + k / i p_(i-1)(k - 1, s - a_i)
/// the shift algorithm, in probabilities.
///
/// @complexity O(N^2 m^2) if m is the smaller sample; nothing is allocated once warm
/// @source     Streitberg & Roehmel (1986), Statistical Software Newsletter 12:10.
/// @verified   tests/analysis/ranks/exact_rank_sum_test.cpp (all choices), tests/analysis/wilcoxon_test.cpp (R combn)
class ExactTiedRankSum {
public:
    /// @param control, treatment, shift, tie  as of rank_sum
    Tails tails(std::span<const double> control, std::span<const double> treatment, double shift, double tie) {
        rank(control, treatment, shift, tie);
        const bool fewer_treated = treatment.size() <= control.size();
        const std::size_t chosen = fewer_treated ? treatment.size() : control.size();
        const std::size_t sum = fewer_treated ? treated_sum_ : total_ - treated_sum_;
        distribute(chosen);
        const double* p = probability_.data() + chosen * width_;
        Tails found{0.0, 0.0};
        for (std::size_t s = 0; s <= sum; ++s) found.lower += p[s];
        for (std::size_t s = width_; s-- > sum;) found.upper += p[s];
        if (!fewer_treated) std::swap(found.lower, found.upper);
        return {std::min(1.0, found.lower), std::min(1.0, found.upper)};
    }

private:
    void rank(std::span<const double> control, std::span<const double> treatment, double shift, double tie) {
        doubled_.clear();
        treated_sum_ = 0;
        total_ = 0;
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < treatment.size() || j < control.size()) {
            const bool control_first = i == treatment.size() || (j < control.size() && control[j] < treatment[i] + shift);
            const double limit = (control_first ? control[j] : treatment[i] + shift) + tie;
            const std::size_t before = i + j;
            const std::size_t first = i;
            while (i < treatment.size() && treatment[i] + shift <= limit) ++i;
            while (j < control.size() && control[j] <= limit) ++j;
            const std::size_t twice = before + 1 + i + j;  // first and last rank of the group
            doubled_.insert(doubled_.end(), i + j - before, twice);
            treated_sum_ += (i - first) * twice;
            total_ += (i + j - before) * twice;
        }
    }

    void distribute(std::size_t chosen) {
        std::size_t greatest = 0;  // the sum of the greatest ranks, which stand last
        for (std::size_t k = 0; k < chosen; ++k) greatest += doubled_[doubled_.size() - 1 - k];
        width_ = greatest + 1;
        probability_.assign((chosen + 1) * width_, 0.0);
        probability_[0] = 1.0;
        for (std::size_t i = 1; i <= doubled_.size(); ++i) {
            const std::size_t a = doubled_[i - 1];
            for (std::size_t k = std::min(i, chosen); k > 0; --k) {
                const double stays = static_cast<double>(i - k) / static_cast<double>(i);
                const double comes = static_cast<double>(k) / static_cast<double>(i);
                double* here = probability_.data() + k * width_;
                const double* fewer = here - width_;
                for (std::size_t s = width_; s-- > a;) here[s] = stays * here[s] + comes * fewer[s - a];
                for (std::size_t s = std::min(a, width_); s-- > 0;) here[s] *= stays;
            }
        }
    }

    std::vector<std::size_t> doubled_{};
    std::size_t treated_sum_ = 0;
    std::size_t total_ = 0;
    std::size_t width_ = 0;
    std::vector<double> probability_{};
};

}  // namespace equipoise::ranks
