#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/power_sums.hpp>

namespace equipoise {

/// All that a procedure leaves behind of the replicates. A replicate in which the analysis of one of its hypotheses failed is counted, and nothing
/// else: the procedure cannot be carried out there.
///
/// A value of fixed size, mergeable in order.
/// @complexity that of the procedure; nothing is allocated.
/// @verified tests/performance/multiplicity_sums_test.cpp
struct MultiplicitySums {
    std::uint64_t replicates = 0;
    std::uint64_t usable = 0;
    std::array<std::uint64_t, max_hypotheses> rejected{};  ///< of each hypothesis
    std::uint64_t some_that_holds = 0;  ///< one or more hypotheses that hold were shown: disjunctive power
    std::uint64_t all_that_hold = 0;    ///< every one of them: conjunctive power
    std::uint64_t some_that_does_not = 0;  ///< one or more that do not hold: familywise error
    PowerSums2 rejections{};            ///< how many there were in a replicate

    /// Adds one replicate.
    /// @param estimates  of every row of the study
    void add(const PreparedTesting& testing, std::span<const Estimate> estimates) {
        ++replicates;
        const std::optional<PerHypothesis> p = testing(estimates);
        if (!p) return;
        ++usable;
        std::size_t right = 0, wrong = 0, total = 0, holding = 0;
        for (std::size_t i = 0; i < p->size(); ++i) {
            const bool shown = (*p)[i] < testing.alpha;
            const bool holds = testing.holds[i] == true;
            rejected[i] += shown ? 1U : 0U;
            total += shown ? 1U : 0U;
            holding += holds ? 1U : 0U;
            right += shown && holds ? 1U : 0U;
            wrong += shown && testing.holds[i] == false ? 1U : 0U;
        }
        some_that_holds += right > 0 ? 1U : 0U;
        all_that_hold += right == holding ? 1U : 0U;
        some_that_does_not += wrong > 0 ? 1U : 0U;
        rejections.add(static_cast<double>(total));
    }

    /// Appends later replicates.
    void merge(const MultiplicitySums& later) {
        replicates += later.replicates;
        usable += later.usable;
        for (std::size_t i = 0; i < max_hypotheses; ++i) rejected[i] += later.rejected[i];
        some_that_holds += later.some_that_holds;
        all_that_hold += later.all_that_hold;
        some_that_does_not += later.some_that_does_not;
        rejections.merge(later.rejections);
    }

    friend bool operator==(const MultiplicitySums&, const MultiplicitySums&) = default;
};

}  // namespace equipoise
