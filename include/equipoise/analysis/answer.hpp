#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/estimand.hpp>

namespace equipoise {

/// An estimand that an analysis gives an estimate of.
struct Answer {
    std::size_t outcome = 0;
    std::string estimand = treatment_minus_control;
    std::size_t visit = 0;  ///< 1 to the last

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// The answers of an analysis of one visit, or of all post-baseline visits.
inline std::vector<Answer> answers_by_visit(const TrialShape& shape, std::size_t outcome, std::optional<std::size_t> visit) {
    if (visit) return {{.outcome = outcome, .visit = *visit}};
    std::vector<Answer> answers;
    for (std::size_t v = 1; v <= shape.post_baseline(); ++v) answers.push_back({.outcome = outcome, .visit = v});
    return answers;
}

}  // namespace equipoise
