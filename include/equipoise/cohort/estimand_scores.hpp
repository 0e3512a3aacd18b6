#pragma once

#include <cstddef>

#include <equipoise/cohort/course.hpp>
#include <equipoise/design/estimand.hpp>

namespace equipoise {

/// The score of the primary outcome that an estimand is about, for one participant's course [outcome units].
///
/// @param visit  0 to the last   @verified tests/cohort/true_values_test.cpp
inline double estimand_score(const Course& course, const Estimand& estimand, std::size_t visit) {
    const bool on_treatment = visit < course.treated_visits;
    switch (estimand.strategy) {
        case Strategy::treatment_policy: return course.scores[visit];
        case Strategy::hypothetical: return course.continued[visit];
        case Strategy::composite: return on_treatment ? course.scores[visit] : estimand.composite_score.value_or(course.scores[0]);
        case Strategy::while_on_treatment: return on_treatment ? course.scores[visit] : course.scores[course.treated_visits - 1];
    }
    return course.scores[visit];
}

}  // namespace equipoise
