#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace equipoise {

/// How an estimand treats discontinuation of the allocated treatment, an intercurrent event (ICH E9(R1)). Everyone counts in the arm to
/// which they were allocated.
enum class Strategy {
    treatment_policy,   ///< whatever happened: the outcome as it is, on treatment or off
    hypothetical,       ///< as it would have been had nobody discontinued
    composite,          ///< discontinuing is a part of the outcome: whoever did has `Estimand::composite_score` from then on
    while_on_treatment  ///< as it was at the last visit on treatment
};

inline constexpr std::array<Strategy, 4> all_strategies{Strategy::treatment_policy, Strategy::hypothetical, Strategy::composite,
                                                        Strategy::while_on_treatment};

/// The name of a strategy, as in every input and output.
constexpr std::string_view to_string(Strategy strategy) {
    constexpr std::array<std::string_view, 4> names{"treatment_policy", "hypothetical", "composite", "while_on_treatment"};
    return names[static_cast<std::size_t>(strategy)];
}

/// What the trial wants to know: the difference in mean outcome at a visit, treatment minus control, in outcome units,
/// among all who are eligible, whether or not they are later seen.
struct Estimand {
    std::size_t visit = 0;  ///< 1 to the last visit; 0: the last visit
    Strategy strategy = Strategy::treatment_policy;
    std::optional<double> composite_score{};  ///< of one who discontinued [outcome units]; nothing: their baseline score, no improvement
};

/// The contrasts that estimands are of: between the arms, whatever the boosters;
inline const std::string treatment_minus_control = "treatment_minus_control";
/// between those allocated to boosters and those not, the arms having equal weight;
inline const std::string booster_minus_none = "booster_minus_none";
/// and how much more boosters do in the treatment arm than in the control arm.
inline const std::string booster_by_arm = "booster_by_arm";

/// Other quantities that analyses estimate. The mean outcome in an arm [outcome units];
inline const std::string control_mean = "control_mean";
inline const std::string treatment_mean = "treatment_mean";
/// all treatment effects of a joint test at once, which has no estimate of its own;
inline const std::string joint_effect = "joint_effect";
/// all differences between treatment effects at several visits, likewise;
inline const std::string effect_by_visit = "effect_by_visit";
/// the median of the differences between a participant of the treatment arm and one of the control arm [outcome units];
inline const std::string median_difference = "median_difference";
/// the difference in means in units of the standard deviation within arms;
inline const std::string standardised_mean_difference = "standardised_mean_difference";
/// the share of responders, treatment minus control, among all participants;
inline const std::string risk_difference = "risk_difference";
/// the logarithm of the ratio of the odds of responding, of all participants (marginal) or at the same covariates (conditional);
inline const std::string marginal_log_odds_ratio = "marginal_log_odds_ratio";
inline const std::string conditional_log_odds_ratio = "conditional_log_odds_ratio";
/// the logarithm of the ratio of the odds of a higher level, the same for every level (proportional odds), at the same covariates;
inline const std::string log_cumulative_odds_ratio = "log_cumulative_odds_ratio";
/// and the logarithm of the ratio of mean counts.
inline const std::string log_rate_ratio = "log_rate_ratio";

}  // namespace equipoise
