#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace equipoise {

/// The arms of the trial. Effects are always treatment minus control.
enum class Arm : std::uint8_t { control = 0, treatment = 1 };

inline constexpr std::array<Arm, 2> both_arms{Arm::control, Arm::treatment};

/// One value for each arm.
template <class T>
struct PerArm {
    T control{};
    T treatment{};

    constexpr const T& operator[](Arm arm) const { return arm == Arm::control ? control : treatment; }
    constexpr T& operator[](Arm arm) { return arm == Arm::control ? control : treatment; }
    friend constexpr bool operator==(const PerArm&, const PerArm&) = default;
};

/// A cell of the 2 x 2 arrangement arm x booster to which a participant is allocated.
struct Cell {
    Arm arm = Arm::control;
    bool booster = false;

    /// 0 control, 1 control with booster, 2 treatment, 3 treatment with booster.
    constexpr std::size_t index() const { return 2 * static_cast<std::size_t>(arm) + (booster ? 1U : 0U); }
    friend constexpr bool operator==(const Cell&, const Cell&) = default;
};

inline constexpr std::size_t cell_count = 4;
inline constexpr std::array<Cell, cell_count> all_cells{
    Cell{Arm::control, false}, Cell{Arm::control, true}, Cell{Arm::treatment, false}, Cell{Arm::treatment, true}};

}  // namespace equipoise
