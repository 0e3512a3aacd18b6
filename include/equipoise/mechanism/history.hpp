#pragma once

#include <concepts>
#include <cstddef>
#include <span>

#include <equipoise/design/arm.hpp>

namespace equipoise {

/// What has been observed of a participant who is still in the trial, on the way to the next visit.
///
/// The baseline is always seen. A later visit that was missed, although the participant stayed in the trial, is not a number.
/// @verified tests/mechanism/history_test.cpp
struct ObservedHistory {
    Cell cell;
    std::span<const double> scores;  ///< at visits 0 (baseline) to next_visit() - 1, NaN where a visit was missed [outcome units]
    bool adverse_event = false;      ///< whether one with onset before the next visit has been reported

    std::size_t next_visit() const { return scores.size(); }
    double baseline() const { return scores.front(); }

    /// The last visit at which the participant was seen.
    std::size_t last_visit() const {
        std::size_t visit = scores.size() - 1;
        while (visit > 0 && scores[visit] != scores[visit]) --visit;
        return visit;
    }

    double last() const { return scores[last_visit()]; }        ///< score at last_visit()
    double change() const { return last() - scores.front(); }  ///< from baseline to last_visit()
};

/// The same with the score that is about to be observed or missed.
struct CompleteHistory {
    ObservedHistory observed;
    double upcoming;  ///< score at observed.next_visit() [outcome units]
};

/// A dropout mechanism that looks only at what was observed: missing at random, by construction.
/// It returns the probability of not being seen at the next visit nor any later one.
template <class D>
concept DropoutAtRandom = std::copy_constructible<D> && requires(const D& dropout, const ObservedHistory& past) {
    { dropout(past) } -> std::convertible_to<double>;
};

/// A dropout mechanism that may look at the score about to be missed: missing not at random.
template <class D>
concept DropoutNotAtRandom = std::copy_constructible<D> && !DropoutAtRandom<D> && requires(const D& dropout, const CompleteHistory& past) {
    { dropout(past) } -> std::convertible_to<double>;
};

template <class D>
concept DropoutRule = DropoutAtRandom<D> || DropoutNotAtRandom<D>;

}  // namespace equipoise
