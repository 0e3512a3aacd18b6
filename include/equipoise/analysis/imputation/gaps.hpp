#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/imputation/normal_model.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace equipoise::imputation {

/// Scores missing before the last that was seen, given those seen: deviations from the mean are normal with mean `weights` times the
/// deviations seen and the inverse of a precision matrix as covariance.
///
/// The precision of the first L visits is the sum over j of a_j a_j' / sd_j^2 with a_j = (-slopes of j, 1 at j); of it the rows and columns M of
/// the missing visits give both: mean -(P_MM)^-1 P_MO r_O, covariance (P_MM)^-1.
class GapGivenSeen {
public:
    explicit GapGivenSeen(std::size_t visits) : visits_(visits), precision_(visits * visits), factor_(visits * visits), weights_(visits * visits), error_(visits) {
        gaps_.reserve(visits);
    }

    /// @param seen  bit j: visit j + 1 was seen; the highest is the last
    /// @complexity O(visits^3)
    void prepare(const ArmModel& model, std::uint32_t seen) {
        last_ = static_cast<std::size_t>(std::bit_width(seen));
        gaps_.clear();
        for (std::size_t j = 0; j < last_; ++j) {
            if ((seen >> j & 1U) == 0) gaps_.push_back(j);
        }
        if (gaps_.empty()) return;
        find_precision(model);
        const std::size_t m = gaps_.size();
        for (std::size_t a = 0; a < m; ++a) {
            for (std::size_t b = 0; b <= a; ++b) factor_[a * m + b] = precision_[gaps_[a] * visits_ + gaps_[b]];
        }
        // Never singular: every sd is above 0. Collinear beyond rounding is caught where the model is fitted.
        valid_ = cholesky(factor_.data(), m, m);
        for (std::size_t o = 0; o < last_; ++o) {
            if ((seen >> o & 1U) == 0) continue;
            for (std::size_t a = 0; a < m; ++a) error_[a] = -precision_[gaps_[a] * visits_ + o];
            solve_cholesky(factor_.data(), error_.data(), m);
            for (std::size_t a = 0; a < m; ++a) weights_[a * visits_ + o] = error_[a];
        }
        for (std::size_t a = 0; a < m; ++a) {
            for (const std::size_t gap : gaps_) weights_[a * visits_ + gap] = 0.0;
        }
    }

    bool valid() const { return valid_; }
    /// The visits missing, from 0.
    const std::vector<std::size_t>& gaps() const { return gaps_; }
    std::size_t last() const { return last_; }
    /// Of the deviations at the first `last` visits, for the gap of that number; 0 at the gaps themselves.
    const double* weights(std::size_t gap) const { return weights_.data() + gap * visits_; }

    /// Fills the gaps in a participant's deviations with a draw.
    void draw(double* deviations, Stream& chance) {
        const std::size_t m = gaps_.size();
        for (std::size_t a = 0; a < m; ++a) error_[a] = standard_normal(chance);
        for (std::size_t a = m; a-- > 0;) {
            for (std::size_t b = a + 1; b < m; ++b) error_[a] -= factor_[b * m + a] * error_[b];
            error_[a] /= factor_[a * m + a];
        }
        for (std::size_t a = 0; a < m; ++a) deviations[gaps_[a]] = 0.0;
        for (std::size_t a = 0; a < m; ++a) {
            for (std::size_t o = 0; o < last_; ++o) error_[a] += weights_[a * visits_ + o] * deviations[o];
        }
        for (std::size_t a = 0; a < m; ++a) deviations[gaps_[a]] = error_[a];
    }

private:
    void find_precision(const ArmModel& model) {
        for (std::size_t a = 0; a < last_; ++a) {
            for (std::size_t b = 0; b <= a; ++b) {
                double sum = 0.0;
                for (std::size_t j = a; j < last_; ++j) {
                    const double first = j == a ? 1.0 : -model.slopes[j * visits_ + a];
                    const double second = j == b ? 1.0 : -model.slopes[j * visits_ + b];
                    sum += first * second / (model.sd[j] * model.sd[j]);
                }
                precision_[a * visits_ + b] = precision_[b * visits_ + a] = sum;
            }
        }
    }

    std::size_t visits_;
    std::size_t last_ = 0;
    bool valid_ = true;
    std::vector<std::size_t> gaps_{};
    std::vector<double> precision_;
    std::vector<double> factor_;
    std::vector<double> weights_;
    std::vector<double> error_;
};

}  // namespace equipoise::imputation
