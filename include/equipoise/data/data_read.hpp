#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace equipoise {

/// What the analyses of a trial read of its data, beside the primary outcome and what happened to each participant (the arm, boosters, therapists,
/// attendance, events): what nobody reads need not be drawn.
///
/// @verified tests/analysis/analysis_batch_test.cpp, tests/analysis/all_invariances_test.cpp, tests/cohort/simulate_trial_test.cpp
struct DataRead {
    bool everything = true;                 ///< if not, only
    std::vector<std::size_t> outcomes{};    ///< the scores of these
    std::vector<std::size_t> covariates{};  ///< these columns

    bool outcome(std::size_t index) const { return everything || std::ranges::find(outcomes, index) != outcomes.end(); }
    bool covariate(std::size_t index) const { return everything || std::ranges::find(covariates, index) != covariates.end(); }
    /// When each participant was seen.
    bool weeks() const { return everything; }

    /// What either reads.
    void unite(const DataRead& other) {
        everything = everything || other.everything;
        outcomes.insert(outcomes.end(), other.outcomes.begin(), other.outcomes.end());
        covariates.insert(covariates.end(), other.covariates.begin(), other.covariates.end());
    }
};

}  // namespace equipoise
