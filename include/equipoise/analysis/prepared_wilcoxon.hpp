#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/ranks/arm_responses.hpp>
#include <equipoise/analysis/ranks/exact_rank_sum.hpp>
#include <equipoise/analysis/ranks/exact_tied_rank_sum.hpp>
#include <equipoise/analysis/ranks/pairwise_differences.hpp>
#include <equipoise/analysis/ranks/rank_sum.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// To which distribution a rank sum is referred.
enum class RankTestDistribution : std::uint8_t {
    normal,  ///< the normal one, its variance corrected for ties
    exact    ///< its own, given the ties
};

/// How a rank-sum test is done; see Wilcoxon.
struct RankTest {
    Response response = Response::score;
    RankTestDistribution distribution = RankTestDistribution::normal;
    bool continuity_correction = true;
    bool estimate = true;
    double tie = 0.0;
};

/// A rank-sum test, prepared for trials of one shape; see Wilcoxon.
class PreparedWilcoxon {
public:
    PreparedWilcoxon(const RankTest& test, std::vector<Answer> answers, const Inference& inference)
        : test_(test), answers_(std::move(answers)), inference_(inference), estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream&) {
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            responses_.gather(data, test_.response, answers_[i].outcome, answers_[i].visit);
            estimates_[i] = estimate();
        }
        return estimates_;
    }

private:
    Estimate estimate() {
        const auto m = static_cast<double>(responses_.treatment().size());
        const auto n = static_cast<double>(responses_.control().size());
        if (m < 1 || n < 1) return failed_estimate(FitStatus::not_estimable, m + n);
        const Hypothesis& hypothesis = inference_.hypothesis();
        const bool both = hypothesis.alternative == Alternative::equivalence;
        Estimate found{.status = FitStatus::converged, .participants_analysed = static_cast<std::uint32_t>(m + n)};
        const ranks::RankSum first = sum(-hypothesis.margin);
        const ranks::RankSum second = both ? sum(hypothesis.margin) : first;
        if (flat(first) || flat(second)) return failed_estimate(FitStatus::covariance_singular, m + n);
        if (test_.distribution == RankTestDistribution::normal) found.degrees_of_freedom = std::numeric_limits<double>::infinity();
        const ranks::Tails tails = tails_of(first, -hypothesis.margin);
        switch (hypothesis.alternative) {
            case Alternative::two_sided: found.p_value = tails.two_sided(); break;
            case Alternative::less: found.p_value = tails.lower; break;
            case Alternative::greater: found.p_value = tails.upper; break;
            case Alternative::equivalence: found.p_value = std::max(tails.lower, tails_of(second, hypothesis.margin).upper); break;
        }
        if (test_.estimate) locate(found, m, n);
        return found;
    }

    ranks::RankSum sum(double shift) const { return ranks::rank_sum(responses_.control(), responses_.treatment(), shift, test_.tie); }

    // One group of ties holds everybody.
    static bool flat(const ranks::RankSum& sum) {
        const double total = sum.treated + sum.controls;
        return sum.ties >= total * (total * total - 1);
    }

    ranks::Tails tails_of(const ranks::RankSum& sum, double shift) {
        if (test_.distribution == RankTestDistribution::normal) return ranks::normal_tails(sum, test_.continuity_correction);
        if (sum.ties > 0) return tied_.tails(responses_.control(), responses_.treatment(), shift, test_.tie);
        exact_.of(responses_.treatment().size(), responses_.control().size());
        return exact_.tails(sum.pairs_won);
    }

    // The median of the differences, and those that no test at level alpha rejects as the shift.
    void locate(Estimate& found, double m, double n) {
        differences_.of(responses_.treatment(), responses_.control());
        const std::size_t pairs = differences_.size();
        found.effect = differences_.median();
        const double from_the_ends = place_of_limits(m, n);
        if (from_the_ends < 1) {
            found.interval = {.lower = -std::numeric_limits<double>::infinity(), .upper = std::numeric_limits<double>::infinity()};
            return;
        }
        const auto place = static_cast<std::size_t>(from_the_ends);
        found.interval = {.lower = differences_.smallest(place), .upper = differences_.smallest(pairs + 1 - place)};
    }

    double place_of_limits(double m, double n) {
        if (test_.distribution == RankTestDistribution::exact) {
            exact_.of(responses_.treatment().size(), responses_.control().size());
            return static_cast<double>(std::max<std::size_t>(1, exact_.quantile(0.5 * inference_.alpha())));
        }
        const double ties = ranks::ties_within(responses_.treatment(), test_.tie) + ranks::ties_within(responses_.control(), test_.tie);
        const ranks::RankSum without_shift{.treated = m, .controls = n, .ties = ties};
        const double z = inference_.critical(std::numeric_limits<double>::infinity());
        return std::ceil(without_shift.expected() - z * std::sqrt(without_shift.variance()) - (test_.continuity_correction ? 0.5 : 0.0));
    }

    RankTest test_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
    ranks::ArmResponses responses_{};
    ranks::ExactRankSum exact_{};
    ranks::ExactTiedRankSum tied_{};
    ranks::PairwiseDifferences differences_{};
};

}  // namespace equipoise
