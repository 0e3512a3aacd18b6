#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/data/trial_data.hpp>

namespace equipoise {

/// What is known of a covariate before any participant is seen.
struct CovariateShape {
    std::string name;
    std::vector<std::string> levels{};  ///< of a factor, in sorted order (the first is the reference); empty if numeric

    friend bool operator==(const CovariateShape&, const CovariateShape&) = default;
};

/// What all replicates of a trial share: everything that an analysis has to know before it is given data.
struct TrialShape {
    std::vector<std::string> visits;             ///< labels, the baseline first
    std::vector<std::string> outcomes;           ///< names, the primary outcome first
    std::vector<CovariateShape> covariates{};    ///< in the order of the columns of `TrialData`
    bool has_baseline = true;                    ///< false: visit 0 was not measured and is missing for everyone
    std::vector<std::string> without_baseline{}; ///< names of outcomes that are not measured at visit 0, though others are
    bool has_therapists = false;                 ///< whether `TrialData::therapist` says who treated whom
    bool has_boosters = false;                   ///< whether a part of each arm is allocated to booster sessions
    std::vector<double> weeks{};                 ///< scheduled, of the visits, the baseline first; empty if unknown

    std::size_t post_baseline() const { return visits.empty() ? 0 : visits.size() - 1; }

    /// The outcome of that name; the primary one if the name is empty; nothing if there is no such outcome.
    std::optional<std::size_t> outcome(std::string_view name) const {
        if (name.empty()) return outcomes.empty() ? std::nullopt : std::optional<std::size_t>{0};
        const auto found = std::find(outcomes.begin(), outcomes.end(), name);
        if (found == outcomes.end()) return std::nullopt;
        return static_cast<std::size_t>(found - outcomes.begin());
    }

    /// Whether an outcome (by its index) is measured at visit 0.
    bool baseline_of(std::size_t outcome) const {
        return has_baseline && std::find(without_baseline.begin(), without_baseline.end(), outcomes[outcome]) == without_baseline.end();
    }

    /// The covariate of that name, as an index; nothing if there is no such covariate.
    std::optional<std::size_t> covariate(std::string_view name) const {
        const auto found = std::find_if(covariates.begin(), covariates.end(), [name](const CovariateShape& c) { return c.name == name; });
        if (found == covariates.end()) return std::nullopt;
        return static_cast<std::size_t>(found - covariates.begin());
    }

    friend bool operator==(const TrialShape&, const TrialShape&) = default;
};

/// The shape of a data set that was not simulated. Visits are labelled "baseline", "visit 1", ...
///
/// @verified tests/data/trial_shape_test.cpp
inline TrialShape shape_of(const TrialData& data) {
    TrialShape shape{.visits = {"baseline"}, .outcomes = {}};
    std::size_t visits = 1;
    bool seen = false;
    for (const OutcomeColumns& outcome : data.outcomes) {
        shape.outcomes.push_back(outcome.name);
        visits = std::max(visits, outcome.visits);
        const auto end = outcome.scores.begin() + static_cast<std::ptrdiff_t>(std::min(data.participants(), outcome.scores.size()));
        const bool here = std::any_of(outcome.scores.begin(), end, [](double score) { return score == score; });
        if (!here) shape.without_baseline.push_back(outcome.name);
        seen = seen || here;
    }
    if (!seen) shape.without_baseline.clear();
    for (std::size_t visit = 1; visit < visits; ++visit) shape.visits.push_back("visit " + std::to_string(visit));
    for (const CovariateColumn& covariate : data.covariates) shape.covariates.push_back({covariate.name, covariate.levels});
    shape.has_baseline = seen;
    shape.has_therapists = !data.therapist.empty();
    shape.has_boosters = std::any_of(data.booster.begin(), data.booster.end(), [](std::uint8_t booster) { return booster != 0; });
    return shape;
}

}  // namespace equipoise
