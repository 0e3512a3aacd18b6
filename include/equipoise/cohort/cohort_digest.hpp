#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/cohort/column_digests.hpp>
#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/design/allocation.hpp>
#include <equipoise/design/randomisation_list.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A fingerprint of every simulated value (allocation, outcomes seen and unseen, who left when, and all else that the trial has) of a range of
/// replicates.
///
/// Equal on any machine, compiler, optimisation and number of threads, as long as rng_schema is the same.
/// @complexity O(replicates x participants x visits).
/// @verified tests/cohort/cohort_digest_test.cpp
inline std::uint64_t cohort_digest(const PreparedTrial& trial, const StudyKey& key, std::uint64_t first_replicate, std::uint64_t replicates) {
    Fingerprint digest;
    const bool bare = trial.plain() && !trial.design.recruitment && factors_of(trial.design.allocation).empty();
    if (!bare) {
        for (const ColumnDigest& column : column_digests(trial, key, first_replicate, replicates)) digest.mix(column.digest);
        return digest.value();
    }
    RandomisationList list(trial.design);
    for (std::uint64_t replicate = first_replicate; replicate < first_replicate + replicates; ++replicate) {
        const std::span<const Cell> cells = list.draw(Stream(key, replicate, {Layer::allocation}));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Participant participant = simulate_participant(trial, key, replicate, i, cells[i]);
            digest.mix(std::uint64_t{participant.cell.index()});
            digest.mix(std::uint64_t{participant.visits_seen});
            for (std::size_t v = 0; v < trial.design.visits.count(); ++v) digest.mix(participant.scores[v]);
        }
    }
    return digest.value();
}

inline std::uint64_t cohort_digest(const Scenario& scenario, const StudyKey& key, std::uint64_t first_replicate, std::uint64_t replicates) {
    return cohort_digest(prepare(scenario), key, first_replicate, replicates);
}

}  // namespace equipoise
