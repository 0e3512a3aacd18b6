#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// 64-bit FNV-1a over the bits of values: for telling differences, not for security.
///
/// @source Fowler, Noll & Vo, draft-eastlake-fnv.
class Fingerprint {
public:
    void mix(std::uint64_t word) {
        for (unsigned shift = 0; shift < 64; shift += 8) value_ = (value_ ^ ((word >> shift) & 0xFFU)) * 0x100000001B3U;
    }
    void mix(double value) { mix(std::bit_cast<std::uint64_t>(value)); }

    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

/// The fingerprint of one column of the simulated data.
struct ColumnDigest {
    std::string column;
    std::uint64_t digest;

    friend bool operator==(const ColumnDigest&, const ColumnDigest&) = default;
};

/// A fingerprint of each column of a range of replicates, seen or not: a mechanism that is switched on or off leaves those that it does not touch
/// as they were.
///
/// Columns: arm, booster, enrolment_week, each covariate, each outcome (recorded scores, seen or not), seen, started, therapist, sessions,
/// booster_sessions, adverse_events, discontinuation; those that the trial has.
/// @complexity O(replicates x participants x visits). @verified tests/cohort/untouched_columns_test.cpp
inline std::vector<ColumnDigest> column_digests(const PreparedTrial& trial, const StudyKey& key, std::uint64_t first_replicate, std::uint64_t replicates) {
    std::vector<std::pair<std::string, Fingerprint>> columns;
    const auto column = [&](const std::string& name) -> Fingerprint& {
        for (auto& [known, fingerprint] : columns) {
            if (known == name) return fingerprint;
        }
        return columns.emplace_back(name, Fingerprint{}).second;
    };
    const std::size_t visits = trial.design.visits.count();
    TrialSimulator simulate(trial);
    for (std::uint64_t replicate = first_replicate; replicate < first_replicate + replicates; ++replicate) {
        const TrialData& data = simulate(key, replicate);
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const ParticipantAddress at{key, replicate, i};
            const Enrolled who = enrol(trial, at);
            const Course course = course_of(trial, who, data.cell(i), at);
            column("arm").mix(static_cast<std::uint64_t>(data.arm[i]));
            column("booster").mix(std::uint64_t{data.booster[i]});
            if (!data.enrolment_weeks.empty()) column("enrolment_week").mix(data.enrolment_weeks[i]);
            for (const CovariateColumn& covariate : data.covariates) column(covariate.name).mix(covariate.values[i]);
            for (std::size_t v = 0; v < visits; ++v) column(data.outcomes[0].name).mix(course.reported[v]);
            for (const PreparedSecondaryOutcome& secondary : trial.secondary_outcomes) {
                const Trajectory scores = secondary(data.cell(i), who.normals, key, replicate, i);
                for (std::size_t v = secondary.measured_at_baseline() ? 0 : 1; v < visits; ++v) column(secondary.name()).mix(scores[v]);
            }
            column("seen").mix(std::uint64_t{observed(trial, data.cell(i), course, at).seen});
            if (!data.started.empty()) column("started").mix(std::uint64_t{data.started[i]});
            if (trial.therapists) column("therapist").mix(std::uint64_t{course.therapist});
            if (trial.attendance) column("sessions").mix(std::uint64_t{course.sessions});
            if (trial.boosters) column("booster_sessions").mix(std::uint64_t{course.booster_sessions});
            if (trial.discontinuing) column("discontinuation").mix(std::uint64_t{course.treated_visits} * 4 + static_cast<std::uint64_t>(course.discontinuation));
            for (std::size_t e = 0; e < course.adverse_events.count; ++e) {
                const AdverseEvent& event = course.adverse_events.events[e];
                column("adverse_events").mix(std::uint64_t{event.term} * 4 + static_cast<std::uint64_t>(event.severity));
                column("adverse_events").mix(event.week);
            }
        }
    }
    std::vector<ColumnDigest> digests;
    for (const auto& [name, fingerprint] : columns) digests.push_back({name, fingerprint.value()});
    return digests;
}

}  // namespace equipoise
