#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/mechanism/secondary_calibration.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>
#include <equipoise/mechanism/secondary_outcome_faults.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/name_hash.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A secondary outcome solved and ready to draw participants.
///
/// Its own normals come from the stream {Layer::secondary_outcome, hash of its name} of the participant, so that adding an outcome, or leaving
/// one out, changes no other value.
/// @verified tests/mechanism/prepared_secondary_outcome_test.cpp
class PreparedSecondaryOutcome {
public:
    /// @param calibration  without faults
    PreparedSecondaryOutcome(const SecondaryOutcome& outcome, SecondaryCalibration calibration)
        : name_(outcome.name), item_(name_hash(outcome.name)), first_(first_visit(outcome)), cells_(std::move(calibration.cells)) {
        if (const auto* numeric = std::get_if<NumericScore>(&outcome.kind)) record_.emplace(numeric->scale);
        yes_or_no_ = std::holds_alternative<BinaryProportion>(outcome.kind);
    }

    const std::string& name() const { return name_; }
    bool measured_at_baseline() const { return first_ == 0; }

    /// One participant's values, had they been allocated to a cell: a score, the number of a level from 0, 0 or 1, or a number of events;
    /// `missing` at the baseline if it is not measured there.
    ///
    /// @param primary  the normals behind their primary outcome; of no account if that is a user's own model
    /// @complexity     O(visits^2); allocates nothing
    Trajectory operator()(Cell cell, const OutcomeNormals& primary, const StudyKey& key, std::uint64_t replicate, std::uint64_t participant) const {
        Stream chance(key, replicate, {Layer::secondary_outcome, item_}, participant);
        OutcomeNormals own{};
        Trajectory values{};
        if (first_ > 0) values[0] = missing;
        const std::vector<SecondaryVisit>& visits = cells_[cell.index()];
        for (std::size_t k = 0; k < visits.size(); ++k) {
            own[k] = standard_normal(chance);
            double latent = 0;
            for (std::size_t j = 0; j < visits[k].on_primary.size(); ++j) latent += visits[k].on_primary[j] * primary[j];
            for (std::size_t j = 0; j < visits[k].on_own.size(); ++j) latent += visits[k].on_own[j] * own[j];
            values[first_ + k] = value(visits[k], latent);
        }
        return values;
    }

    /// True mean of the value at a visit among those eligible; `missing` if it is not measured there.
    double mean_score(Arm arm, std::size_t visit) const { return visit < first_ ? missing : visits(arm)[visit - first_].score.mean; }

    /// True SD of the value at a visit among those eligible; `missing` if it is not measured there.
    double sd_score(Arm arm, std::size_t visit) const { return visit < first_ ? missing : visits(arm)[visit - first_].score.sd; }

    /// Whether the values at a visit are made in the same way in both arms; also if it is not measured there.
    bool same_in_both_arms(std::size_t visit) const {
        if (visit < first_) return true;
        const SecondaryVisit& a = visits(Arm::control)[visit - first_];
        const SecondaryVisit& b = visits(Arm::treatment)[visit - first_];
        return a.on_primary == b.on_primary && a.on_own == b.on_own && a.normal.mean == b.normal.mean && a.normal.sd == b.normal.sd && a.thresholds == b.thresholds;
    }

    /// Whether the only values are 1 (yes) and 0 (no).
    bool yes_or_no() const { return yes_or_no_; }

    /// What is behind the values of a cell, visit by visit measured.
    const std::vector<SecondaryVisit>& latent(Cell cell) const { return cells_[cell.index()]; }

private:
    const std::vector<SecondaryVisit>& visits(Arm arm) const { return cells_[Cell{arm, false}.index()]; }

    double value(const SecondaryVisit& visit, double latent) const {
        if (record_) return (*record_)(visit.normal.mean + visit.normal.sd * latent);
        const auto above = std::lower_bound(visit.thresholds.begin(), visit.thresholds.end(), latent);
        return static_cast<double>(above - visit.thresholds.begin());
    }

    std::string name_;
    std::uint32_t item_;
    std::size_t first_;
    bool yes_or_no_ = false;
    std::optional<Recorder> record_{};
    std::array<std::vector<SecondaryVisit>, cell_count> cells_;
};

/// Solves secondary outcomes once, before their replicates.
///
/// @param outcomes  without faults (see `faults`)
/// @param primary   prepared with the same design, and with the share of the variance that therapists take
/// @throws          InvalidScenario with every moment that cannot be had and every contradiction of correlations
/// @complexity      some milliseconds to some tens of them for each. @verified tests/mechanism/prepared_secondary_outcome_test.cpp
inline std::vector<PreparedSecondaryOutcome> prepare(const std::vector<SecondaryOutcome>& outcomes, const PreparedOutcome& primary, const Design& design) {
    std::vector<PreparedSecondaryOutcome> prepared;
    std::vector<Fault> found;
    for (std::size_t k = 0; k < outcomes.size(); ++k) {
        SecondaryCalibration calibration = calibrate_secondary(outcomes[k], detail::secondary_at(k), primary, design);
        for (Fault& fault : calibration.faults) found.push_back(std::move(fault));
        if (found.empty()) prepared.emplace_back(outcomes[k], std::move(calibration));
    }
    if (!found.empty()) throw InvalidScenario(std::move(found));
    return prepared;
}

}  // namespace equipoise
