#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/design/allocation_faults.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>

namespace equipoise {

namespace detail {

inline void check_visits(const Visits& visits, std::vector<Fault>& found) {
    const std::string at = "/design/visits";
    if (visits.count() < 2 || visits.count() > max_visits) {
        found.push_back({at + "/weeks", "must hold from 2 to " + std::to_string(max_visits) + " visits, the baseline first, but holds " +
                                            std::to_string(visits.count())});
    }
    for (std::size_t v = 0; v < visits.count(); ++v) {
        if (!std::isfinite(visits.weeks[v]) || (v > 0 && !(visits.weeks[v] > visits.weeks[v - 1]))) {
            found.push_back({at + "/weeks/" + std::to_string(v), "must be a number of weeks later than the visit before it"});
        }
    }
    if (!visits.labels.empty() && visits.labels.size() != visits.count()) {
        found.push_back({at + "/labels", "must name each of the " + std::to_string(visits.count()) + " visits, but names " +
                                             std::to_string(visits.labels.size())});
    }
    for (std::size_t v = 0; v < visits.labels.size(); ++v) {
        const std::string here = at + "/labels/" + std::to_string(v);
        if (visits.labels[v].empty()) found.push_back({here, "must be a name, but is empty"});
        for (std::size_t u = 0; u < v; ++u) {
            if (visits.labels[u] == visits.labels[v]) found.push_back({here, "must differ from the other labels, but \"" + visits.labels[v] + "\" comes twice"});
        }
    }
}

inline void check_windows(const Visits& visits, std::vector<Fault>& found) {
    const std::vector<double>& windows = visits.window_weeks;
    const std::string at = "/design/visits/window_weeks";
    if (windows.empty()) return;
    if (windows.size() != visits.count()) {
        found.push_back({at, "must hold a number for each of the " + std::to_string(visits.count()) + " visits, but holds " + std::to_string(windows.size())});
        return;
    }
    for (std::size_t v = 0; v < windows.size(); ++v) {
        const std::string here = at + "/" + std::to_string(v);
        if (!(windows[v] >= 0 && std::isfinite(windows[v]))) {
            found.push_back({here, "must be a number of weeks of at least 0, but is " + plain_number(windows[v])});
        } else if (v == 0 && windows[v] > 0) {
            found.push_back({here, "must be 0, since the baseline is on the day of randomisation, but is " + plain_number(windows[v])});
        } else if (v > 0 && visits.weeks[v - 1] + windows[v - 1] > visits.weeks[v] - windows[v]) {
            found.push_back({here, "must leave the windows of neighbouring visits apart, but week " + plain_number(visits.weeks[v - 1]) + " + " +
                                       plain_number(windows[v - 1]) + " is after week " + plain_number(visits.weeks[v]) + " - " + plain_number(windows[v])});
        }
    }
}

inline void check_boosters(const Design& design, std::vector<Fault>& found) {
    if (!design.boosters) return;
    if (!(design.boosters->share > 0 && design.boosters->share < 1)) {
        found.push_back({"/design/boosters/share", "must be a share of each arm between 0 and 1", "leave `boosters` out if nobody has them"});
    }
    if (design.boosters->told_after_visit >= design.visits.post_baseline()) {
        found.push_back({"/design/boosters/told_after_visit", "must be a visit before the last, since boosters act on later visits only"});
    }
}

inline void check_estimand(const Design& design, std::vector<Fault>& found) {
    const Estimand& estimand = design.estimand;
    const std::size_t last = design.visits.post_baseline();
    if (estimand.visit > last) {
        found.push_back({"/design/estimand/visit", "must be a visit from 1 to " + std::to_string(last) + ", but is " + std::to_string(estimand.visit)});
    }
    if (!estimand.composite_score) return;
    const std::string at = "/design/estimand/composite_score";
    if (estimand.strategy != Strategy::composite) {
        found.push_back({at, "belongs to the strategy \"composite\", but the strategy here is \"" + std::string(to_string(estimand.strategy)) + "\"",
                         "remove it, or change the strategy"});
    }
    if (!std::isfinite(*estimand.composite_score)) {
        found.push_back({at, "must be a finite number, but is " + plain_number(*estimand.composite_score)});
    }
}

inline void check_recruitment(const Design& design, std::vector<Fault>& found) {
    if (!design.recruitment) return;
    const double rate = design.recruitment->per_month;
    if (rate > 0 && rate <= 10'000) return;
    found.push_back({"/design/recruitment/rate_per_month", "must be a number above 0 and at most 10,000, but is " + plain_number(rate)});
}

}  // namespace detail

/// Everything that is wrong with a design; empty if it can be run.
///
/// @returns faults whose pointers are those of a scenario file ("/design/..."). @complexity O(visits^2).
/// @verified tests/design/validate_test.cpp
inline std::vector<Fault> faults(const Design& design) {
    std::vector<Fault> found;
    if (design.participants < 2 || design.participants > max_participants) {
        found.push_back({"/design/participants", "must be a whole number from 2 to 1,000,000, but is " + std::to_string(design.participants)});
    }
    if (design.arms.control.empty()) found.push_back({"/design/arms/control", "must be a name, but is empty"});
    if (design.arms.treatment.empty()) found.push_back({"/design/arms/treatment", "must be a name, but is empty"});
    if (!design.arms.control.empty() && design.arms.control == design.arms.treatment) {
        found.push_back({"/design/arms", "must give the arms two names, but both are \"" + design.arms.control + "\""});
    }
    detail::check_visits(design.visits, found);
    detail::check_windows(design.visits, found);
    detail::check_allocation(design, found);
    detail::check_boosters(design, found);
    detail::check_estimand(design, found);
    detail::check_recruitment(design, found);
    return found;
}

}  // namespace equipoise
