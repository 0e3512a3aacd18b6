#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>

namespace equipoise::imputation {

/// The answers of an analysis at a visit, or at each, for each delta: "12 months, delta 2" in the results.
class DeltaAnswers {
public:
    DeltaAnswers(const TrialShape& shape, std::size_t outcome, std::optional<std::size_t> visit, const DeltaAdjustment& adjustment, const Inference& inference)
        : deltas_(adjustment.deltas.empty() ? std::vector<double>{0.0} : adjustment.deltas) {
        for (const Answer& plain : answers_by_visit(shape, outcome, visit, inference)) {
            visits_.push_back(plain.visit);
            if (adjustment.deltas.empty()) answers_.push_back(plain);
            for (const double delta : adjustment.deltas) {
                Answer answer = plain;
                answer.visit = 0;
                answer.contrast = VisitContrast{shape.visits[plain.visit] + ", delta " + detail::plain_number(delta), std::vector<double>(shape.post_baseline(), 0.0)};
                answer.contrast->weights[plain.visit - 1] = 1.0;
                answers_.push_back(answer);
            }
        }
    }

    /// Visit by visit, then delta by delta.
    std::span<const Answer> answers() const { return answers_; }
    const std::vector<std::size_t>& visits() const { return visits_; }
    /// 0 alone if none is stated.
    const std::vector<double>& deltas() const { return deltas_; }

private:
    std::vector<double> deltas_;
    std::vector<std::size_t> visits_{};
    std::vector<Answer> answers_{};
};

/// What is wrong with an adjustment.
inline void add_faults(std::vector<Fault>& found, const DeltaAdjustment& adjustment) {
    for (std::size_t k = 0; k < adjustment.deltas.size(); ++k) {
        const std::string pointer = "/deltas/" + std::to_string(k);
        if (!std::isfinite(adjustment.deltas[k])) found.push_back({pointer, "must be a finite number"});
        for (std::size_t l = 0; l < k; ++l) {
            if (adjustment.deltas[l] == adjustment.deltas[k]) found.push_back({pointer, "is there twice"});
        }
    }
}

}  // namespace equipoise::imputation
