// Oracle and statistical: rates, onsets and severities as stated; effects last as long as stated; events stand in the order of onset.

#include "catch.hpp"

#include <array>
#include <cmath>

#include <equipoise/mechanism/adverse_events.hpp>

namespace adverse_events_test {

using namespace equipoise;

namespace {

const Design four_visits{.participants = 100, .visits = {.weeks = {0, 7, 33, 59}}};

AdverseEvents with(double week, Severity severity) {
    AdverseEvents events;
    events.events[0] = {.participant = 0, .term = 0, .severity = severity, .week = week};
    events.count = 1;
    return events;
}

}  // namespace

TEST_CASE("events happen as often, as late and as badly as stated") {
    const PreparedAdverseEvents events({{.term = "worsening", .probability = {.control = 0.3, .treatment = 0.5}, .from_week = 1, .to_week = 21, .severity = {0.6, 0.3, 0.1}},
                                        {.term = "fall", .probability = {.control = 0.1, .treatment = 0.1}}},
                                       four_visits);
    constexpr int n = 100'000;
    int happened = 0;
    std::array<int, 3> severity{};
    double weeks = 0;
    bool ordered = true;
    for (std::uint64_t i = 0; i < n; ++i) {
        const AdverseEvents found = events(Arm::treatment, i, Stream(StudyKey(9), 0, {Layer::adverse_event}, i));
        for (std::size_t e = 0; e < found.count; ++e) {
            ordered = ordered && (e == 0 || found.events[e - 1].week <= found.events[e].week) && found.events[e].participant == i;
            if (found.events[e].term != 0) continue;
            ++happened;
            ++severity[static_cast<std::size_t>(found.events[e].severity)];
            weeks += found.events[e].week;
        }
    }
    CHECK(ordered);
    CHECK(std::abs(happened / double(n) - 0.5) < 4 * std::sqrt(0.25 / n));
    CHECK(std::abs(weeks / happened - 11) < 4 * 20 / std::sqrt(12.0 * happened));
    CHECK(std::abs(severity[1] / double(happened) - 0.3) < 4 * std::sqrt(0.21 / happened));
    CHECK(std::abs(severity[2] / double(happened) - 0.1) < 4 * std::sqrt(0.09 / happened));
}

TEST_CASE("another kind of event moves none of the first") {
    const AdverseEventModel first{.term = "a", .probability = {0.5, 0.5}};
    const PreparedAdverseEvents one({first}, four_visits);
    const PreparedAdverseEvents two({first, {.term = "b", .probability = {0.5, 0.5}}}, four_visits);
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Stream chance(StudyKey(2), 4, {Layer::adverse_event}, i);
        const AdverseEvents alone = one(Arm::control, i, chance);
        const AdverseEvents both = two(Arm::control, i, chance);
        bool same = false;
        for (std::size_t e = 0; e < both.count; ++e) same = same || (alone.count == 1 && both.events[e] == alone.events[0]);
        REQUIRE((same || alone.count == 0));
    }
}

TEST_CASE("an event acts from its onset for as long as it lasts") {
    const PreparedAdverseEvents events({{.term = "worsening", .effect = {1, 3, 6}, .lasting_weeks = 20}}, four_visits);
    CHECK(events.act());
    CHECK(events.effect(with(8, Severity::moderate), 1) == 0);
    CHECK(events.effect(with(7, Severity::moderate), 1) == 3);
    CHECK(events.effect(with(14, Severity::severe), 2) == 6);
    CHECK(events.effect(with(13, Severity::severe), 2) == 0);
    CHECK(events.first_visit_after(with(8, Severity::mild)) == 2);
    CHECK(events.first_visit_after(with(7, Severity::mild)) == 1);
    CHECK(events.first_visit_after(AdverseEvents{}) == 4);
}

TEST_CASE("all faults of adverse events are found at once") {
    const auto found = faults({{.term = "", .probability = {.control = 2, .treatment = 0}, .from_week = -1, .to_week = -2, .severity = {0.5, 0.2, 0.2}, .lasting_weeks = 0}}, four_visits);
    REQUIRE(found.size() == 6);
    CHECK(found[0].pointer == "/mechanism/adverse_events/0/term");
    CHECK(found[1].pointer == "/mechanism/adverse_events/0/probability/control");
    CHECK(found[2].pointer == "/mechanism/adverse_events/0/from_week");
    CHECK(found[3].pointer == "/mechanism/adverse_events/0/to_week");
    CHECK(found[4].message == "must be shares of mild, moderate and severe that add up to 1, but they add up to 0.9");
    CHECK(found[5].pointer == "/mechanism/adverse_events/0/lasting_weeks");
}

}  // namespace adverse_events_test
