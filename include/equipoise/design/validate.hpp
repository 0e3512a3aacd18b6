#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

inline constexpr std::size_t max_participants = 1'000'000;

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

/// How many participants of a block of this size fall to each cell; negative where the size is not a whole number of each.
inline std::vector<long> block_counts(std::size_t size, double booster_share) {
    std::vector<long> counts;
    for (const Cell cell : all_cells) {
        const double exact = static_cast<double>(size) / 2 * (cell.booster ? booster_share : 1 - booster_share);
        const double whole = std::floor(exact + 0.5);
        counts.push_back(std::abs(exact - whole) < 1e-9 ? static_cast<long>(whole) : -1);
    }
    return counts;
}

inline void check_allocation(const Design& design, std::vector<Fault>& found) {
    const std::string at = "/design/allocation";
    if (const auto* fixed = std::get_if<FixedArmSizes>(&design.allocation)) {
        for (const Arm arm : both_arms) {
            const std::size_t size = arm == Arm::control ? fixed->control : fixed->treatment;
            if (size < 2) {
                found.push_back({at + (arm == Arm::control ? "/control" : "/treatment"),
                                 "must be at least 2, since an arm of fewer cannot be analysed, but is " + std::to_string(size)});
            }
        }
        if (fixed->control + fixed->treatment != design.participants) {
            found.push_back({at, "must add up to the " + std::to_string(design.participants) + " participants of the design, but " +
                                     std::to_string(fixed->control) + " + " + std::to_string(fixed->treatment) + " = " +
                                     std::to_string(fixed->control + fixed->treatment)});
        }
        return;
    }
    const auto& sizes = std::get<PermutedBlocks>(design.allocation).sizes;
    if (sizes.empty()) found.push_back({at + "/block_sizes", "must hold at least one block size, but is empty"});
    const double share = design.boosters ? design.boosters->share : 0.0;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        bool fits = sizes[k] >= 2 && sizes[k] <= max_participants;
        for (const long count : block_counts(sizes[k], share)) fits = fits && count >= 0;
        if (!fits) {
            found.push_back({at + "/block_sizes/" + std::to_string(k),
                             "must hold a whole number of participants of every cell (arm by booster), but is " + std::to_string(sizes[k]),
                             design.boosters ? "with half of each arm given boosters, use multiples of 4" : "use even sizes"});
        }
    }
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
    detail::check_allocation(design, found);
    const std::size_t last = design.visits.post_baseline();
    if (design.boosters) {
        if (!(design.boosters->share > 0 && design.boosters->share < 1)) {
            found.push_back({"/design/boosters/share", "must be a share of each arm between 0 and 1", "leave `boosters` out if nobody has them"});
        }
        if (design.boosters->told_after_visit >= last) {
            found.push_back({"/design/boosters/told_after_visit", "must be a visit before the last, since boosters act on later visits only"});
        }
    }
    if (design.estimand.visit > last) {
        found.push_back({"/design/estimand/visit", "must be a visit from 1 to " + std::to_string(last) + ", but is " + std::to_string(design.estimand.visit)});
    }
    return found;
}

}  // namespace equipoise
