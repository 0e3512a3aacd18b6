#pragma once

#include <cstddef>
#include <vector>

#include <equipoise/data/missing_rule.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// The data as a rule for missing scores has them, for trials of one shape; every outcome is treated on its own.
///
/// complete_cases: who lacks a score at any visit has none at all (the baseline counts where the outcome is measured there).
/// last_observation_carried_forward: a missing post-baseline score is the last one observed before, the baseline score if there is no other;
/// nothing is carried backward, so a participant without any score before a visit lacks that visit still.
/// baseline_carried_forward: a missing post-baseline score is the baseline score, and lacks still where that is missing.
/// A baseline score is never filled in.
/// @source   Carpenter & Kenward (2013), Multiple imputation and its application, ch. 1; National Research Council (2010), The prevention and
///           treatment of missing data in clinical trials, ch. 4.
/// @verified tests/data/missing_rule_view_test.cpp
class MissingRuleView {
public:
    MissingRuleView(MissingRule rule, const TrialShape& shape) : rule_(rule) {
        for (std::size_t k = 0; k < shape.outcomes.size(); ++k) first_.push_back(shape.baseline_of(k) ? 0 : 1);
    }

    MissingRule rule() const { return rule_; }

    /// @returns  the data themselves under `observed`, else a copy; valid until the next call. Nothing is allocated once warm.
    /// @complexity O(size of the data)
    const TrialData& operator()(const TrialData& data) {
        if (rule_ == MissingRule::observed) return data;
        view_ = data;
        for (std::size_t k = 0; k < view_.outcomes.size(); ++k) {
            switch (rule_) {
                case MissingRule::observed: break;
                case MissingRule::complete_cases: keep_complete(view_.outcomes[k], first_[k]); break;
                case MissingRule::last_observation_carried_forward: carry_forward(view_.outcomes[k], true); break;
                case MissingRule::baseline_carried_forward: carry_forward(view_.outcomes[k], false); break;
            }
        }
        return view_;
    }

private:
    void keep_complete(OutcomeColumns& outcome, std::size_t first) {
        const std::size_t n = view_.participants();
        for (std::size_t i = 0; i < n; ++i) {
            double total = 0.0;
            for (std::size_t v = first; v < outcome.visits; ++v) total += outcome.scores[v * n + i];
            if (total == total) continue;
            for (std::size_t v = 0; v < outcome.visits; ++v) outcome.scores[v * n + i] = missing;
        }
    }

    // Visit by visit, so that what was carried to one visit is carried on.
    void carry_forward(OutcomeColumns& outcome, bool last) {
        const std::size_t n = view_.participants();
        for (std::size_t v = 1; v < outcome.visits; ++v) {
            const double* from = outcome.scores.data() + (last ? v - 1 : 0) * n;
            double* to = outcome.scores.data() + v * n;
            for (std::size_t i = 0; i < n; ++i) {
                if (to[i] != to[i]) to[i] = from[i];
            }
        }
    }

    MissingRule rule_;
    std::vector<std::size_t> first_{};  // visit that must be observed, of each outcome
    TrialData view_{};
};

}  // namespace equipoise
