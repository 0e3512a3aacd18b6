#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace equipoise {

/// How bad an adverse event was, in the words of the registries.
enum class Severity : std::uint8_t { mild = 0, moderate = 1, severe = 2 };

inline constexpr std::array<Severity, 3> all_severities{Severity::mild, Severity::moderate, Severity::severe};

/// The name of a severity, as in every output.
constexpr std::string_view to_string(Severity severity) {
    constexpr std::array<std::string_view, 3> names{"mild", "moderate", "severe"};
    return names[static_cast<std::size_t>(severity)];
}

/// An untoward event that a participant reported.
struct AdverseEvent {
    std::uint32_t participant = 0;  ///< who, as an index into the trial's participants
    std::uint32_t term = 0;         ///< what, as an index into TrialData::adverse_event_terms
    Severity severity = Severity::mild;
    double week = 0;                ///< of onset, since randomisation

    friend bool operator==(const AdverseEvent&, const AdverseEvent&) = default;
};

}  // namespace equipoise
