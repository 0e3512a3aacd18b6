#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/design/arm.hpp>

namespace equipoise::imputation {

/// Cross-products of the rows w = (x, y) of participants, apart by arm and by how many visits they have been followed.
///
/// Of who was followed up to visit l only the first l scores are taken; the lower triangle is filled.
class LevelProducts {
public:
    LevelProducts(std::size_t columns, std::size_t visits) : columns_(columns), visits_(visits) {
        for (const Arm arm : both_arms) {
            values_[arm].assign((visits + 1) * width() * width(), 0.0);
            counts_[arm].assign(visits + 1, 0.0);
        }
    }

    std::size_t columns() const { return columns_; }
    std::size_t visits() const { return visits_; }
    std::size_t width() const { return columns_ + visits_; }
    double count(Arm arm, std::size_t level) const { return counts_[arm][level]; }
    const double* products(Arm arm, std::size_t level) const { return values_[arm].data() + level * width() * width(); }

    void clear() {
        for (const Arm arm : both_arms) {
            std::fill(values_[arm].begin(), values_[arm].end(), 0.0);
            std::fill(counts_[arm].begin(), counts_[arm].end(), 0.0);
        }
    }

    /// Takes the products of all participants of an arm followed up to a visit; the first is how many they are.
    void set(Arm arm, std::size_t level, const double* products) {
        counts_[arm][level] = products[0];
        std::copy_n(products, width() * width(), values_[arm].data() + level * width() * width());
    }

    /// Adds a participant.
    void add(Arm arm, std::size_t level, const double* __restrict row) {
        counts_[arm][level] += 1.0;
        const std::size_t d = width();
        double* __restrict into = values_[arm].data() + level * d * d;
        for (std::size_t a = 0; a < columns_ + level; ++a) {
            const double value = row[a];
            for (std::size_t b = 0; b <= a; ++b) into[a * d + b] += value * row[b];
        }
    }

private:
    std::size_t columns_;
    std::size_t visits_;
    PerArm<std::vector<double>> values_{};
    PerArm<std::vector<double>> counts_{};
};

}  // namespace equipoise::imputation
