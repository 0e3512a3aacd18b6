#pragma once

#include <cstddef>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/analysis_set.hpp>
#include <equipoise/design/design.hpp>

namespace equipoise {

/// The data as an analysis of the design's estimand takes them: those outside the analysis set have no outcomes, and outcomes after
/// discontinuation are treated by the strategy.
///
/// treatment_policy: as observed. hypothetical: missing from discontinuation on. composite: the primary outcome is the estimand's
/// composite_score, or else the participant's own baseline score, from discontinuation on, seen or not. while_on_treatment: the primary
/// outcome is the last score seen on treatment, from discontinuation on. Under the last two secondary outcomes are as observed.
/// @source   ICH E9(R1) (2019), section A.3.2. @verified tests/data/analysis_view_test.cpp
class AnalysisView {
public:
    explicit AnalysisView(const Design& design) : estimand_(design.estimand), set_(design.analysis_set) {}

    /// @returns  the data themselves if nothing is to be changed, else a copy; valid until the next call, and while the data are
    const TrialData& operator()(const TrialData& data) {
        const bool reduced = set_ == AnalysisSet::modified_itt && !data.started.empty();
        const bool treated = estimand_.strategy != Strategy::treatment_policy && !data.treated_visits.empty();
        if (!reduced && !treated) return data;
        view_ = data;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            if (reduced && data.started[i] == 0) {
                for (OutcomeColumns& outcome : view_.outcomes) fill(outcome, 0, i, missing);
            } else if (treated) {
                apply_strategy(i, data.treated_visits[i]);
            }
        }
        return view_;
    }

private:
    void apply_strategy(std::size_t i, std::size_t stopped) {
        for (std::size_t k = 0; k < view_.outcomes.size(); ++k) {
            OutcomeColumns& outcome = view_.outcomes[k];
            if (stopped >= outcome.visits) continue;
            if (estimand_.strategy == Strategy::hypothetical) fill(outcome, stopped, i, missing);
            if (estimand_.strategy == Strategy::composite && k == 0) fill(outcome, stopped, i, estimand_.composite_score.value_or(view_.score(0, 0, i)));
            if (estimand_.strategy == Strategy::while_on_treatment && k == 0) fill(outcome, stopped, i, last_seen(stopped, i));
        }
    }

    double last_seen(std::size_t before, std::size_t i) const {
        for (std::size_t v = before; v-- > 0;) {
            const double score = view_.score(0, v, i);
            if (score == score) return score;
        }
        return missing;
    }

    void fill(OutcomeColumns& outcome, std::size_t from, std::size_t i, double value) {
        for (std::size_t v = from; v < outcome.visits; ++v) outcome.scores[v * view_.participants() + i] = value;
    }

    Estimand estimand_;
    AnalysisSet set_;
    TrialData view_{};
};

}  // namespace equipoise
