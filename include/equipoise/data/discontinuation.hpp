#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace equipoise {

/// Why a participant stopped the allocated treatment early, an intercurrent event. They may go on being followed.
enum class DiscontinuationReason : std::uint8_t { none = 0, adverse_event = 1, lack_of_efficacy = 2, administrative = 3 };

/// The reasons there are, in the order in which they are asked for before a visit.
inline constexpr std::array<DiscontinuationReason, 3> discontinuation_reasons{
    DiscontinuationReason::adverse_event, DiscontinuationReason::lack_of_efficacy, DiscontinuationReason::administrative};

/// The name of a reason, as in every input and output.
constexpr std::string_view to_string(DiscontinuationReason reason) {
    constexpr std::array<std::string_view, 4> names{"none", "adverse_event", "lack_of_efficacy", "administrative"};
    return names[static_cast<std::size_t>(reason)];
}

}  // namespace equipoise
