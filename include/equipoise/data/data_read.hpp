#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace equipoise {

/// What the analyses of a trial read of its data, beside the primary outcome: what nobody reads need not be drawn.
///
/// @verified tests/analysis/analysis_batch_test.cpp, tests/cohort/simulate_trial_test.cpp
struct DataRead {
    bool participants = true;             ///< whatever is known of participants; if not, only sums of outcomes and covariates
    std::vector<std::size_t> outcomes{};  ///< those that are summed

    bool outcome(std::size_t index) const { return participants || std::ranges::find(outcomes, index) != outcomes.end(); }
    /// When each participant was seen.
    bool weeks() const { return participants; }
};

}  // namespace equipoise
