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
#include <equipoise/analysis/binary/fisher_exact.hpp>
#include <equipoise/analysis/binary/binary_response.hpp>
#include <equipoise/analysis/binary/two_proportions.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

enum class ResponderTest : std::uint8_t { score, fisher };

/// A comparison of shares of responders, prepared for trials of one shape; see ResponderDifference.
class PreparedResponderDifference {
public:
    PreparedResponderDifference(const BinaryResponse& response, ResponderTest test, std::vector<Answer> answers, const Inference& inference)
        : response_(response), test_(test), answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// Nothing beside its statistics plan.
    DataRead reads() const { return {.everything = false}; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t k = 0; k < answers_.size(); ++k) estimates_[k] = estimate(count(data, answers_[k]));
        return estimates_;
    }

private:
    PerArm<Responses> count(const TrialData& data, const Answer& answer) const {
        PerArm<Responses> arms;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double response = response_(data, answer.outcome, answer.visit, i);
            if (response != response) continue;
            arms[data.arm[i]].responders += response;
            arms[data.arm[i]].participants += 1;
        }
        return arms;
    }

    Estimate estimate(const PerArm<Responses>& arms) const {
        const double n = arms.control.participants + arms.treatment.participants;
        if (arms.control.participants == 0 || arms.treatment.participants == 0) return failed_estimate(FitStatus::not_estimable, n);
        const double effect = arms.treatment.share() - arms.control.share();
        Estimate found = t_estimate(effect, std::sqrt(unpooled_variance(arms)), std::numeric_limits<double>::infinity(), n, inference_);
        found.p_value = test_ == ResponderTest::fisher ? fisher_exact_p(arms, inference_.hypothesis().alternative) : score_p(arms, effect);
        found.interval = newcombe_interval(arms, inference_.critical(std::numeric_limits<double>::infinity()));
        return found;
    }

    double score_p(const PerArm<Responses>& arms, double effect) const {
        const auto [alternative, margin] = inference_.hypothesis();
        const auto z = [&](double from) {
            const double variance = restricted_variance(arms, from);
            return variance > 0 ? (effect - from) / std::sqrt(variance) : 0.0;  // all alike, and no difference is expected: none is shown
        };
        const auto lower_tail = [](double value) { return 0.5 * std::erfc(-value * std::sqrt(0.5)); };
        switch (alternative) {
            case Alternative::two_sided: return two_sided_p(z(margin), std::numeric_limits<double>::infinity());
            case Alternative::less: return lower_tail(z(margin));
            case Alternative::greater: return lower_tail(-z(margin));
            case Alternative::equivalence: return std::max(lower_tail(z(margin)), lower_tail(-z(-margin)));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    BinaryResponse response_;
    ResponderTest test_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// The share of responders at a visit, treatment minus control.
///
/// Effect p_t - p_c; standard error sqrt(p_t (1 - p_t) / n_t + p_c (1 - p_c) / n_c); Newcombe's hybrid score interval. The score test has
/// z = (p_t - p_c - margin) / sqrt(V), V by the proportions that are likeliest at the margin (Farrington & Manning): with no margin that
/// is Pearson's chi-squared test without continuity correction. Fisher's exact test is conditional on how many respond in all, and knows no
/// margin. Interval and test are not inversions of each other, so close to the level one may say more than the other.
///
/// Status: `not_estimable` if an arm is empty. Where everybody responds, or nobody, there is no evidence either way: z = 0.
/// @complexity O(participants) for each visit
/// @source   Newcombe (1998), Stat Med 17:873; Farrington & Manning (1990), Stat Med 9:1447; Fisher (1935), J R Stat Soc 98:39.
/// @verified tests/analysis/responder_difference_test.cpp (R prop.test, fisher.test, 1e-12)
struct ResponderDifference {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit
    Responder responder{};
    MissingResponse missing_response = MissingResponse::observed;
    ResponderTest test = ResponderTest::score;
    std::string outcome{};          ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show; margins are differences of shares, -1 to 1
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "responder_difference";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).hypothesis(hypothesis, alpha);
        std::vector<Fault> faults = with_responder_faults(found, responder);
        const bool equivalence = hypothesis.alternative == Alternative::equivalence;
        if (std::abs(hypothesis.margin) >= 1) faults.push_back({"/hypothesis/margin", "must be between -1 and 1: it is a difference of shares", "0.1 is ten percentage points"});
        if (test == ResponderTest::fisher && (equivalence || hypothesis.margin != 0)) {
            faults.push_back({"/test", "is Fisher's exact test, which knows no margin", "make it \"score\""});
        }
        return faults;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value()}; }

    PreparedResponderDifference prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        const std::vector<Answer> answers = answers_of_responders(shape, shape.outcome(outcome).value(), visit, inference, responder, {risk_difference});
        return {BinaryResponse{responder, missing_response}, test, answers, inference};
    }
};

}  // namespace equipoise
