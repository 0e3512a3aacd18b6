#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace equipoise::ranks {

/// The order statistics of all m n differences between a value of one sample and one of another, without writing them all down.
///
/// The differences of two ordered samples are a matrix with ordered rows and columns. Of each row the part that may still hold the value
/// sought is kept; a difference in it, taken at random, is compared with all others by one walk along the border between greater and
/// less, and the part on the wrong side is dropped. What is left in the end is written down and selected from.
///
/// @complexity O((m + n) log(m n)) expected for each order statistic; nothing is allocated once warm
/// @source     Monahan (1984), ACM TOMS 10:265, algorithm 616; Johnson & Mizoguchi (1978), SIAM J Comput 7:147.
/// @verified   tests/analysis/ranks/pairwise_differences_test.cpp (all differences, sorted)
class PairwiseDifferences {
public:
    /// @param treatment, control  in increasing order; they must outlive what is asked
    void of(std::span<const double> treatment, std::span<const double> control) {
        treatment_ = treatment;
        control_ = control;
    }

    std::size_t size() const { return treatment_.size() * control_.size(); }

    /// The k-th smallest difference treatment - control, k from 1 to size().
    double smallest(std::size_t k) {
        const std::size_t rows = treatment_.size();
        first_.assign(rows, 0);
        last_.assign(rows, control_.size());
        below_.resize(rows);
        up_to_.resize(rows);
        std::size_t dropped = 0;  // differences known to be less
        std::size_t left = size();
        std::uint64_t draw = 0x9E3779B97F4A7C15U;
        while (left > few(rows)) {
            const double pivot = pick(left, draw);
            const auto [less, not_more] = count(pivot);
            if (k <= less) {
                std::copy(below_.begin(), below_.end(), last_.begin());
                left = less - dropped;
            } else if (k <= not_more) {
                return pivot;
            } else {
                std::copy(up_to_.begin(), up_to_.end(), first_.begin());
                left -= not_more - dropped;
                dropped = not_more;
            }
        }
        return select(k - dropped);
    }

    /// The median of all differences: of an even number the mean of the middle two.
    double median() {
        const std::size_t half = (size() + 1) / 2;
        const double low = smallest(half);
        if (size() % 2 == 1 || count(low).not_more > half) return low;
        double high = std::numeric_limits<double>::infinity();
        for (std::size_t row = 0; row < treatment_.size(); ++row) {
            if (up_to_[row] < control_.size()) high = std::min(high, difference(row, up_to_[row]));
        }
        return 0.5 * (low + high);
    }

private:
    struct Counts {
        std::size_t less;
        std::size_t not_more;
    };

    std::size_t few(std::size_t rows) const { return rows + control_.size(); }

    // In row i, column j counts the controls from the greatest down, so that differences increase.
    double difference(std::size_t row, std::size_t column) const { return treatment_[row] - control_[control_.size() - 1 - column]; }

    // One of those left, each equally likely. The result does not depend on which; so the numbers need no address.
    double pick(std::size_t left, std::uint64_t& draw) const {
        draw = draw * 6364136223846793005U + 1442695040888963407U;
        auto which = static_cast<std::size_t>((static_cast<double>(draw >> 11U) * 0x1p-53) * static_cast<double>(left));
        std::size_t row = 0;
        for (; which >= last_[row] - first_[row]; ++row) which -= last_[row] - first_[row];
        return difference(row, first_[row] + which);
    }

    // How many differences of all are less than the pivot, and not more than it; and where in each row.
    Counts count(double pivot) {
        Counts counts{0, 0};
        std::size_t less = control_.size();
        std::size_t not_more = control_.size();
        for (std::size_t row = 0; row < treatment_.size(); ++row) {
            while (less > 0 && difference(row, less - 1) >= pivot) --less;
            while (not_more > 0 && difference(row, not_more - 1) > pivot) --not_more;
            below_[row] = less;
            up_to_[row] = not_more;
            counts.less += less;
            counts.not_more += not_more;
        }
        return counts;
    }

    double select(std::size_t k) {
        candidates_.clear();
        for (std::size_t row = 0; row < treatment_.size(); ++row) {
            for (std::size_t column = first_[row]; column < last_[row]; ++column) candidates_.push_back(difference(row, column));
        }
        const auto place = candidates_.begin() + static_cast<std::ptrdiff_t>(k - 1);
        std::nth_element(candidates_.begin(), place, candidates_.end());
        return *place;
    }

    std::span<const double> treatment_{};
    std::span<const double> control_{};
    std::vector<std::size_t> first_{};  // of each row, what is left
    std::vector<std::size_t> last_{};
    std::vector<std::size_t> below_{};
    std::vector<std::size_t> up_to_{};
    std::vector<double> candidates_{};
};

}  // namespace equipoise::ranks
