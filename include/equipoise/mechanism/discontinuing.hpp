#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/data/discontinuation.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// What becomes of the outcome of one who stops the treatment early.
enum class Afterwards : std::uint8_t {
    keeps_benefit,     ///< nothing: the outcome is as it would have been
    loses_benefit,     ///< the mean returns to that of the baseline
    drifts_to_control  ///< the mean goes over to that of the control arm
};

/// Discontinuation of the allocated treatment, an intercurrent event. Before each visit after baseline one who is on treatment may stop:
///
/// 1. for an adverse event: if one has begun since the visit before, with probability `after_adverse_event`;
/// 2. for lack of efficacy: if the score at the visit before has changed from baseline by more than `change_above` (or less than
///    `change_below`), with probability `lack_of_efficacy`; the first visit after baseline has no change before it;
/// 3. for administrative reasons, with probability `administrative`.
///
/// They go on being followed, and whether they are is the dropout mechanism's business.
struct Discontinuing {
    PerArm<double> after_adverse_event{};          ///< in [0, 1]
    PerArm<double> lack_of_efficacy{};             ///< in [0, 1]
    std::optional<double> change_above{};          ///< from baseline [outcome units]; where lower is better
    std::optional<double> change_below{};          ///< from baseline [outcome units]; where higher is better
    PerArm<std::vector<double>> administrative{};  ///< before each visit after baseline, in [0, 1]; empty: nobody
    Afterwards afterwards = Afterwards::keeps_benefit;
    double drift_weeks = 0;                        ///< with drifts_to_control: after the last visit on treatment, until the mean is the control arm's; linear; >= 0
};

/// What is wrong with the discontinuation of treatment.
/// @param design  without faults   @param adverse_events  whether the scenario has any   @verified tests/mechanism/discontinuing_test.cpp
inline std::vector<Fault> faults(const Discontinuing& stated, const Design& design, bool adverse_events) {
    const std::string at = "/mechanism/discontinuation";
    std::vector<Fault> found;
    const auto probability = [&](double p, const std::string& where) {
        if (!(p >= 0 && p <= 1)) found.push_back({at + where, "must be a probability from 0 to 1, but is " + detail::plain_number(p)});
    };
    bool inefficacy = false;
    for (const Arm arm : both_arms) {
        const std::string name = arm == Arm::control ? "/control" : "/treatment";
        probability(stated.after_adverse_event[arm], "/after_adverse_event" + name);
        probability(stated.lack_of_efficacy[arm], "/lack_of_efficacy" + name);
        inefficacy = inefficacy || stated.lack_of_efficacy[arm] > 0;
        if (stated.after_adverse_event[arm] > 0 && !adverse_events) {
            found.push_back({at + "/after_adverse_event" + name, "must be 0 where the scenario has no adverse events", "state /mechanism/adverse_events too"});
        }
        const std::vector<double>& rates = stated.administrative[arm];
        if (!rates.empty() && rates.size() != design.visits.post_baseline()) {
            found.push_back({at + "/administrative" + name, "must hold one probability for each of the " + std::to_string(design.visits.post_baseline()) +
                                                                " post-baseline visits, but holds " + std::to_string(rates.size())});
        }
        for (std::size_t k = 0; k < rates.size(); ++k) probability(rates[k], "/administrative" + name + "/" + std::to_string(k));
    }
    if (stated.change_above && stated.change_below) found.push_back({at + "/change_below", "must be left out where change_above is stated: one of them says what lack of efficacy is"});
    if (inefficacy && !stated.change_above && !stated.change_below) {
        found.push_back({at + "/lack_of_efficacy", "must come with the change from baseline that is a lack of efficacy", "state change_above where lower scores are better, else change_below"});
    }
    if (!(stated.drift_weeks >= 0)) found.push_back({at + "/drift_weeks", "must be a number of weeks of at least 0, but is " + detail::plain_number(stated.drift_weeks)});
    return found;
}

/// What is known of a participant on treatment, on the way to a visit.
struct OnTreatment {
    Arm arm;
    std::size_t next_visit;         ///< 1 to the last
    double change;                  ///< from baseline to the visit before [outcome units]
    bool adverse_event;             ///< one has begun since the visit before
};

/// Discontinuation ready to be drawn.
///
/// @verified tests/mechanism/discontinuing_test.cpp
class PreparedDiscontinuing {
public:
    PreparedDiscontinuing(const Discontinuing& stated, const Design& design) : stated_(stated), weeks_(design.visits.weeks) {
        for (const Arm arm : both_arms) stated_.administrative[arm].resize(design.visits.post_baseline(), 0.0);
    }

    /// Whether, and why, one on treatment stops before the next visit; none: goes on.
    /// @param chance  a stream of Layer::discontinuation; three numbers are used for each visit
    DiscontinuationReason operator()(const OnTreatment& now, Stream& chance) const {
        const std::array<double, 3> u{uniform(chance), uniform(chance), uniform(chance)};
        if (now.adverse_event && u[0] < stated_.after_adverse_event[now.arm]) return DiscontinuationReason::adverse_event;
        if (now.next_visit > 1 && lacks_efficacy(now.change) && u[1] < stated_.lack_of_efficacy[now.arm]) return DiscontinuationReason::lack_of_efficacy;
        return u[2] < stated_.administrative[now.arm][now.next_visit - 1] ? DiscontinuationReason::administrative : DiscontinuationReason::none;
    }

    /// How far, from 0 to 1, the mean has gone over to where it goes.
    /// @param stopped  the first visit off treatment   @param visit  that one or later
    double gone_over(std::size_t stopped, std::size_t visit) const {
        if (stated_.afterwards == Afterwards::keeps_benefit) return 0;
        if (stated_.afterwards == Afterwards::loses_benefit || stated_.drift_weeks == 0) return 1;
        const double part = (weeks_[visit] - weeks_[stopped - 1]) / stated_.drift_weeks;
        return part < 1 ? part : 1;
    }

    Afterwards afterwards() const { return stated_.afterwards; }

private:
    bool lacks_efficacy(double change) const {
        return (stated_.change_above && change > *stated_.change_above) || (stated_.change_below && change < *stated_.change_below);
    }

    Discontinuing stated_;
    std::vector<double> weeks_;
};

}  // namespace equipoise
