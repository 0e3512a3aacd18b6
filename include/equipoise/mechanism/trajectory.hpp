#pragma once

#include <array>
#include <concepts>
#include <cstddef>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/visits.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// One participant's outcome at every visit, seen or not [outcome units]; entry 0 is the baseline, entries past the last visit are unused.
using Trajectory = std::array<double, max_visits>;

/// What is behind one participant's scores, whichever their cell: independent standard normals, one for each visit, the first such that the
/// baseline is eligible; and last of all a uniform number, 0 but for an outcome with responders and non-responders, which says which of them
/// the participant is. Covariates and secondary outcomes hang together with the primary outcome through the normals.
using OutcomeNormals = std::array<double, max_visits + 1>;

/// A model of the outcome: a pure function from a cell and a stream of random numbers to a trajectory.
///
/// The stream's address does not name the cell, so one participant's outcomes in both arms are drawn from the same numbers
/// (potential outcomes), and the baseline must not depend on the cell.
template <class O>
concept OutcomeModel = std::copy_constructible<O> && requires(const O& outcome, Cell cell, Stream& chance) {
    { outcome(cell, chance) } -> std::same_as<Trajectory>;
};

}  // namespace equipoise
