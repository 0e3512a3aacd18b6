#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/latent_calibration.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/repeated_measures_faults.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace equipoise {

/// RepeatedMeasures solved and ready to draw participants.
///
/// Latent baselines are drawn until one is recorded as eligible, as screening does; the later visits follow given it, each
/// mean + sd (row of the Cholesky factor) (standard normals), recorded on the scale. The baseline does not depend on the cell.
/// @verified tests/mechanism/prepared_repeated_measures_test.cpp
class PreparedRepeatedMeasures {
public:
    /// @param calibration  without faults
    PreparedRepeatedMeasures(const RepeatedMeasures& outcome, const LatentCalibration& calibration)
        : name_(outcome.name),
          record_(outcome.scale),
          eligible_score_(eligibility(outcome.scale, outcome.baseline_minimum).score),
          baseline_(calibration.baseline->latent),
          eligible_share_(calibration.baseline->share()),
          visits_(outcome.covariance.sd.size()),
          latent_(calibration.cells) {
        for (const Cell cell : all_cells) {
            add_rows(cell);
            add_moments(outcome.scale, *calibration.baseline, cell);
        }
    }

    /// One participant's scores, had they been allocated to a cell.
    ///
    /// @param chance  a stream of Layer::outcome
    /// @complexity    O(visits^2 + 1 / eligible share); allocates nothing
    Trajectory operator()(Cell cell, Stream& chance) const {
        Trajectory scores{};
        std::array<double, max_visits> normal;
        do {
            normal[0] = standard_normal(chance);
            scores[0] = record_(baseline_.mean + baseline_.sd * normal[0]);
        } while (scores[0] < eligible_score_);
        const double* row = rows_[cell.index()].data();
        for (std::size_t v = 1; v < visits_; ++v) {
            normal[v] = standard_normal(chance);
            double latent = *row++;
            for (std::size_t j = 0; j <= v; ++j) latent += *row++ * normal[j];
            scores[v] = record_(latent);
        }
        return scores;
    }

    const std::string& name() const { return name_; }
    std::size_t visits() const { return visits_; }

    /// Eligible, of all who are screened.
    double eligible_share() const { return eligible_share_; }

    /// The multivariate normal behind the scores of a cell.
    const LatentOutcome& latent(Cell cell) const { return latent_[cell.index()]; }

    /// True mean of the score at a visit among those eligible [outcome units].
    double mean_score(Cell cell, std::size_t visit) const { return moments_[cell.index()][visit].mean; }

    /// True SD of the score at a visit among those eligible [outcome units].
    double sd_score(Cell cell, std::size_t visit) const { return moments_[cell.index()][visit].sd; }

private:
    /// For each later visit its latent mean, then its row of the Cholesky factor times its SD.
    void add_rows(Cell cell) {
        const LatentOutcome& latent = latent_[cell.index()];
        const Eigen::MatrixXd factor = cholesky(latent.correlation).value();
        for (std::size_t v = 1; v < visits_; ++v) {
            rows_[cell.index()].push_back(latent.visits[v].mean);
            for (std::size_t j = 0; j <= v; ++j) {
                rows_[cell.index()].push_back(latent.visits[v].sd * factor(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(j)));
            }
        }
    }

    void add_moments(const Scale& scale, const EligibleBaseline& baseline, Cell cell) {
        const LatentOutcome& latent = latent_[cell.index()];
        moments_[cell.index()].push_back(baseline.score);
        for (std::size_t v = 1; v < visits_; ++v) {
            const VisitMoments m = visit_moments(scale, baseline, {latent.visits[v], latent.correlation(0, static_cast<Eigen::Index>(v))});
            moments_[cell.index()].push_back({m.mean, m.sd});
        }
    }

    std::string name_;
    Recorder record_;
    double eligible_score_;
    LatentNormal baseline_;
    double eligible_share_;
    std::size_t visits_;
    std::array<std::vector<double>, cell_count> rows_{};
    std::array<std::vector<ScoreMoments>, cell_count> moments_{};
    std::array<LatentOutcome, cell_count> latent_;
};

/// Solves an outcome once, before its replicates.
///
/// @param design      without faults
/// @throws            InvalidScenario with every fault, including moments that no latent normal gives and an eligible share below 1 in 1000
/// @complexity        about 10 ms for four visits on 51 scores. @verified tests/mechanism/prepared_repeated_measures_test.cpp
inline PreparedRepeatedMeasures prepare(const RepeatedMeasures& outcome, const Design& design) {
    if (std::vector<Fault> found = faults(outcome, design); !found.empty()) throw InvalidScenario(std::move(found));
    LatentCalibration calibration = outcome.moments == Moments::as_observed ? calibrate_latent(outcome) : latent_as_stated(outcome);
    if (calibration.baseline && !(calibration.baseline->share() >= least_eligible_share)) {
        calibration.faults.push_back({"/mechanism/outcome/baseline_minimum",
                                      "must leave at least 1 in 1000 of those screened eligible, but only a share of " +
                                          detail::plain_number(calibration.baseline->share()) + " reaches " + detail::plain_number(outcome.baseline_minimum)});
    }
    if (!calibration.faults.empty()) throw InvalidScenario(std::move(calibration.faults));
    return PreparedRepeatedMeasures(outcome, calibration);
}

}  // namespace equipoise
