#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/performance/multiplicity_results.hpp>
#include <equipoise/performance/summarise.hpp>
#include <equipoise/random/rng_schema.hpp>
#include <equipoise/study/in_order.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/replicate_failed.hpp>
#include <equipoise/study/replicate_runner.hpp>
#include <equipoise/study/study_options.hpp>
#include <equipoise/study/study_results.hpp>
#include <equipoise/study/study_sums.hpp>

namespace equipoise {

/// Consecutive replicates that one thread runs and whose sums are merged as one. Fixed, since it decides the order of additions.
inline constexpr std::uint64_t chunk_size = 128;

/// One chunk's results: its sums, and its replicates where somebody asked to see each.
struct ChunkResult {
    StudySums sums;
    std::vector<Estimate> estimates{};       ///< replicate by replicate, row by row
    std::vector<std::size_t> dropped_out{};  ///< of each replicate
};

/// Runs chunks on one thread.
class ChunkRunner {
public:
    ChunkRunner(const PreparedStudy& study, std::uint64_t replicates, bool keep_each)
        : study_(&study), replicates_(replicates), keep_each_(keep_each), run_(study), result_{.sums = StudySums(study)} {}

    /// @throws ReplicateFailed with the first replicate of the chunk that throws
    const ChunkResult& operator()(std::uint64_t chunk) {
        result_.sums.clear(*study_);
        result_.estimates.clear();
        result_.dropped_out.clear();
        const std::uint64_t end = std::min(replicates_, (chunk + 1) * chunk_size);
        for (std::uint64_t replicate = chunk * chunk_size; replicate < end; ++replicate) add(replicate);
        return result_;
    }

private:
    void add(std::uint64_t replicate) {
        const std::span<const Estimate> estimates = estimates_of(replicate);
        result_.sums.add(estimates, *study_);
        if (!keep_each_) return;
        result_.estimates.insert(result_.estimates.end(), estimates.begin(), estimates.end());
        result_.dropped_out.push_back(run_.dropped_out());
    }

    std::span<const Estimate> estimates_of(std::uint64_t replicate) {
        try {
            return run_(replicate);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& thrown) {
            std::throw_with_nested(ReplicateFailed(replicate, thrown.what()));
        } catch (...) {
            std::throw_with_nested(ReplicateFailed(replicate, "something that is not a std::exception was thrown"));
        }
    }

    const PreparedStudy* study_;
    std::uint64_t replicates_;
    bool keep_each_;
    ReplicateRunner run_;
    ChunkResult result_;
};

namespace detail {

inline void report_each(const PreparedStudy& study, const StudyOptions& options, std::uint64_t first, const ChunkResult& chunk) {
    const std::size_t rows = study.rows.size();
    for (std::size_t k = 0; k < chunk.dropped_out.size(); ++k) {
        options.each_replicate({.replicate = first + k,
                                .randomised = study.trial.design.participants,
                                .dropped_out = chunk.dropped_out[k],
                                .rows = study.rows,
                                .true_values = study.true_values,
                                .estimates = std::span(chunk.estimates).subspan(k * rows, rows)});
    }
}

inline StudyResults summarise(const PreparedStudy& study, const StudySums& sums) {
    StudyResults results;
    for (std::size_t r = 0; r < study.rows.size(); ++r) {
        const RowTruth& truth = study.row_truths[r];
        results.operating_characteristics.push_back(operating_characteristics(study.rows[r], truth.value, sums.rows[r], sums.kept[r], truth.unknown));
        results.operating_characteristics.back().target_true_value = truth.in_target;
        results.operating_characteristics.back().hypothesis_holds = truth.holds;
    }
    for (std::size_t p = 0; p < study.pairs.size(); ++p) {
        results.comparisons.push_back(comparison(study.pairs[p].first, study.pairs[p].second, sums.pairs[p]));
    }
    for (std::size_t k = 0; k < study.multiplicity.size(); ++k) results.multiplicity.push_back(multiplicity_result(study.multiplicity[k], sums.multiplicity[k]));
    return results;
}

}  // namespace detail

/// Simulates and analyses the replicates of a prepared study and summarises them.
///
/// Replicates are computed in chunks on several threads and merged in order: the results are the same bytes for any number of threads.
///
/// @throws ReplicateFailed if a user's outcome, dropout or analysis throws; what the callbacks throw
/// @complexity O(replicates x (participants x visits^2 + fits)); memory does not grow with the replicates past those whose intervals are kept
/// @verified tests/study/run_study_test.cpp
inline StudyResults run_study(const PreparedStudy& study, const StudyOptions& options) {
    const std::uint64_t chunks = (options.replicates + chunk_size - 1) / chunk_size;
    const int threads = static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(threads_for(options.threads)), chunks));
    const bool keep_each = static_cast<bool>(options.each_replicate);
    StudySums sums(study);
    const auto start = std::chrono::steady_clock::now();
    map_in_order(
        chunks, threads, [&] { return ChunkRunner(study, options.replicates, keep_each); },
        [&](std::uint64_t chunk, const ChunkResult& result) {
            sums.merge(result.sums);
            if (keep_each) detail::report_each(study, options, chunk * chunk_size, result);
            if (options.progress) options.progress({.done = std::min(options.replicates, (chunk + 1) * chunk_size), .total = options.replicates});
        });
    StudyResults results = detail::summarise(study, sums);
    results.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    results.rng_schema = rng_schema;
    if (study.trial.target_population) results.target_population = study.trial.target_population->name;
    results.replicates = options.replicates;
    results.path = to_string(study.collapsed ? Sampling::collapsed : Sampling::participants);
    results.seed = options.seed.value();
    results.stream = options.stream;
    results.alpha = options.alpha;
    results.threads = threads;
    return results;
}

/// Estimates the operating characteristics of a trial by simulating it.
///
/// @param scenario  the trial, and the world in which it runs
/// @param analyses  at least one: TTest, Ancova, Mmrm, or a user's own
/// @throws InvalidScenario with every fault; ReplicateFailed if a user's plug-in throws
/// @verified tests/study/run_study_test.cpp, tests/study/power_test.cpp
inline StudyResults run_study(const Scenario& scenario, const std::vector<AnyAnalysis>& analyses, const StudyOptions& options) {
    StudyResults results = run_study(prepare(scenario, analyses, options), options);
    results.scenario = scenario.name;
    return results;
}

}  // namespace equipoise
