#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace equipoise {

/// The name under which the primary outcome's baseline score can be a factor.
inline const std::string baseline_factor = "baseline";

/// A baseline characteristic to which randomisation looks: a covariate by its levels, or a number cut into classes.
///
/// Of a number x, class k holds the values with cuts[k - 1] <= x < cuts[k]; class 0 those below every cut. Of a covariate with levels, the
/// class is the index of the level.
struct StratificationFactor {
    std::string covariate;       ///< its name; "baseline" is the primary outcome's baseline score
    std::vector<double> cuts{};  ///< of a number, strictly increasing, 1 to 254 of them [its units]; empty: the covariate has levels
};

/// The most classes of a factor; those whose value is not known are a class of their own after them.
inline constexpr std::size_t max_classes = 255;
inline constexpr std::size_t class_unknown = 255;

/// The class of a participant.
///
/// @param value  the number, or the index of the level; NaN where not known
/// @returns      0 to max_classes - 1, or class_unknown
/// @complexity   O(log cuts). @verified tests/design/stratification_test.cpp
inline std::size_t stratum_class(const StratificationFactor& factor, double value) {
    if (!(value == value)) return class_unknown;
    if (factor.cuts.empty()) return value < static_cast<double>(max_classes) ? static_cast<std::size_t>(value) : class_unknown;
    return static_cast<std::size_t>(std::upper_bound(factor.cuts.begin(), factor.cuts.end(), value) - factor.cuts.begin());
}

/// The classes of the participants of a trial, in order of enrolment, for an allocation that looks at them.
struct Strata {
    std::size_t factors = 0;
    std::span<const std::uint8_t> classes{};  ///< participants x factors, row by participant; see stratum_class

    std::span<const std::uint8_t> of(std::size_t participant) const { return classes.subspan(participant * factors, factors); }
};

}  // namespace equipoise
