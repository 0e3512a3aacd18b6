#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>
#include <vector>

#include <equipoise/design/allocation_faults.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/random/binomial.hpp>
#include <equipoise/random/chance.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// How many participants each cell has, in the order of cells.
using CellCounts = std::array<std::size_t, cell_count>;

namespace detail {

/// How the participants of a trial may fall into permuted blocks, and how likely: the whole blocks, and the one that is cut where they end.
struct BlockEnding {
    double up_to;          ///< the probability of this ending or one before it
    CellCounts whole;      ///< participants of whole blocks, of each cell
    CellCounts last;       ///< places of the last block, of each cell
    std::size_t places;    ///< in the last block
    std::size_t filled;    ///< of them, less than all
};

inline CellCounts as_counts(const std::vector<long>& counts) {
    CellCounts cells{};
    for (std::size_t c = 0; c < cell_count; ++c) cells[c] = static_cast<std::size_t>(counts[c]);
    return cells;
}

/// The endings, by the chance that some block begins after m participants, for every m: that it began s earlier, if it is of size s.
/// @complexity O(participants x sizes)
inline std::vector<BlockEnding> block_endings(const PermutedBlocks& blocks, std::size_t participants, double booster_share) {
    const double each = 1.0 / static_cast<double>(blocks.sizes.size());
    std::vector<double> begins(participants, 0.0);
    begins[0] = 1.0;
    std::vector<BlockEnding> endings;
    double total = 0.0;
    for (std::size_t m = 0; m < participants; ++m) {
        if (begins[m] == 0.0) continue;
        for (const std::size_t size : blocks.sizes) {
            if (m + size < participants) {
                begins[m + size] += begins[m] * each;
                continue;
            }
            total += begins[m] * each;
            const bool ends_whole = m + size == participants;
            endings.push_back({.up_to = total,
                               .whole = as_counts(block_counts(ends_whole ? participants : m, blocks.ratio, booster_share)),
                               .last = as_counts(block_counts(size, blocks.ratio, booster_share)),
                               .places = size,
                               .filled = ends_whole ? 0 : participants - m});
        }
    }
    return endings;
}

}  // namespace detail

/// Draws how many participants each cell has, with the distribution that the randomisation list gives, without drawing the list.
///
/// Fixed arms have their sizes, and a random whole number of boosters nearest to the share. Whole permuted blocks hold exact shares, so only the
/// size of the last block and who stands in the part of it that is used are drawn. Of simple allocation sizes are binomial; of a biased coin each
/// toss is made.
/// @verified tests/design/cell_sizes_test.cpp (the list's counts)
class CellSizes {
public:
    /// @param design  without faults, of an allocation that looks at no factors
    explicit CellSizes(const Design& design)
        : participants_(design.participants), booster_share_(design.boosters ? design.boosters->share : 0.0), allocation_(design.allocation) {
        if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation_)) endings_ = detail::block_endings(*blocks, participants_, booster_share_);
    }

    /// @complexity O(1); of blocks O(size of the last block), of a biased coin O(participants)
    template <Chance Numbers>
    CellCounts operator()(Numbers& chance) const {
        if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation_)) return of_arms(*fixed, chance);
        if (!endings_.empty()) return of_blocks(chance);
        const std::size_t treated = treated_of_all(chance);
        CellCounts counts{};
        for (const Arm arm : both_arms) {
            const std::size_t size = arm == Arm::treatment ? treated : participants_ - treated;
            split(arm, size, binomial(chance, size, booster_share_), counts);
        }
        return counts;
    }

private:
    static void split(Arm arm, std::size_t size, std::size_t boosted, CellCounts& counts) {
        counts[Cell{arm, false}.index()] = size - boosted;
        counts[Cell{arm, true}.index()] = boosted;
    }

    template <Chance Numbers>
    CellCounts of_arms(const FixedArmSizes& fixed, Numbers& chance) const {
        CellCounts counts{};
        for (const Arm arm : both_arms) {
            const std::size_t size = arm == Arm::control ? fixed.control : fixed.treatment;
            const double exact = booster_share_ * static_cast<double>(size);
            const auto whole = static_cast<std::size_t>(exact);
            const double rest = exact - static_cast<double>(whole);
            split(arm, size, whole + (rest > 0.0 && uniform(chance) < rest ? 1 : 0), counts);
        }
        return counts;
    }

    template <Chance Numbers>
    CellCounts of_blocks(Numbers& chance) const {
        const detail::BlockEnding* ending = &endings_.back();
        if (endings_.size() > 1) {
            const double place = uniform(chance) * endings_.back().up_to;
            ending = &*std::find_if(endings_.begin(), endings_.end() - 1, [place](const detail::BlockEnding& one) { return place < one.up_to; });
        }
        CellCounts counts = ending->whole;
        CellCounts free = ending->last;
        for (std::size_t taken = 0; taken < ending->filled; ++taken) {
            std::size_t place = uniform_index(chance, ending->places - taken);
            std::size_t cell = 0;
            for (; place >= free[cell]; ++cell) place -= free[cell];
            --free[cell];
            ++counts[cell];
        }
        return counts;
    }

    template <Chance Numbers>
    std::size_t treated_of_all(Numbers& chance) const {
        const auto* coin = std::get_if<BiasedCoin>(&allocation_);
        if (coin == nullptr) return binomial(chance, participants_, share_of(allocation_, Arm::treatment));
        std::size_t treated = 0;
        for (std::size_t i = 0; i < participants_; ++i) {
            const double probability = 2 * treated == i ? 0.5 : (2 * treated < i ? coin->probability : 1 - coin->probability);
            if (uniform(chance) < probability) ++treated;
        }
        return treated;
    }

    std::size_t participants_;
    double booster_share_;
    Allocation allocation_;
    std::vector<detail::BlockEnding> endings_{};  // of permuted blocks
};

}  // namespace equipoise
