#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/class_counts.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/strata_order.hpp>
#include <equipoise/design/validate.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// Draws the allocation of all participants, in order of enrolment, as a protocol's randomisation list does.
///
/// One list is prepared for a design and drawn again for each replicate without allocating.
/// With fixed arm sizes each participant in turn takes one of the places left, of which the cells have so many each, by word i (of 32 bits) for
/// participant i; control has the first places, so arms are the same with boosters and without (selection sampling, Fan, Muller & Rezucha 1962,
/// JASA 57:387). Of SimpleAllocation, BiasedCoin and Minimisation,
/// words 2 i and 2 i + 1 (of 64) are the arm and the boosters of participant i. Stratified blocks are
/// drawn stratum after stratum.
///
/// @verified tests/design/randomisation_list_test.cpp, tests/design/adaptive_allocation_test.cpp
class RandomisationList {
public:
    /// @param design  without faults
    explicit RandomisationList(const Design& design)
        : participants_(design.participants),
          allocation_(design.allocation),
          booster_share_(design.boosters ? design.boosters->share : 0.0),
          treatment_share_(share_of(design.allocation, Arm::treatment)),
          factors_(factors_of(design.allocation).size()),
          order_(factors_ > 0 ? participants_ : 0) {
        std::size_t overhang = 0;
        if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation_)) overhang = prepare_blocks(*blocks);
        if (std::holds_alternative<BiasedCoin>(allocation_)) counts_.emplace(std::vector<double>{1.0}, PerArm<std::size_t>{1, 1});
        if (const auto* minimisation = std::get_if<Minimisation>(&allocation_)) {
            std::vector<double> weights;
            for (const MinimisationFactor& factor : minimisation->factors) weights.push_back(factor.weight);
            counts_.emplace(std::move(weights), minimisation->ratio);
        }
        cells_.resize(participants_ + overhang);
        if (std::holds_alternative<FixedArmSizes>(allocation_)) words_.resize(participants_ + 2);
    }

    /// One list, of an allocation that looks at nothing.
    ///
    /// @param chance  a stream of Layer::allocation
    /// @returns       the cell of each participant; valid until the next draw
    /// @throws        std::invalid_argument if the allocation looks at factors
    /// @complexity    O(participants)
    std::span<const Cell> draw(Stream chance) { return draw(chance, Strata{}); }

    /// One list, of any allocation.
    ///
    /// @param strata  the classes of the participants in each of `factors_of(allocation)`; of none if it looks at nothing
    /// @throws        std::invalid_argument if those are not the factors, or not all participants
    /// @complexity    O(participants x (1 + factors))
    std::span<const Cell> draw(Stream chance, const Strata& strata) {
        if (strata.factors != factors_ || strata.classes.size() != factors_ * participants_) {
            throw std::invalid_argument("the allocation needs the classes of every participant in each factor that it looks at, and in no other");
        }
        if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation_)) {
            draw_fixed(*fixed, chance);
        } else if (std::holds_alternative<PermutedBlocks>(allocation_)) {
            draw_strata(chance, strata);
        } else {
            draw_one_by_one(chance, strata);
        }
        return std::span<const Cell>(cells_).first(participants_);
    }

private:
    /// @returns the size of the largest block
    std::size_t prepare_blocks(const PermutedBlocks& blocks) {
        std::size_t largest = 0;
        for (const std::size_t size : blocks.sizes) {
            std::vector<Cell> block;
            const std::vector<long> counts = detail::block_counts(size, blocks.ratio, booster_share_);
            for (const Cell cell : all_cells) block.insert(block.end(), static_cast<std::size_t>(counts[cell.index()]), cell);
            largest = std::max(largest, size);
            blocks_.push_back(std::move(block));
        }
        if (factors_ > 0) of_stratum_.resize(participants_ + largest);
        return largest;
    }

    void draw_fixed(const FixedArmSizes& sizes, const Stream& chance) {
        chance.fill(words_);
        const std::size_t control_boosters = booster_count(sizes.control, words_[participants_]);
        const std::size_t treatment_boosters = booster_count(sizes.treatment, words_[participants_ + 1]);
        // The places of those left are laid out by cell: a place below the third end is that of one of the first three cells.
        auto first_end = static_cast<std::uint32_t>(sizes.control - control_boosters);
        auto second_end = static_cast<std::uint32_t>(sizes.control);
        auto third_end = static_cast<std::uint32_t>(participants_ - treatment_boosters);
        for (std::size_t i = 0; i < participants_; ++i) {
            const std::uint32_t place = below(words_[i], static_cast<std::uint32_t>(participants_ - i));
            const std::uint32_t first = place < first_end ? 1 : 0;
            const std::uint32_t second = place < second_end ? 1 : 0;
            const std::uint32_t third = place < third_end ? 1 : 0;
            cells_[i] = all_cells[3 - first - second - third];
            first_end -= first;
            second_end -= second;
            third_end -= third;
        }
    }

    /// A whole number below n, each with a probability that is 1 / n to within 2^-32.
    static std::uint32_t below(std::uint32_t word, std::uint32_t n) { return static_cast<std::uint32_t>(std::uint64_t{word} * n >> 32U); }

    /// The share of an arm, its fraction decided by chance, so that the expected share is exact.
    std::size_t booster_count(std::size_t arm_size, std::uint32_t word) const {
        const double exact = booster_share_ * static_cast<double>(arm_size);
        const auto whole = static_cast<std::size_t>(exact);
        return whole + ((static_cast<double>(word) + 0.5) * 0x1p-32 < exact - static_cast<double>(whole) ? 1 : 0);
    }

    void draw_strata(Stream& chance, const Strata& strata) {
        if (factors_ == 0) return draw_blocks(cells_, participants_, chance);
        const std::span<const std::uint32_t> order = order_(strata);
        std::size_t length = 0;
        for (std::size_t first = 0; first < participants_; first += length) {
            length = order_.run_length(strata, first);
            draw_blocks(of_stratum_, length, chance);
            for (std::size_t k = 0; k < length; ++k) cells_[order[first + k]] = of_stratum_[k];
        }
    }

    /// @param into  with room for the part of the last block that nobody fills
    void draw_blocks(std::span<Cell> into, std::size_t participants, Stream& chance) {
        std::size_t filled = 0;
        while (filled < participants) {
            const std::vector<Cell>& block = blocks_[blocks_.size() == 1 ? 0 : uniform_index(chance, blocks_.size())];
            const std::span<Cell> place = into.subspan(filled, block.size());
            std::copy(block.begin(), block.end(), place.begin());
            shuffle(place, chance);
            filled += block.size();
        }
    }

    void draw_one_by_one(Stream& chance, const Strata& strata) {
        constexpr std::array<std::uint8_t, 1> everybody{0};
        const auto* minimisation = std::get_if<Minimisation>(&allocation_);
        const auto* coin = std::get_if<BiasedCoin>(&allocation_);
        const double probability = minimisation != nullptr ? minimisation->probability : (coin != nullptr ? coin->probability : 0.0);
        if (counts_) counts_->clear();
        for (std::size_t i = 0; i < participants_; ++i) {
            const std::span<const std::uint8_t> classes = factors_ > 0 ? strata.of(i) : std::span<const std::uint8_t>(everybody);
            const std::optional<Arm> lagging = counts_ ? counts_->lagging(classes) : std::nullopt;
            const double treated = !lagging ? treatment_share_ : (*lagging == Arm::treatment ? probability : 1 - probability);
            const Arm arm = uniform(chance) < treated ? Arm::treatment : Arm::control;
            const bool booster = uniform(chance) < booster_share_;  // a word is used even if nobody has them: arms stay as they are
            cells_[i] = {arm, booster};
            if (counts_) counts_->add(classes, arm);
        }
    }

    /// Fisher & Yates (1938), in Durstenfeld's (1964) form.
    static void shuffle(std::span<Cell> cells, Stream& chance) {
        for (std::size_t left = cells.size(); left > 1; --left) std::swap(cells[left - 1], cells[uniform_index(chance, left)]);
    }

    std::size_t participants_;
    Allocation allocation_;
    double booster_share_;
    double treatment_share_;
    std::size_t factors_;
    StrataOrder order_;
    std::optional<ClassCounts> counts_{};      ///< of the allocations that look back
    std::vector<std::vector<Cell>> blocks_{};  ///< of each size, in the order of cells
    std::vector<Cell> of_stratum_{};           ///< the list of one stratum, with such room
    std::vector<std::uint32_t> words_{};       ///< of fixed arm sizes: of each participant, then of the number of boosters in each arm
    std::vector<Cell> cells_{};                ///< with room for the part of the last block that nobody fills
};

}  // namespace equipoise
