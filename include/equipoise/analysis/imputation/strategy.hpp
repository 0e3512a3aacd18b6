#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace equipoise {

/// What is assumed of scores after the last visit at which a participant was seen. Where a score is missing between visits that were
/// seen, it is missing at random under every strategy.
enum class ImputationStrategy : std::uint8_t {
    missing_at_random,            ///< they go on as those of their arm who were seen, given what was seen of them
    jump_to_reference,            ///< from then on their means are those of the reference arm
    copy_reference,               ///< their means are those of the reference arm throughout, so that what was gained before wears off
    copy_increments_in_reference  ///< their means keep their distance from those of the reference arm
};

inline constexpr std::array<ImputationStrategy, 4> all_imputation_strategies{ImputationStrategy::missing_at_random, ImputationStrategy::jump_to_reference,
                                                                             ImputationStrategy::copy_reference, ImputationStrategy::copy_increments_in_reference};

/// The name of a strategy, as in every input and output.
constexpr std::string_view to_string(ImputationStrategy strategy) {
    constexpr std::array<std::string_view, 4> names{"mar", "jump_to_reference", "copy_reference", "copy_increments_in_reference"};
    return names[static_cast<std::size_t>(strategy)];
}

/// The mean that a strategy gives to a visit, from the means of the own arm and of the reference arm.
///
/// @param own, reference  means at the post-baseline visits, or one coefficient of them for all visits: the mean is linear in both
/// @param last            how many post-baseline visits there are up to the last that was seen
/// @param visit           from 0
/// @source   Carpenter, Roger & Kenward (2013), J Biopharm Stat 23:1352, section 4.
constexpr double strategy_mean(ImputationStrategy strategy, const double* own, const double* reference, std::size_t last, std::size_t visit) {
    switch (strategy) {
        case ImputationStrategy::missing_at_random: return own[visit];
        case ImputationStrategy::jump_to_reference: return visit < last ? own[visit] : reference[visit];
        case ImputationStrategy::copy_reference: return reference[visit];
        case ImputationStrategy::copy_increments_in_reference:
            if (visit < last) return own[visit];
            return last == 0 ? reference[visit] : reference[visit] + (own[last - 1] - reference[last - 1]);
    }
    return own[visit];
}

/// What is added to scores that were imputed after the last visit seen, to ask how much worse they would have to be.
struct DeltaAdjustment {
    enum class Pattern : std::uint8_t {
        constant,   ///< delta at each visit
        cumulative  ///< delta at the first visit missed, 2 delta at the second, ...
    };
    enum class Arms : std::uint8_t { treatment, both };

    std::vector<double> deltas{};  ///< an answer for each [outcome units]; none: one answer, unadjusted
    Pattern pattern = Pattern::constant;
    Arms arms = Arms::treatment;   ///< in which scores are shifted

    /// How many deltas are added.
    /// @param last   how many post-baseline visits there are up to the last that was seen
    /// @param visit  1 to the last; not seen, nor any after it
    constexpr double steps(std::size_t last, std::size_t visit) const {
        return pattern == Pattern::constant ? 1.0 : static_cast<double>(visit - last);
    }

    friend bool operator==(const DeltaAdjustment&, const DeltaAdjustment&) = default;
};

}  // namespace equipoise
