#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <equipoise/cohort/participant.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/design/randomisation_list.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A fingerprint of every simulated value (allocation, outcomes seen and unseen, who left when) of a range of replicates.
///
/// Equal on any machine, compiler, optimisation and number of threads, as long as rng_schema is the same.
/// 64-bit FNV-1a over the bits of each value: for telling differences, not for security.
///
/// @complexity O(replicates x participants x visits).
/// @source     Fowler, Noll & Vo, draft-eastlake-fnv. @verified tests/cohort/cohort_digest_test.cpp
inline std::uint64_t cohort_digest(const PreparedTrial& trial, const StudyKey& key, std::uint64_t first_replicate, std::uint64_t replicates) {
    std::uint64_t digest = 0xCBF29CE484222325U;
    const auto mix = [&digest](std::uint64_t word) {
        for (unsigned shift = 0; shift < 64; shift += 8) digest = (digest ^ ((word >> shift) & 0xFFU)) * 0x100000001B3U;
    };
    RandomisationList list(trial.design);
    for (std::uint64_t replicate = first_replicate; replicate < first_replicate + replicates; ++replicate) {
        const std::span<const Cell> cells = list.draw(Stream(key, replicate, {Layer::allocation}));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Participant participant = simulate_participant(trial, key, replicate, i, cells[i]);
            mix(participant.cell.index());
            mix(participant.visits_seen);
            for (std::size_t v = 0; v < trial.design.visits.count(); ++v) mix(std::bit_cast<std::uint64_t>(participant.scores[v]));
        }
    }
    return digest;
}

inline std::uint64_t cohort_digest(const Scenario& scenario, const StudyKey& key, std::uint64_t first_replicate, std::uint64_t replicates) {
    return cohort_digest(prepare(scenario), key, first_replicate, replicates);
}

}  // namespace equipoise
