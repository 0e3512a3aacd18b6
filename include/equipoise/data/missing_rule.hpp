#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace equipoise {

/// What an analysis does about scores that were not observed, before it begins; each outcome on its own.
enum class MissingRule : std::uint8_t {
    observed,                          ///< nothing: the analysis takes whatever was observed
    complete_cases,                    ///< only participants whose outcome was observed at every visit, the baseline included where it is measured
    last_observation_carried_forward,  ///< the last score observed before it stands for a missing one: the baseline, if none was observed since
    baseline_carried_forward           ///< the baseline score stands for a missing one: no change
};

inline constexpr std::array<MissingRule, 4> all_missing_rules{MissingRule::observed, MissingRule::complete_cases, MissingRule::last_observation_carried_forward,
                                                              MissingRule::baseline_carried_forward};

/// The name of a rule, as in every input and output.
constexpr std::string_view to_string(MissingRule rule) {
    constexpr std::array<std::string_view, 4> names{"observed", "complete_cases", "last_observation_carried_forward", "baseline_carried_forward"};
    return names[static_cast<std::size_t>(rule)];
}

}  // namespace equipoise
