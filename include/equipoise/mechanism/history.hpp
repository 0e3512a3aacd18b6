#pragma once

#include <concepts>
#include <cstddef>
#include <span>

#include <equipoise/design/arm.hpp>

namespace equipoise {

/// What has been observed of a participant who is still in the trial, on the way to the next visit.
struct ObservedHistory {
    Cell cell;
    std::span<const double> scores;  ///< at visits 0 (baseline) to the last one seen [outcome units]

    std::size_t next_visit() const { return scores.size(); }
    double baseline() const { return scores.front(); }
    double last() const { return scores.back(); }
    double change() const { return scores.back() - scores.front(); }  ///< from baseline to the last visit seen
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
