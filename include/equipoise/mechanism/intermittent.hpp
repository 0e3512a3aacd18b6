#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/dropout_faults.hpp>
#include <equipoise/mechanism/plain_number.hpp>

namespace equipoise {

/// Visits missed by participants who stay in the trial and may be seen again.
///
/// logit P(visit v missed | in the trial at v) = intercept(arm, v) + sum of slope x predictor / SD of the predictor, as in LogisticDropout.
/// The library solves the intercepts so that the stated shares miss each visit, whatever the slopes. Without slopes it is completely random;
/// with slopes on what was observed, at random; with one on `missed_score`, not at random.
struct IntermittentMissing {
    PerArm<std::vector<double>> missing;  ///< at each post-baseline visit: of those still in the trial, the share that misses it, in [0, 1)
    PerArm<double> last_score{};          ///< log odds per SD (of the scores at the visit before) of the last score seen, by arm
    PerArm<double> change{};              ///< log odds per SD (likewise) of the change from baseline to the last score seen
    PerArm<double> adverse_event{};       ///< log odds added for one who has had an adverse event by then
    PerArm<double> missed_score{};        ///< log odds per SD of the score that is missed
};

/// Whether missing a visit has to do with anything in an arm.
inline bool has_slopes(const IntermittentMissing& intermittent, Arm arm) {
    return intermittent.last_score[arm] != 0 || intermittent.change[arm] != 0 || intermittent.adverse_event[arm] != 0 || intermittent.missed_score[arm] != 0;
}

/// "mcar", "mar" or "mnar": the weakest of these assumptions that is sure to hold.
inline std::string_view mechanism(const IntermittentMissing& intermittent) {
    if (intermittent.missed_score != PerArm<double>{}) return "mnar";
    return has_slopes(intermittent, Arm::control) || has_slopes(intermittent, Arm::treatment) ? "mar" : "mcar";
}

/// What is wrong with intermittent missingness and can be told without calibrating it.
///
/// @param design  without faults   @verified tests/mechanism/intermittent_test.cpp
inline std::vector<Fault> faults(const IntermittentMissing& intermittent, const Design& design) {
    const std::string at = "/mechanism/intermittent";
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        const std::string here = at + "/missing/" + (arm == Arm::control ? "control" : "treatment");
        const std::vector<double>& shares = intermittent.missing[arm];
        if (shares.size() != design.visits.post_baseline()) {
            found.push_back({here, "must hold one share for each of the " + std::to_string(design.visits.post_baseline()) +
                                       " post-baseline visits, but holds " + std::to_string(shares.size())});
        }
        for (std::size_t v = 0; v < shares.size(); ++v) {
            const std::string place = here + "/" + std::to_string(v);
            const double participants = detail::arm_size(design, arm);
            if (!(shares[v] >= 0 && shares[v] < 1)) {
                found.push_back({place, "must be a probability of at least 0 and below 1, but is " + detail::plain_number(shares[v])});
            } else if (participants * (1 - shares[v]) < 2) {
                found.push_back({place, "must leave at least 2 participants of the arm to be seen at the visit, but of " + detail::plain_number(participants) +
                                            " participants only " + detail::plain_number(participants * (1 - shares[v])) + " are expected to be"});
            }
        }
    }
    detail::check_log_odds(intermittent, at, found);
    return found;
}

}  // namespace equipoise
