#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/analysis/two_samples.hpp>
#include <equipoise/analysis/visit_samples.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise {

enum class TTestVariance : std::uint8_t { pooled, welch };
using TTestResponse = Response;

/// A two-sample t-test, prepared for trials of one shape; see TTest.
class PreparedTTest {
public:
    PreparedTTest(TTestVariance variance, TTestResponse response, std::vector<Answer> answers, const Inference& inference)
        : variance_(variance), response_(response), answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            emplace(estimates_[i], [&] { return estimate(statistics, answers_[i].visit); });
        }
        return estimates_;
    }

private:
    Estimate estimate(const SufficientStatistics& statistics, std::size_t visit) const {
        const PerArm<Sample> both = visit_samples(statistics, visit, response_);
        const double n = both.control.n + both.treatment.n;
        if (const FitStatus status = comparable(both); !usable(status)) return failed_estimate(status, n);
        if (variance_ == TTestVariance::pooled) return pooled_t_test(both, n, inference_);
        const auto& [control, treatment] = both;
        const double of_control = control.sum_about_mean() / (control.n - 1) / control.n;
        const double of_treatment = treatment.sum_about_mean() / (treatment.n - 1) / treatment.n;
        const double variance = of_control + of_treatment;
        const double df = variance * variance / (of_control * of_control / (control.n - 1) + of_treatment * of_treatment / (treatment.n - 1));
        return t_estimate(treatment.mean() - control.mean(), std::sqrt(variance), df, n, inference_);
    }

    TTestVariance variance_;
    TTestResponse response_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// Student's or Welch's two-sample t-test of a visit, or of the change to it from baseline.
///
/// Compares the means of the participants observed at the visit (and at baseline, for change). Pooled: one variance, df = n - 2.
/// Welch: a variance for each arm, Satterthwaite's df.
///
/// Status: `not_estimable` if an arm has fewer than two participants, `covariance_singular` if no arm varies.
/// @source   Welch (1938), Biometrika 29:350; Satterthwaite (1946), Biometrics Bulletin 2:110.
/// @verified tests/analysis/t_test_test.cpp (R t.test, 1e-10 relative)
struct TTest {
    std::string name{};
    TTestVariance variance = TTestVariance::pooled;
    TTestResponse response = TTestResponse::score;
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit
    std::string outcome{};               ///< name; empty: the primary one
    Hypothesis hypothesis{};             ///< what the test is to show
    std::optional<double> alpha{};       ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};               ///< what is done about scores that were not observed

    static constexpr std::string_view method = "t_test";
    static constexpr bool tells_boosters_apart = false;

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).hypothesis(hypothesis, alpha).missing(missing);
        if (response == TTestResponse::change) found.needs_baseline("/response", "\"change\"");
        return found.faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        StatisticsPlan plan{.outcome = shape.outcome(outcome).value(), .covariates = {}, .missing = missing};
        if (response == TTestResponse::change) plan.covariates.emplace_back(baseline_covariate);
        return plan;
    }

    PreparedTTest prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {variance, response, answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference), inference};
    }
};

}  // namespace equipoise
