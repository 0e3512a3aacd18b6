#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// How boosters are delivered to those allocated to them, once they are told: they return for a first session or not; who returns needs no
/// more or has from 2 to `most_sessions`, each number as likely; each session adds to the latent outcome at the visits that follow.
/// Who has stopped the treatment before does not return.
struct BoosterDelivery {
    PerArm<double> first_return{.control = 1, .treatment = 1};  ///< of those allocated and on treatment, the share that has a first session
    double needs_more = 0;                 ///< of those who returned in the treatment arm, the share that needs more than one, in [0, 1)
    double odds_ratio = 1;                 ///< odds of needing more in the control arm over those in the treatment arm, > 0
    std::size_t most_sessions = 3;         ///< 2 to 100
    PerArm<double> effect_per_session{};   ///< [outcome units]
};

/// Of those who returned, the share that needs more than one session: that of the treatment arm and the odds ratio give the control arm's.
inline PerArm<double> needing_more(const BoosterDelivery& delivery) {
    const double odds = delivery.needs_more / (1 - delivery.needs_more) * delivery.odds_ratio;
    return {.control = odds / (1 + odds), .treatment = delivery.needs_more};
}

/// What is wrong with the delivery of boosters.
/// @param design  without faults   @verified tests/mechanism/booster_delivery_test.cpp
inline std::vector<Fault> faults(const BoosterDelivery& delivery, const Design& design) {
    const std::string at = "/mechanism/boosters";
    std::vector<Fault> found;
    if (!design.boosters) found.push_back({at, "must be left out where nobody is allocated to boosters", "state /design/boosters too"});
    for (const Arm arm : both_arms) {
        const double p = delivery.first_return[arm];
        if (!(p >= 0 && p <= 1)) {
            found.push_back({at + "/first_return/" + (arm == Arm::control ? "control" : "treatment"), "must be a probability from 0 to 1, but is " + detail::plain_number(p)});
        }
    }
    if (!(delivery.needs_more >= 0 && delivery.needs_more < 1)) found.push_back({at + "/needs_more", "must be a share of at least 0 and below 1, but is " + detail::plain_number(delivery.needs_more)});
    if (!(delivery.odds_ratio > 0 && delivery.odds_ratio < 1e12)) found.push_back({at + "/odds_ratio", "must be an odds ratio above 0, but is " + detail::plain_number(delivery.odds_ratio)});
    if (delivery.most_sessions < 2 || delivery.most_sessions > 100) found.push_back({at + "/most_sessions", "must be a whole number from 2 to 100, but is " + std::to_string(delivery.most_sessions)});
    return found;
}

/// The delivery of boosters, ready to be drawn.
///
/// @verified tests/mechanism/booster_delivery_test.cpp
class PreparedBoosters {
public:
    /// @param design  with boosters
    PreparedBoosters(const BoosterDelivery& delivery, const Design& design)
        : delivery_(delivery), needs_more_(needing_more(delivery)), first_visit_(design.boosters->told_after_visit + 1) {}

    /// How many sessions one who is allocated to boosters and still on treatment has.
    /// @param chance  a stream of Layer::booster; three numbers are used
    std::uint8_t attended(Arm arm, Stream chance) const {
        const double returns = uniform(chance);
        const double needs = uniform(chance);
        const std::size_t more = uniform_index(chance, delivery_.most_sessions - 1);
        if (!(returns < delivery_.first_return[arm])) return 0;
        return static_cast<std::uint8_t>(needs < needs_more_[arm] ? 2 + more : 1);
    }

    /// What the sessions add to the latent outcome at a visit [outcome units].
    double effect(Arm arm, std::size_t visit, std::uint8_t attended) const {
        return visit < first_visit_ ? 0.0 : delivery_.effect_per_session[arm] * static_cast<double>(attended);
    }

    /// The first visit after participants are told of their boosters.
    std::size_t first_visit() const { return first_visit_; }
    bool act() const { return delivery_.effect_per_session.control != 0 || delivery_.effect_per_session.treatment != 0; }

private:
    BoosterDelivery delivery_;
    PerArm<double> needs_more_;
    std::size_t first_visit_;
};

}  // namespace equipoise
