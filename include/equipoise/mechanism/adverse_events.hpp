#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/data/adverse_event.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// The most kinds of adverse event that a trial may have.
inline constexpr std::size_t max_adverse_event_terms = 8;

/// One kind of adverse event, which a participant has once or not at all. Its onset is uniform over a span of weeks; it adds to the latent
/// outcome at the visits from onset until it has passed. None is serious.
struct AdverseEventModel {
    std::string term;                           ///< what it is called: "worsening low back pain"
    PerArm<double> probability{};               ///< of having it, of those followed to the end, in [0, 1]
    double from_week = 0;                       ///< earliest onset, since randomisation, >= 0
    std::optional<double> to_week{};            ///< latest onset; nothing: the last visit
    std::array<double, 3> severity{1, 0, 0};    ///< shares of mild, moderate and severe; they add up to 1
    std::array<double, 3> effect{0, 0, 0};      ///< on the outcome, if mild, moderate or severe [outcome units]
    double lasting_weeks = std::numeric_limits<double>::infinity();  ///< how long it acts, > 0
};

/// What is wrong with the kinds of adverse event.
/// @param design  without faults   @verified tests/mechanism/adverse_events_test.cpp
inline std::vector<Fault> faults(const std::vector<AdverseEventModel>& models, const Design& design) {
    std::vector<Fault> found;
    if (models.size() > max_adverse_event_terms) found.push_back({"/mechanism/adverse_events", "must hold at most 8 kinds of event, but holds " + std::to_string(models.size())});
    for (std::size_t k = 0; k < models.size(); ++k) {
        const AdverseEventModel& model = models[k];
        const std::string at = "/mechanism/adverse_events/" + std::to_string(k);
        if (model.term.empty()) found.push_back({at + "/term", "must be a name, but is empty"});
        for (std::size_t other = 0; other < k; ++other) {
            if (models[other].term == model.term) found.push_back({at + "/term", "must differ from the other terms, but \"" + model.term + "\" comes twice"});
        }
        for (const Arm arm : both_arms) {
            const double p = model.probability[arm];
            if (!(p >= 0 && p <= 1)) found.push_back({at + "/probability/" + (arm == Arm::control ? "control" : "treatment"), "must be a probability from 0 to 1, but is " + detail::plain_number(p)});
        }
        const double to = model.to_week.value_or(design.visits.weeks.back());
        if (!(model.from_week >= 0)) found.push_back({at + "/from_week", "must be a week of at least 0, but is " + detail::plain_number(model.from_week)});
        if (!(to > model.from_week)) found.push_back({at + "/to_week", "must be later than the earliest onset, but is " + detail::plain_number(to)});
        double sum = 0;
        bool shares = true;
        for (const double share : model.severity) {
            shares = shares && share >= 0 && share <= 1;
            sum += share;
        }
        if (!shares || !(std::abs(sum - 1) < 1e-9)) found.push_back({at + "/severity", "must be shares of mild, moderate and severe that add up to 1, but they add up to " + detail::plain_number(sum)});
        if (!(model.lasting_weeks > 0)) found.push_back({at + "/lasting_weeks", "must be a number of weeks above 0, but is " + detail::plain_number(model.lasting_weeks)});
    }
    return found;
}

/// The adverse events of one participant.
struct AdverseEvents {
    std::array<AdverseEvent, max_adverse_event_terms> events{};  ///< the first `count`, in the order of onset
    std::size_t count = 0;

    /// The week of the first, infinity if there is none.
    double first_week() const { return count == 0 ? std::numeric_limits<double>::infinity() : events[0].week; }
};

/// Adverse events ready to be drawn.
///
/// @verified tests/mechanism/adverse_events_test.cpp
class PreparedAdverseEvents {
public:
    PreparedAdverseEvents(std::vector<AdverseEventModel> models, const Design& design) : models_(std::move(models)), weeks_(design.visits.weeks) {
        for (AdverseEventModel& model : models_) model.to_week = model.to_week.value_or(weeks_.back());
    }

    /// What would befall a participant in an arm who stays to the end.
    ///
    /// @param chance  a stream of Layer::adverse_event; three numbers are used for each kind
    AdverseEvents operator()(Arm arm, std::size_t participant, Stream chance) const {
        AdverseEvents found;
        for (std::size_t k = 0; k < models_.size(); ++k) {
            const AdverseEventModel& model = models_[k];
            const double happens = uniform(chance);
            const double when = uniform(chance);
            const double how_bad = uniform(chance);
            if (!(happens < model.probability[arm])) continue;
            const Severity severity = how_bad < model.severity[0] ? Severity::mild : how_bad < model.severity[0] + model.severity[1] ? Severity::moderate : Severity::severe;
            const AdverseEvent event{static_cast<std::uint32_t>(participant), static_cast<std::uint32_t>(k), severity, model.from_week + when * (*model.to_week - model.from_week)};
            std::size_t place = found.count++;
            for (; place > 0 && found.events[place - 1].week > event.week; --place) found.events[place] = found.events[place - 1];
            found.events[place] = event;
        }
        return found;
    }

    /// What the events add to the latent outcome at a visit [outcome units].
    double effect(const AdverseEvents& events, std::size_t visit) const {
        double sum = 0;
        for (std::size_t e = 0; e < events.count; ++e) {
            const AdverseEvent& event = events.events[e];
            const AdverseEventModel& model = models_[event.term];
            const double since = weeks_[visit] - event.week;
            if (since >= 0 && since < model.lasting_weeks) sum += model.effect[static_cast<std::size_t>(event.severity)];
        }
        return sum;
    }

    /// The first visit at or after the first event; the number of visits if there is none.
    std::size_t first_visit_after(const AdverseEvents& events) const {
        std::size_t visit = 0;
        while (visit < weeks_.size() && !(weeks_[visit] >= events.first_week())) ++visit;
        return visit;
    }

    bool act() const {
        for (const AdverseEventModel& model : models_) {
            if (model.effect[0] != 0 || model.effect[1] != 0 || model.effect[2] != 0) return true;
        }
        return false;
    }

private:
    std::vector<AdverseEventModel> models_;
    std::vector<double> weeks_;
};

}  // namespace equipoise
