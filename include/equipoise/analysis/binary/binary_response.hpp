#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/responder.hpp>

namespace equipoise {

/// What becomes of participants of whom it is not known whether they respond.
enum class MissingResponse : std::uint8_t {
    observed,  ///< they are left out
    failure    ///< they count as non-responders
};

/// Whether participants respond at a visit.
///
/// One who was never treated and of whom no score is left is outside the analysis set, and is left out either way.
/// @verified tests/analysis/binary/binary_response_test.cpp
struct BinaryResponse {
    Responder responder{};
    MissingResponse missing_response = MissingResponse::observed;

    /// @returns  1, 0, or `missing` for one who is left out
    double operator()(const TrialData& data, std::size_t outcome, std::size_t visit, std::size_t participant) const {
        const double baseline = data.score(outcome, 0, participant);
        const double score = data.score(outcome, visit, participant);
        const bool needs_baseline = responder.measure != Responder::Measure::score;
        const bool known = score == score && (!needs_baseline || baseline == baseline);
        if (known) return responder(baseline, score) ? 1.0 : 0.0;
        return missing_response == MissingResponse::failure && in_analysis_set(data, participant) ? 0.0 : missing;
    }

private:
    static bool in_analysis_set(const TrialData& data, std::size_t participant) {
        if (data.started.empty() || data.started[participant] != 0) return true;
        return std::any_of(data.outcomes.begin(), data.outcomes.end(), [&](const OutcomeColumns& outcome) {
            for (std::size_t at = participant; at < outcome.scores.size(); at += data.participants()) {
                if (outcome.scores[at] == outcome.scores[at]) return true;
            }
            return false;
        });
    }
};

/// What is wrong with a definition of response is added to other faults.
inline std::vector<Fault> with_responder_faults(SpecificationFaults found, const Responder& responder) {
    if (responder.measure != Responder::Measure::score) found.needs_baseline("/responder/measure", "improvement");
    std::vector<Fault> faults = found.faults();
    if (!std::isfinite(responder.threshold)) faults.push_back({"/responder/threshold", "must be a finite number", ""});
    return faults;
}

/// The answers of an analysis of responders.
inline std::vector<Answer> answers_of_responders(const TrialShape& shape, std::size_t outcome, std::optional<std::size_t> visit, const Inference& inference,
                                                 const Responder& responder, const std::vector<std::string>& estimands) {
    std::vector<Answer> answers = answers_by_visit(shape, outcome, visit, inference, estimands);
    for (Answer& answer : answers) answer.responder = responder;
    return answers;
}

}  // namespace equipoise
