#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace equipoise {

/// Who is analysed: of those randomised but never treated, nobody (modified intention to treat) or everybody.
enum class AnalysisSet : std::uint8_t { modified_itt, all_randomised };

inline constexpr std::array<AnalysisSet, 2> all_analysis_sets{AnalysisSet::modified_itt, AnalysisSet::all_randomised};

/// The name of an analysis set, as in every input and output.
constexpr std::string_view to_string(AnalysisSet set) { return set == AnalysisSet::modified_itt ? "modified_itt" : "all_randomised"; }

}  // namespace equipoise
