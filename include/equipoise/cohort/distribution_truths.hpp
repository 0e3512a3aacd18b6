#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/cohort/median_difference.hpp>
#include <equipoise/cohort/potential_scores.hpp>
#include <equipoise/cohort/truth.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/random/mc_estimate.hpp>

namespace equipoise {

/// Into how many parts simulated participants are divided to find the Monte Carlo standard error of what is no mean of theirs.
inline constexpr std::size_t truth_batches = 32;

/// The means of a quantity in the two arms over the same simulated participants, and the sampling variances of those means.
struct ArmMeans {
    PerArm<double> mean{};
    PerArm<double> variance{};  ///< of the means
    double covariance = 0;      ///< of the means
    McEstimate difference{};    ///< treatment minus control, from the paired differences
};

/// @param quantity  (baseline, score) -> a number   @complexity O(participants). @verified tests/cohort/truths_test.cpp
template <class Quantity>
ArmMeans arm_means(const PotentialScores& of, const Quantity& quantity) {
    ArmMeans found;
    double squares = 0;  // of paired differences, about their running mean
    double n = 0;
    for (std::size_t i = 0; i < of.participants(); ++i) {
        n += 1;
        const PerArm<double> value{of.in_arm(Arm::control, i, quantity), of.in_arm(Arm::treatment, i, quantity)};
        const PerArm<double> before{value.control - found.mean.control, value.treatment - found.mean.treatment};
        for (const Arm arm : both_arms) found.mean[arm] += before[arm] / n;
        for (const Arm arm : both_arms) found.variance[arm] += before[arm] * (value[arm] - found.mean[arm]);
        found.covariance += before.control * (value.treatment - found.mean.treatment);
        const double difference = value.treatment - value.control - found.difference.value;
        found.difference.value += difference / n;
        squares += difference * (value.treatment - value.control - found.difference.value);
    }
    const double scale = n * (n - 1);
    for (const Arm arm : both_arms) found.variance[arm] /= scale;
    found.covariance /= scale;
    found.difference.mcse = std::sqrt(squares / scale);
    return found;
}

/// f(mean in the treatment arm) - f(mean in the control arm), its MCSE by the delta method; exactly 0 if the arms are the same.
/// @param slope  the derivative of f
template <class Function, class Slope>
McEstimate difference_of(const ArmMeans& means, const Function& f, const Slope& slope) {
    if (means.difference.value == 0.0 && means.difference.mcse == 0.0) return {0.0, 0.0};
    const double a = slope(means.mean.treatment);
    const double b = slope(means.mean.control);
    const double variance = a * a * means.variance.treatment + b * b * means.variance.control - 2 * a * b * means.covariance;
    return {f(means.mean.treatment) - f(means.mean.control), std::sqrt(std::max(variance, 0.0))};
}

/// The logarithm of the odds ratio of two shares.
inline Truth log_odds_ratio(const ArmMeans& shares) {
    for (const Arm arm : both_arms) {
        if (!(shares.mean[arm] > 0 && shares.mean[arm] < 1)) return {.reason = "in one of the arms nobody responds, or everybody does"};
    }
    return {.value = difference_of(shares, [](double p) { return std::log(p / (1 - p)); }, [](double p) { return 1 / (p * (1 - p)); })};
}

/// The logarithm of the ratio of two means.
inline Truth log_ratio(const ArmMeans& means) {
    for (const Arm arm : both_arms) {
        if (!(means.mean[arm] > 0)) return {.reason = "a mean that is not above 0 has no ratio"};
    }
    return {.value = difference_of(means, [](double m) { return std::log(m); }, [](double m) { return 1 / m; })};
}

namespace detail {

/// The scores of some of the participants in an arm, boosters at their share.
inline WeightedValues scores_in_arm(const PotentialScores& of, Arm arm, std::size_t first, std::size_t last) {
    std::vector<WeightedValues::Value> values;
    values.reserve((last - first) * (of.has_boosters() ? 2 : 1));
    for (const bool booster : {false, true}) {
        if (booster && !of.has_boosters()) continue;
        const double weight = !of.has_boosters() ? 1.0 : booster ? of.booster_share : 1 - of.booster_share;
        const std::vector<double>& scores = of.scores[Cell{arm, booster}.index()];
        for (std::size_t i = first; i < last; ++i) values.push_back({scores[i], weight});
    }
    return WeightedValues(std::move(values));
}

/// A functional of the distributions in both arms, with the standard error of its values in equal parts of the participants, over the root of
/// their number.
/// @param functional  (treatment, control) -> a number
template <class Functional>
McEstimate by_batches(const PotentialScores& of, const Functional& functional) {
    const auto value = [&](std::size_t first, std::size_t last) {
        return functional(scores_in_arm(of, Arm::treatment, first, last), scores_in_arm(of, Arm::control, first, last));
    };
    double mean = 0;
    double squares = 0;
    for (std::size_t b = 0; b < truth_batches; ++b) {
        const double one = value(b * of.participants() / truth_batches, (b + 1) * of.participants() / truth_batches);
        const double before = one - mean;
        mean += before / static_cast<double>(b + 1);
        squares += before * (one - mean);
    }
    constexpr auto batches = static_cast<double>(truth_batches);
    return {value(0, of.participants()), std::sqrt(squares / (batches * (batches - 1)))};
}

/// Mean and variance of a distribution, in two passes.
struct Spread {
    double mean = 0;
    double variance = 0;
};

inline Spread spread(const WeightedValues& values) {
    const double origin = values.values().front().value;
    Spread found;
    for (const auto& [value, weight] : values.values()) found.mean += weight * (value - origin) / values.total();
    for (const auto& [value, weight] : values.values()) found.variance += weight * (value - origin - found.mean) * (value - origin - found.mean) / values.total();
    found.mean += origin;
    return found;
}

}  // namespace detail

/// The median of the difference between a participant of the treatment arm and one of the control arm. On a scale with steps all batches may
/// agree, and the MCSE is then 0: the median does not move unless a probability crosses 1/2.
inline McEstimate simulated_median_difference(const PotentialScores& of) { return detail::by_batches(of, median_difference_of); }

/// The difference in means over the SD within arms, whose variances count by the share of participants that the allocation gives each arm.
inline McEstimate simulated_standardised_difference(const PotentialScores& of, const PerArm<double>& share) {
    return detail::by_batches(of, [&](const WeightedValues& treatment, const WeightedValues& control) {
        const detail::Spread t = detail::spread(treatment);
        const detail::Spread c = detail::spread(control);
        return t.mean == c.mean ? 0.0 : (t.mean - c.mean) / std::sqrt(share.treatment * t.variance + share.control * c.variance);
    });
}

}  // namespace equipoise
