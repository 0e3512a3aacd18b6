#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/study/replicate_report.hpp>
#include <equipoise/study/sampling.hpp>

namespace equipoise {

/// A seed that somebody chose: it has no default, so no study runs on a seed that nobody wrote down.
class Seed {
public:
    template <std::integral I>
    constexpr Seed(I value) : value_(static_cast<std::uint64_t>(value)) {  // implicit: `.seed = 20240229`
        if constexpr (std::is_signed_v<I>) {
            if (value < 0) throw std::invalid_argument("a seed is a whole number from 0 to 18446744073709551615, but is negative");
        }
    }

    constexpr std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_;
};

/// How far a running study has come.
struct Progress {
    std::uint64_t done;   ///< replicates
    std::uint64_t total;  ///< replicates
};

/// How a study is run. Nothing here but `replicates`, `seed`, `stream`, `alpha`, `multiplicity` and `sampling` can change a result.
struct StudyOptions {
    std::uint64_t replicates = 1'000;  ///< simulated trials, 1 to 1,000,000,000
    Seed seed;
    std::uint64_t stream = 0;  ///< decorrelates studies of one seed; 0 is the seed itself
    double alpha = 0.05;       ///< two-sided significance level; intervals have level 1 - alpha; in (0, 1)
    std::vector<MultipleTesting> multiplicity{};  ///< procedures that test several rows of the results together
    Sampling sampling = Sampling::participants;   ///< collapsed: other trials of the same distribution, much faster
    int threads = 0;           ///< at least 1; 0: as many as OpenMP offers
    std::function<void(Progress)> progress{};                        ///< called from one thread at a time, after each chunk of replicates
    std::function<void(const ReplicateReport&)> each_replicate{};  ///< called from one thread at a time, in the order of the replicates
};

}  // namespace equipoise
