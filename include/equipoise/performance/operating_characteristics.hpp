#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/result_row.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// How many steps of a failure ladder are told apart; what is further down counts with the last.
inline constexpr std::size_t counted_fallbacks = 12;

/// How many replicates a measure rests on.
struct ReplicateCounts {
    std::uint64_t requested = 0;
    std::uint64_t usable = 0;       ///< converged or on the boundary
    std::uint64_t on_boundary = 0;
    std::uint64_t failed = 0;       ///< requested - usable
    std::array<std::uint64_t, fit_status_count> by_status{};
    std::array<std::uint64_t, counted_fallbacks> by_fallback{};  ///< usable ones by the step of the failure ladder that was fitted; 0: the model specified

    std::uint64_t fallen_back() const { return std::accumulate(by_fallback.begin() + 1, by_fallback.end(), std::uint64_t{0}); }  ///< to a step after the first
};

/// A proportion of replicates with its exact (Clopper & Pearson 1934) 95 % interval.
struct McProportion {
    double value;
    double mcse;
    double lower;
    double upper;
};

/// A measure that may not exist: then `reason` says why.
struct Measure {
    std::optional<McEstimate> estimate;
    std::string reason{};
    std::optional<Interval> exact_interval{};  ///< of a proportion: exact (Clopper & Pearson 1934) 95 %, since the MCSE is 0 at 0 and 1
};

/// How an analysis of an estimand performs over the replicates, each measure with its Monte Carlo standard error.
///
/// @source Morris, White & Crowther (2019), Statistics in Medicine 38:2074, Table 6.
/// @verified tests/performance/operating_characteristics_test.cpp (rsimsum, 1e-12)
struct OperatingCharacteristics {
    ResultRow row;
    std::optional<McEstimate> true_value{};         ///< where it is known
    std::string true_value_unknown{};               ///< why it is not
    std::optional<bool> hypothesis_holds{};         ///< whether what the test is to show is so: then a rejection is right, else an error; none: not known
    std::optional<McEstimate> target_true_value{};  ///< in the target population, where the scenario has one besides the eligible
    ReplicateCounts replicates{};
    std::optional<McProportion> rejection_rate{};  ///< among usable replicates: power if the hypothesis holds, else the type I error; none if none is usable
    double rejection_rate_if_failures_reject = 0.0;
    double rejection_rate_if_failures_do_not = 0.0;
    Measure mean_estimate{};
    Measure bias{};                     ///< mean estimate - true value; the MCSE includes that of the true value
    Measure empirical_se{};
    Measure model_se{};                 ///< root mean square
    Measure relative_error_of_model_se{};  ///< per cent
    Measure mse{};
    Measure coverage{};
    Measure bias_eliminated_coverage{};
    std::optional<McProportion> failure_rate{};  ///< of the replicates requested; none if none was
};

/// Two rows on the same replicates: the first minus the second, among replicates where both are usable.
struct Comparison {
    std::size_t first = 0;   ///< index into the operating characteristics
    std::size_t second = 0;
    std::uint64_t replicates = 0;
    Measure rejection_rate_difference{};
    Measure bias_difference{};
};

}  // namespace equipoise
