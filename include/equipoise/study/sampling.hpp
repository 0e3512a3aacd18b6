#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace equipoise {

/// What is drawn of each simulated trial.
enum class Sampling : std::uint8_t {
    participants,  ///< every participant, at every visit
    collapsed,     ///< the sufficient statistics of the primary outcome, which have the same distribution; refused where they cannot be drawn
    automatic      ///< collapsed where that can be, else participants
};

inline constexpr std::array<Sampling, 3> all_samplings{Sampling::participants, Sampling::collapsed, Sampling::automatic};

/// The name of a way of sampling, as in every input and output.
constexpr std::string_view to_string(Sampling sampling) {
    constexpr std::array<std::string_view, 3> names{"participants", "collapsed", "automatic"};
    return names[static_cast<std::size_t>(sampling)];
}

}  // namespace equipoise
