#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/design/estimand.hpp>
#include <equipoise/design/responder.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// What is asked of nature: the true value of an estimand of an outcome, at a visit or of several.
struct TruthQuestion {
    std::size_t outcome = 0;                         ///< index, 0 is the primary outcome
    std::string estimand = treatment_minus_control;  ///< one of the names in design/estimand.hpp, or a user's own
    std::vector<double> weights{};                   ///< of the post-baseline visits, in order; a single visit has weight 1 and the others 0
    std::optional<Responder> responder{};            ///< where it is of those who respond
    bool of_change = false;                          ///< of the distribution of changes from baseline, not of scores
    bool at_covariates = false;                      ///< at stated values of covariates
};

/// A true value, or why it is not known.
struct Truth {
    std::optional<McEstimate> value{};
    std::string reason{};  ///< empty if it is known
};

/// The only visit that a question is about, 1 to the last; nothing if it is about several.
inline std::optional<std::size_t> single_visit(const TruthQuestion& question) {
    std::optional<std::size_t> visit;
    for (std::size_t j = 0; j < question.weights.size(); ++j) {
        if (question.weights[j] == 0.0) continue;
        if (visit || question.weights[j] != 1.0) return std::nullopt;
        visit = j + 1;
    }
    return visit;
}

}  // namespace equipoise
