#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/design/responder.hpp>

namespace equipoise {

/// A linear combination of what is to be known at the post-baseline visits: an average over visits, a change between two.
struct VisitContrast {
    std::string name;             ///< as in the results, where otherwise the label of a visit stands
    std::vector<double> weights;  ///< of the post-baseline visits, in order; not all 0

    friend bool operator==(const VisitContrast&, const VisitContrast&) = default;
};

/// Which numbers an analysis gives besides the p-value; a replicate that lacks one of them is not usable.
struct Reports {
    bool effect = true;
    bool standard_error = true;
    bool interval = true;

    friend bool operator==(const Reports&, const Reports&) = default;
};

/// An estimand that an analysis gives an estimate of, and what is tested of it.
struct Answer {
    std::size_t outcome = 0;
    std::string estimand = treatment_minus_control;
    std::size_t visit = 0;                     ///< 1 to the last; 0: several visits, see `contrast`
    std::optional<VisitContrast> contrast{};   ///< where the estimand is of several visits
    std::optional<Responder> responder{};      ///< where it is of those who respond
    bool of_change = false;                    ///< where it is of the distribution of changes from baseline; a difference in means is the same of both
    bool at_covariates = false;                ///< where it is at stated values of covariates
    Hypothesis hypothesis{};
    double level = 0.05;                       ///< the p-value below which the hypothesis counts as shown
    Reports reports{};

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// The answers of an analysis of one visit, or of all post-baseline visits: at each visit all estimands, in the order given.
inline std::vector<Answer> answers_by_visit(const TrialShape& shape, std::size_t outcome, std::optional<std::size_t> visit, const Inference& inference,
                                            const std::vector<std::string>& estimands = {treatment_minus_control}) {
    std::vector<Answer> answers;
    for (std::size_t v = visit.value_or(1); v <= visit.value_or(shape.post_baseline()); ++v) {
        for (const std::string& estimand : estimands) {
            answers.push_back({.outcome = outcome, .estimand = estimand, .visit = v, .hypothesis = inference.hypothesis(), .level = inference.level()});
        }
    }
    return answers;
}

}  // namespace equipoise
