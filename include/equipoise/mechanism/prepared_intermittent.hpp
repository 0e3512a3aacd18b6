#pragma once

#include <array>
#include <limits>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/visits.hpp>
#include <equipoise/mechanism/history.hpp>
#include <equipoise/mechanism/missing_logit.hpp>

namespace equipoise {

/// Intermittent missingness ready for use, its intercepts found: a function from a history to a probability.
///
/// @verified tests/mechanism/intermittent_test.cpp
class PreparedIntermittent {
public:
    using Logits = PerArm<std::array<MissingLogit, max_visits>>;

    explicit PreparedIntermittent(const Logits& at) : at_(at) {
        for (const Arm arm : both_arms) {
            for (const MissingLogit& logit : at[arm]) can_happen_ = can_happen_ || logit.intercept > -std::numeric_limits<double>::infinity();
        }
    }

    /// The probability that one who is in the trial at past.observed.next_visit() misses that visit.
    double operator()(const CompleteHistory& past) const { return at_[past.observed.cell.arm][past.observed.next_visit()].probability(past); }

    /// False if nobody ever misses a visit.
    bool can_happen() const { return can_happen_; }

    const Logits& logits() const { return at_; }

private:
    Logits at_;
    bool can_happen_ = false;
};

}  // namespace equipoise
