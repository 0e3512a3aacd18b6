#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/robust_variance.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/analysis/within_strata.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// An analysis of covariance with strata or a robust variance, which looks at the participants; see Ancova.
///
/// @verified tests/analysis/participant_ancova_test.cpp
class PreparedParticipantAncova {
public:
    PreparedParticipantAncova(WithinStrata model, CoefficientVariance variance, std::vector<Answer> answers, const Inference& inference)
        : model_(std::move(model)),
          variance_(variance),
          answers_(std::move(answers)),
          inference_(inference),
          scratch_(model_.size()),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            model_.gather(data, answers_[i].outcome, answers_[i].visit);
            estimates_[i] = estimate();
        }
        return estimates_;
    }

private:
    Estimate estimate() {
        const auto n = static_cast<double>(model_.participants());
        if (model_.count(Arm::control) < 2 || model_.count(Arm::treatment) < 2) return failed_estimate(FitStatus::not_estimable, n);
        // The intercepts of the strata are out of the columns, but take their degrees of freedom.
        Estimate fit = last_coefficient(model_.products(), model_.size(), n - static_cast<double>(model_.strata()), inference_, Aliased::left_out);
        fit.participants_analysed = static_cast<std::uint32_t>(n);
        if (!usable(fit.status) || variance_ == CoefficientVariance::model) return fit;
        const double variance = robust_variance(variance_, model_, model_.products(), n - fit.degrees_of_freedom, scratch_);
        if (!(variance == variance)) return failed_estimate(FitStatus::not_estimable, n);
        if (!(variance > 0)) return failed_estimate(FitStatus::covariance_singular, n);
        return t_estimate(fit.effect, std::sqrt(variance), fit.degrees_of_freedom, n, inference_);
    }

    WithinStrata model_;
    CoefficientVariance variance_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<double> scratch_;
    std::vector<Estimate> estimates_;
};

}  // namespace equipoise
