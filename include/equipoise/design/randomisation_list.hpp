#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/validate.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// Draws the allocation of all participants, in order of enrolment, as a protocol's randomisation list does.
///
/// One list is prepared for a design and drawn again for each replicate without allocating.
///
/// @verified tests/design/randomisation_list_test.cpp
class RandomisationList {
public:
    /// @param design  without faults
    explicit RandomisationList(const Design& design)
        : participants_(design.participants), allocation_(design.allocation), booster_share_(design.boosters ? design.boosters->share : 0.0) {
        std::size_t overhang = 0;
        if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation_)) {
            for (const std::size_t size : blocks->sizes) {
                std::vector<Cell> block;
                const std::vector<long> counts = detail::block_counts(size, booster_share_);
                for (const Cell cell : all_cells) block.insert(block.end(), static_cast<std::size_t>(counts[cell.index()]), cell);
                overhang = std::max(overhang, size);
                blocks_.push_back(std::move(block));
            }
        }
        cells_.resize(participants_ + overhang);
    }

    /// One list.
    ///
    /// @param chance  a stream of Layer::allocation
    /// @returns       the cell of each participant; valid until the next draw
    /// @complexity    O(participants)
    std::span<const Cell> draw(Stream chance) {
        if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation_)) {
            draw_fixed(*fixed, chance);
        } else {
            draw_blocks(chance);
        }
        return std::span<const Cell>(cells_).first(participants_);
    }

private:
    void draw_fixed(const FixedArmSizes& sizes, Stream& chance) {
        auto next = cells_.begin();
        for (const Arm arm : both_arms) {
            const std::size_t size = arm == Arm::control ? sizes.control : sizes.treatment;
            const std::size_t boosted = booster_count(size, chance);
            for (std::size_t k = 0; k < size; ++k) *next++ = {arm, k < boosted};
        }
        shuffle(std::span(cells_).first(participants_), chance);
    }

    /// The share of an arm, its fraction decided by chance, so that the expected share is exact.
    std::size_t booster_count(std::size_t arm_size, Stream& chance) const {
        if (booster_share_ == 0.0) return 0;
        const double exact = booster_share_ * static_cast<double>(arm_size);
        const auto whole = static_cast<std::size_t>(exact);
        return whole + (uniform(chance) < exact - static_cast<double>(whole) ? 1 : 0);
    }

    void draw_blocks(Stream& chance) {
        std::size_t filled = 0;
        while (filled < participants_) {
            const std::vector<Cell>& block = blocks_[blocks_.size() == 1 ? 0 : uniform_index(chance, blocks_.size())];
            const std::span<Cell> place = std::span(cells_).subspan(filled, block.size());
            std::copy(block.begin(), block.end(), place.begin());
            shuffle(place, chance);
            filled += block.size();
        }
    }

    /// Fisher & Yates (1938), in Durstenfeld's (1964) form.
    static void shuffle(std::span<Cell> cells, Stream& chance) {
        for (std::size_t left = cells.size(); left > 1; --left) std::swap(cells[left - 1], cells[uniform_index(chance, left)]);
    }

    std::size_t participants_;
    Allocation allocation_;
    double booster_share_;
    std::vector<std::vector<Cell>> blocks_{};  ///< of each size, in the order of cells
    std::vector<Cell> cells_{};                ///< with room for the part of the last block that nobody fills
};

}  // namespace equipoise
