#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/operating_characteristics.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// What one replicate gave. The spans are valid during the call that receives it.
struct ReplicateReport {
    std::uint64_t replicate;             ///< 0 to replicates - 1
    std::size_t randomised;              ///< participants
    std::size_t dropped_out;             ///< participants not seen at the last visit
    std::span<const ResultRow> rows;          ///< what the estimates are of
    std::span<const std::optional<McEstimate>> true_values;  ///< of each row, where they are known
    std::span<const Estimate> estimates;      ///< of each row
};

}  // namespace equipoise
