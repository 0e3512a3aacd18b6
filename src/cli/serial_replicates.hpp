#pragma once

#include <cstdint>

#include <equipoise/performance/bias_eliminated_coverage.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/replicate_runner.hpp>
#include <equipoise/study/run_study.hpp>
#include <equipoise/study/study_sums.hpp>

namespace equipoise::cli {

/// Replicates of a study on one thread, one after another, added up and merged chunk by chunk as `run_study` does it.
///
/// As of a study of more replicates than intervals are kept of: to keep those of the first would show how fast memory is handed out.
class SerialReplicates {
public:
    /// @param study  outlives this
    explicit SerialReplicates(const PreparedStudy& study) : study_(&study), run_(study), chunk_(study), all_(study) {
        for (KeptIntervals& intervals : all_.kept) intervals = KeptIntervals(0);
    }

    void operator()(std::uint64_t times) {
        for (std::uint64_t k = 0; k < times; ++k) {
            chunk_.add(run_(next_), *study_);
            if (++next_ % chunk_size != 0) continue;
            all_.merge(chunk_);
            chunk_.clear(*study_);
        }
    }

    /// Of all whole chunks so far.
    const StudySums& sums() const { return all_; }

private:
    const PreparedStudy* study_;
    ReplicateRunner run_;
    StudySums chunk_;
    StudySums all_;
    std::uint64_t next_ = 0;
};

}  // namespace equipoise::cli
