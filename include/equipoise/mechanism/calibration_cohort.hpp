#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/history_source.hpp>
#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/missing_logit.hpp>

namespace equipoise::detail {

/// A cohort had all been allocated to one arm.
struct CalibrationCohort {
    std::vector<std::vector<double>> scores;         ///< visit by visit [outcome units]
    std::vector<std::uint8_t> adverse_event_visit;   ///< as in SimulatedHistory, max_visits if none

    std::size_t size() const { return adverse_event_visit.size(); }
};

inline CalibrationCohort simulated_cohort(const HistorySource& histories, std::size_t visits, Arm arm, std::uint64_t participants) {
    CalibrationCohort cohort{.scores = std::vector<std::vector<double>>(visits, std::vector<double>(participants)),
                             .adverse_event_visit = std::vector<std::uint8_t>(participants)};
    for (std::uint64_t i = 0; i < participants; ++i) {
        const SimulatedHistory one = histories(arm, i);
        for (std::size_t v = 0; v < visits; ++v) cohort.scores[v][i] = one.scores[v];
        cohort.adverse_event_visit[i] = static_cast<std::uint8_t>(one.adverse_event_visit < visits ? one.adverse_event_visit : max_visits);
    }
    return cohort;
}

inline double mean_of(const std::vector<double>& x) {
    double sum = 0;
    for (const double element : x) sum += element;
    return sum / static_cast<double>(x.size());
}

inline double variance_of(const std::vector<double>& x) {
    const double mean = mean_of(x);
    double sum = 0;
    for (const double element : x) sum += (element - mean) * (element - mean);
    return sum / static_cast<double>(x.size());
}

/// The SD of the scores at a visit within arms: exact where it has a closed form, else the cohort's.
inline double pooled_sd(const PreparedOutcome& outcome, const PerArm<CalibrationCohort>& cohort, std::size_t visit) {
    double variance = 0;
    for (const Arm arm : both_arms) {
        const std::optional<double> sd = outcome.sd_score({arm, false}, visit);
        variance += (sd ? *sd * *sd : variance_of(cohort[arm].scores[visit])) / 2;
    }
    return std::sqrt(variance);
}

/// The intercept at which the weighted mean probability is the stated share.
///
/// @param logit    of each participant, but for the intercept   @param weight  probability of being still in the trial
inline std::optional<double> intercept(const std::vector<double>& logit, const std::vector<double>& weight, double share) {
    const auto excess = [&](std::size_t participants) {
        return [&, participants](double a) {
            double total = 0;
            double leaving = 0;
            double slope = 0;
            for (std::size_t i = 0; i < participants; ++i) {
                const double p = logistic(a + logit[i]);
                total += weight[i];
                leaving += weight[i] * p;
                slope += weight[i] * p * (1 - p);
            }
            return ValueAndSlope{leaving / total - share, slope / total};
        };
    };
    const double even = portable::log(share / (1 - share));
    const auto rough = increasing_root(excess(1 + logit.size() / 16), -700, 700, even, 1e-9);  // a start from a part of the cohort
    const auto exact = increasing_root(excess(logit.size()), -700, 700, rough.value_or(even), 1e-9);
    if (!exact || std::abs(excess(logit.size())(*exact).value) > 1e-4) return std::nullopt;
    return exact;
}

}  // namespace equipoise::detail
