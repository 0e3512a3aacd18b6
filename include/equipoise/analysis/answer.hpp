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

/// The answers of an analysis of one visit, or of all post-baseline visits: at each visit all estimands, in the order given.
inline std::vector<Answer> answers_by_visit(const TrialShape& shape, std::size_t outcome, std::optional<std::size_t> visit,
                                            const std::vector<std::string>& estimands = {treatment_minus_control}) {
    std::vector<Answer> answers;
    for (std::size_t v = visit.value_or(1); v <= visit.value_or(shape.post_baseline()); ++v) {
        for (const std::string& estimand : estimands) answers.push_back({.outcome = outcome, .estimand = estimand, .visit = v});
    }
    return answers;
}

}  // namespace equipoise
