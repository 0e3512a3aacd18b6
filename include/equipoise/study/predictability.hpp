#pragma once

#include <cstddef>

#include <equipoise/design/arm.hpp>

namespace equipoise {

/// One who sees every allocation and guesses the next: always the arm that is behind the ratio so far, and if neither is, either with 1/2.
///
/// The share of guesses that are right, 1/2 if allocation cannot be foreseen, measures the room that it leaves for selection.
/// @source   Blackwell & Hodges (1957), Ann Math Statist 28:449 (the convergence strategy).
/// @verified tests/study/predictability_test.cpp
class ConvergenceGuesser {
public:
    /// @param ratio  participants of the arms, at least 1
    explicit ConvergenceGuesser(PerArm<std::size_t> ratio) : ratio_{static_cast<long>(ratio.control), static_cast<long>(ratio.treatment)} {}

    /// Guesses the next allocation, then sees it.
    ///
    /// @returns 1 if right, 0 if wrong, 1/2 where the guess was by chance
    double right(Arm arm) {
        const long lead = seen_.treatment * ratio_.control - seen_.control * ratio_.treatment;
        ++seen_[arm];
        if (lead == 0) return 0.5;
        return (lead < 0) == (arm == Arm::treatment) ? 1.0 : 0.0;
    }

private:
    PerArm<long> ratio_;
    PerArm<long> seen_{};
};

}  // namespace equipoise
