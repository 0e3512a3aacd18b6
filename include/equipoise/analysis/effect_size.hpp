#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/noncentral_t.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/analysis/standardised_difference.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/analysis/visit_samples.hpp>
#include <equipoise/data/missing_rule.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise {

enum class EffectSizeEstimator : std::uint8_t { cohens_d, hedges_g };

/// An effect size, prepared for trials of one shape; see EffectSize.
class PreparedEffectSize {
public:
    PreparedEffectSize(EffectSizeEstimator estimator, Response response, std::vector<Answer> answers, const Inference& inference)
        : estimator_(estimator), response_(response), answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        for (std::size_t i = 0; i < answers_.size(); ++i) estimates_[i] = estimate(visit_samples(statistics, answers_[i].visit, response_));
        return estimates_;
    }

private:
    Estimate estimate(const PerArm<Sample>& samples) const {
        const PerArm<double> n{samples.control.n, samples.treatment.n};
        const double all = n.control + n.treatment;
        if (const FitStatus status = comparable(samples); !usable(status)) return failed_estimate(status, all);
        const double d = cohens_d(samples);
        const double df = all - 2;
        const double factor = estimator_ == EffectSizeEstimator::hedges_g ? hedges_correction(df) : 1.0;
        const Interval interval = exact_interval(d, n, inference_.alpha());
        return {.effect = factor * d,
                .standard_error = factor * std::sqrt(large_sample_variance(d, n)),
                .degrees_of_freedom = df,
                .p_value = p_value(d * noncentrality_per_unit(n), df, noncentrality_per_unit(n)),
                .interval = {.lower = factor * interval.lower, .upper = factor * interval.upper},
                .status = FitStatus::converged,
                .participants_analysed = static_cast<std::uint32_t>(all)};
    }

    double p_value(double t, double df, double unit) const {
        const double margin = inference_.hypothesis().margin * unit;
        const auto below = [&](double noncentrality) { return noncentrality == 0 ? central(t, df) : noncentral_t_below(t, df, noncentrality); };
        const auto above = [&](double noncentrality) { return noncentrality == 0 ? central(-t, df) : noncentral_t_above(t, df, noncentrality); };
        switch (inference_.hypothesis().alternative) {
            case Alternative::two_sided: return margin == 0 ? two_sided_p(t, df) : std::min(1.0, 2 * std::min(below(margin), above(margin)));
            case Alternative::less: return below(margin);
            case Alternative::greater: return above(margin);
            case Alternative::equivalence: return std::max(below(margin), above(-margin));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    // In full relative accuracy, which the noncentral distribution has not.
    static double central(double t, double df) {
        const double outside = 0.5 * two_sided_p(t, df);
        return t < 0 ? outside : 1 - outside;
    }

    EffectSizeEstimator estimator_;
    Response response_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// The standardised difference in means at a visit: Cohen's d or Hedges' g, with its exact interval.
///
/// d = (mean of treatment - mean of control) / pooled SD, g = J d without bias. In normal populations of one variance
/// d sqrt(n0 n1 / (n0 + n1)) is noncentral t on n - 2 df, its noncentrality the standardised difference times that root. The interval
/// consists of the differences that equal-tailed tests at level alpha do not reject; for g its ends are multiplied by J as g is. The
/// p-value is exact as well; of a difference of 0 it is that of the pooled t-test. A margin is a standardised difference. The standard
/// error is the large-sample one, sqrt(1/n0 + 1/n1 + d^2 / (2 n)), times J for g; neither p-value nor interval uses it.
///
/// Status: `not_estimable` if an arm has fewer than two participants, `covariance_singular` if no arm varies.
/// @complexity O(groups), and about 20 evaluations of the noncentral t distribution for each visit
/// @source   Cohen (1988); Hedges (1981), J Educ Stat 6:107; Hedges & Olkin (1985); Cumming & Finch (2001), Educ Psychol Meas 61:532.
/// @verified tests/analysis/effect_size_test.cpp (R, 1e-10)
struct EffectSize {
    std::string name{};
    EffectSizeEstimator estimator = EffectSizeEstimator::hedges_g;
    Response response = Response::score;
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit
    std::string outcome{};               ///< name; empty: the primary one
    Hypothesis hypothesis{};             ///< what the test is to show; its margin is a standardised difference
    std::optional<double> alpha{};       ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};               ///< what is done about scores that were not observed

    static constexpr std::string_view method = "effect_size";
    static constexpr bool tells_boosters_apart = false;

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).hypothesis(hypothesis, alpha).missing(missing);
        if (response == Response::change) found.needs_baseline("/response", "\"change\"");
        return found.faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        StatisticsPlan plan{.outcome = shape.outcome(outcome).value(), .covariates = {}, .missing = missing};
        if (response == Response::change) plan.covariates.emplace_back(baseline_covariate);
        return plan;
    }

    PreparedEffectSize prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        std::vector<Answer> answers = answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference, {standardised_mean_difference});
        for (Answer& answer : answers) answer.of_change = response == Response::change;
        return {estimator, response, std::move(answers), inference};
    }
};

}  // namespace equipoise
