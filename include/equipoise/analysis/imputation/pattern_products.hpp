#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise::imputation {

/// Cross-products of the rows w = (x, y) of participants, by arm and by which scores were seen; one participant may be left out for a while.
class PatternProducts {
public:
    explicit PatternProducts(std::size_t width) : width_(width), kept_(width * width) {}

    std::size_t width() const { return width_; }
    std::size_t count() const { return patterns_.size(); }
    Arm arm(std::size_t g) const { return patterns_[g].arm; }
    std::uint32_t seen(std::size_t g) const { return patterns_[g].seen; }
    double n(std::size_t g) const { return products(g)[0]; }
    /// width x width row by row, the lower triangle filled; 0 for scores that were not seen. The first is how many participants there are.
    const double* products(std::size_t g) const { return values_.data() + g * width_ * width_; }
    /// The element of the symmetric matrix.
    double product(std::size_t g, std::size_t a, std::size_t b) const { return products(g)[std::max(a, b) * width_ + std::min(a, b)]; }
    bool monotone() const {
        return std::all_of(patterns_.begin(), patterns_.end(), [](const Pattern& p) { return (p.seen & (p.seen + 1U)) == 0; });
    }

    void gather(const ParticipantRows& rows) {
        patterns_.clear();
        values_.clear();
        of_.clear();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            of_.push_back(pattern(rows.arm(i), rows.seen(i)));
            add(of_.back(), rows.row(i), 1.0);
        }
    }

    void leave_out(const ParticipantRows& rows, std::size_t i) {
        std::copy_n(products(of_[i]), kept_.size(), kept_.data());
        add(of_[i], rows.row(i), -1.0);
    }

    /// Takes back who was left out last, to the last digit.
    void take_back(std::size_t i) { std::copy(kept_.begin(), kept_.end(), values_.data() + of_[i] * width_ * width_); }

private:
    struct Pattern {
        Arm arm;
        std::uint32_t seen;
    };

    std::size_t pattern(Arm arm, std::uint32_t seen) {
        const auto found = std::find_if(patterns_.begin(), patterns_.end(), [&](const Pattern& p) { return p.arm == arm && p.seen == seen; });
        const auto index = static_cast<std::size_t>(found - patterns_.begin());
        if (found == patterns_.end()) {
            patterns_.push_back({arm, seen});
            values_.resize(values_.size() + width_ * width_, 0.0);
        }
        return index;
    }

    void add(std::size_t g, const double* __restrict row, double weight) {
        double* __restrict into = values_.data() + g * width_ * width_;
        for (std::size_t a = 0; a < width_; ++a) {
            const double value = weight * row[a];
            for (std::size_t b = 0; b <= a; ++b) into[a * width_ + b] += value * row[b];
        }
    }

    std::size_t width_;
    std::vector<Pattern> patterns_{};
    std::vector<double> values_{};
    std::vector<std::size_t> of_{};  // participants
    std::vector<double> kept_;       // the products of the pattern of who is left out
};

}  // namespace equipoise::imputation
