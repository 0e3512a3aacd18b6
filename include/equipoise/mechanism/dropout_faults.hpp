#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/dropout.hpp>
#include <equipoise/mechanism/plain_number.hpp>

namespace equipoise {

namespace detail {

inline const std::string dropout_at = "/mechanism/dropout";

inline double arm_size(const Design& design, Arm arm) {
    if (const auto* fixed = std::get_if<FixedArmSizes>(&design.allocation)) {
        return static_cast<double>(arm == Arm::control ? fixed->control : fixed->treatment);
    }
    return static_cast<double>(design.participants) * share_of(design.allocation, arm);
}

/// Rates in [0, 1) that leave at least two participants of an arm to be seen at the last visit.
inline void check_rates(const std::vector<double>& leaving, const std::string& at, double participants, std::vector<Fault>& found) {
    double remaining = participants;
    for (std::size_t v = 0; v < leaving.size(); ++v) {
        if (!(leaving[v] >= 0 && leaving[v] < 1)) {
            found.push_back({at + "/" + std::to_string(v), "must be a probability of at least 0 and below 1, but is " + plain_number(leaving[v])});
            return;
        }
        remaining *= 1 - leaving[v];
    }
    if (remaining < 2) {
        found.push_back({at, "must leave at least 2 participants of the arm to be seen at the last visit, but of " + plain_number(participants) +
                                 " participants only " + plain_number(remaining) + " are expected to remain"});
    }
}

inline std::vector<Fault> rate_faults(const PerArm<std::vector<double>>& leaving, const Design& design) {
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        const std::string at = dropout_at + "/leaving/" + (arm == Arm::control ? "control" : "treatment");
        if (leaving[arm].size() != design.visits.post_baseline()) {
            found.push_back({at, "must hold one share for each of the " + std::to_string(design.visits.post_baseline()) +
                                     " post-baseline visits, but holds " + std::to_string(leaving[arm].size())});
        }
        check_rates(leaving[arm], at, arm_size(design, arm), found);
    }
    return found;
}

/// @param missing  LogisticDropout or IntermittentMissing   @param at  its place in a scenario
template <class Logistic>
void check_log_odds(const Logistic& missing, const std::string& at, std::vector<Fault>& found) {
    const std::pair<const char*, PerArm<double>> slopes[] = {{"/log_odds_per_sd/last_score", missing.last_score},
                                                             {"/log_odds_per_sd/change", missing.change},
                                                             {"/log_odds_per_sd/missed_score", missing.missed_score},
                                                             {"/log_odds_adverse_event", missing.adverse_event}};
    for (const auto& [key, slope] : slopes) {
        for (const Arm arm : both_arms) {
            if (std::isfinite(slope[arm])) continue;
            found.push_back({at + key, "must be a finite number, but is " + plain_number(slope[arm]) + " in the " +
                                           (arm == Arm::control ? "control arm" : "treatment arm")});
        }
    }
}

}  // namespace detail

/// What is wrong with dropout at a constant rate.
/// @param design  without faults   @verified tests/mechanism/any_dropout_test.cpp
inline std::vector<Fault> faults(const ConstantDropout& dropout, const Design& design) {
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        const std::string at = detail::dropout_at + "/per_visit/" + (arm == Arm::control ? "control" : "treatment");
        const double rate = dropout.per_visit[arm];
        if (!(rate >= 0 && rate < 1)) {
            found.push_back({at, "must be a probability of at least 0 and below 1, but is " + detail::plain_number(rate)});
        } else {
            detail::check_rates(std::vector<double>(design.visits.post_baseline(), rate), at, detail::arm_size(design, arm), found);
        }
    }
    return found;
}

/// What is wrong with completely random dropout.
inline std::vector<Fault> faults(const DropoutCompletelyAtRandom& dropout, const Design& design) { return detail::rate_faults(dropout.leaving, design); }

/// What is wrong with logistic dropout and can be told without calibrating it.
inline std::vector<Fault> faults(const LogisticDropout& dropout, const Design& design) {
    std::vector<Fault> found = detail::rate_faults(dropout.leaving, design);
    detail::check_log_odds(dropout, detail::dropout_at, found);
    return found;
}

}  // namespace equipoise
