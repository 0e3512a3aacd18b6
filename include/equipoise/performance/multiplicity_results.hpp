#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/performance/clopper_pearson.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/multiplicity_sums.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// The share of usable replicates in which something was shown, and the shares of all replicates had it been so in every failed one, or in none.
struct EventRate {
    std::optional<McProportion> share{};
    std::string reason{};  ///< why there is none
    double if_failures_reject = 0.0;
    double if_failures_do_not = 0.0;
};

/// One hypothesis of a procedure.
struct TestedHypothesis {
    std::size_t row = 0;           ///< index into the operating characteristics
    std::optional<bool> holds{};   ///< whether what is tested is so; none: not known
    EventRate rejection_rate{};    ///< by the procedure
};

/// How a procedure performs over the replicates.
///
/// @source Bretz, Hothorn & Westfall (2011), Multiple comparisons using R, section 2.1.1 (familywise error) and Senn & Bretz (2007), Pharmaceutical
///         Statistics 6:161 (disjunctive and conjunctive power).
struct MultiplicityResult {
    std::string name;
    std::string procedure;
    double alpha = 0.05;             ///< familywise, two-sided
    std::uint64_t requested = 0;     ///< replicates
    std::uint64_t usable = 0;        ///< in which the analysis of every hypothesis is
    std::uint64_t failed = 0;
    std::vector<TestedHypothesis> hypotheses{};
    EventRate disjunctive_power{};   ///< at least one hypothesis that holds is shown
    EventRate conjunctive_power{};   ///< every hypothesis that holds is shown
    EventRate familywise_error{};    ///< at least one hypothesis that does not hold is shown
    Measure expected_rejections{};   ///< mean number
};

namespace detail {

inline EventRate event_rate(std::uint64_t count, const MultiplicitySums& sums) {
    EventRate found;
    if (sums.replicates == 0) return {.reason = "no replicate is usable"};
    const auto all = static_cast<double>(sums.replicates);
    found.if_failures_do_not = static_cast<double>(count) / all;
    found.if_failures_reject = static_cast<double>(count + sums.replicates - sums.usable) / all;
    if (sums.usable == 0) found.reason = "no replicate is usable";
    if (sums.usable > 0) found.share = mc_proportion(count, sums.usable);
    return found;
}

inline Measure expected_rejections(const PowerSums2& rejections) {
    if (rejections.count < 2) return {.estimate{}, .reason = rejections.count == 0 ? "no replicate is usable" : "only one replicate is usable"};
    const auto n = static_cast<double>(rejections.count);
    return {.estimate = McEstimate{rejections.mean, std::sqrt(rejections.m2 / (n * (n - 1)))}};
}

}  // namespace detail

/// The operating characteristics of a procedure.
///
/// Power is of the hypotheses that hold, the familywise error of those that do not; where it is not known of one of them whether it holds, none of the
/// three is given, and the rejection rates are.
/// @returns    every rate with its MCSE and exact interval, or the reason why it does not exist   @complexity O(hypotheses).
/// @verified   tests/performance/multiplicity_sums_test.cpp
inline MultiplicityResult multiplicity_result(const PreparedTesting& testing, const MultiplicitySums& sums) {
    MultiplicityResult found{.name = testing.name,
                             .procedure = std::string(method_of(testing.procedure)),
                             .alpha = testing.alpha,
                             .requested = sums.replicates,
                             .usable = sums.usable,
                             .failed = sums.replicates - sums.usable};
    for (std::size_t i = 0; i < testing.rows.size(); ++i) {
        found.hypotheses.push_back({.row = testing.rows[i], .holds = testing.holds[i], .rejection_rate = detail::event_rate(sums.rejected[i], sums)});
    }
    found.expected_rejections = detail::expected_rejections(sums.rejections);
    const auto any = [&](std::optional<bool> wanted) { return std::find(testing.holds.begin(), testing.holds.end(), wanted) != testing.holds.end(); };
    if (any(std::nullopt)) {
        found.disjunctive_power.reason = found.conjunctive_power.reason = found.familywise_error.reason =
            "of one hypothesis or more it is not known whether it holds";
        return found;
    }
    found.disjunctive_power = any(true) ? detail::event_rate(sums.some_that_holds, sums) : EventRate{.reason = "no hypothesis holds"};
    found.conjunctive_power = any(true) ? detail::event_rate(sums.all_that_hold, sums) : EventRate{.reason = "no hypothesis holds"};
    found.familywise_error = any(false) ? detail::event_rate(sums.some_that_does_not, sums) : EventRate{.reason = "every hypothesis holds"};
    return found;
}

}  // namespace equipoise
