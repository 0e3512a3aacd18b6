#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/analysis/two_samples.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A t-test of therapists' means, prepared for trials of one shape; see ClusterMeans.
class PreparedClusterMeans {
public:
    PreparedClusterMeans(std::vector<Answer> answers, const Inference& inference)
        : answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// Nothing beside its statistics plan.
    DataRead reads() const { return {.everything = false}; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t i = 0; i < answers_.size(); ++i) estimates_[i] = estimate(data, answers_[i]);
        return estimates_;
    }

private:
    struct Therapist {
        double participants = 0;
        double treated = 0;
        double sum = 0;
    };

    // Sums about the first score seen, so that they keep their digits: the means are compared only with each other.
    void gather(const TrialData& data, const Answer& answer) {
        std::fill(therapists_.begin(), therapists_.end(), Therapist{});
        double origin = missing;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double score = data.score(answer.outcome, answer.visit, i);
            const std::size_t who = data.therapist[i];
            if (score != score || who == no_therapist) continue;
            if (origin != origin) origin = score;
            if (who >= therapists_.size()) therapists_.resize(who + 1);
            Therapist& therapist = therapists_[who];
            therapist.participants += 1;
            therapist.treated += data.arm[i] == Arm::treatment ? 1 : 0;
            therapist.sum += score - origin;
        }
    }

    Estimate estimate(const TrialData& data, const Answer& answer) {
        gather(data, answer);
        PerArm<Sample> means;
        double n = 0;
        bool nested = true;
        for (const Therapist& therapist : therapists_) {
            if (therapist.participants == 0) continue;
            n += therapist.participants;
            nested = nested && (therapist.treated == 0 || therapist.treated == therapist.participants);
            Sample& sample = means[therapist.treated > 0 ? Arm::treatment : Arm::control];
            const double mean = therapist.sum / therapist.participants;
            sample.n += 1;
            sample.sum += mean;
            sample.squares += mean * mean;
        }
        if (!nested) return failed_estimate(FitStatus::not_estimable, n);
        if (const FitStatus status = comparable(means); !usable(status)) return failed_estimate(status, n);
        return pooled_t_test(means, n, inference_);
    }

    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
    std::vector<Therapist> therapists_{};
};

/// Student's t-test of therapists' means at a visit, for therapists nested in the arms: each treats participants of one arm only.
///
/// Each therapist's participants observed at the visit are reduced to their mean; the K means, unweighted, are compared by a pooled
/// two-sample t-test on K - 2 df. Exact where therapists have equally many participants; with unequal numbers the means have unequal
/// variances, s_t^2 + s_e^2 / m_j, which matters little as long as every arm has its share of small caseloads. The estimand gives each
/// therapist equal weight. Participants without a therapist are left out.
///
/// Status: `not_estimable` if a therapist has participants of both arms, or an arm has fewer than two therapists;
/// `covariance_singular` if the means do not vary.
/// @complexity O(participants) for each visit
/// @source   Donner & Klar (2000), Design and analysis of cluster randomization trials in health research, ch. 7.
/// @verified tests/analysis/cluster_means_test.cpp
struct ClusterMeans {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit
    std::string outcome{};               ///< name; empty: the primary one
    Hypothesis hypothesis{};             ///< what the test is to show
    std::optional<double> alpha{};       ///< two-sided level in (0, 1); nothing: the study's

    static constexpr std::string_view method = "cluster_means";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).hypothesis(hypothesis, alpha).needs_therapists();
        return found.faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value()}; }

    PreparedClusterMeans prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        return {answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference), inference};
    }
};

}  // namespace equipoise
