#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
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

/// The correlations that are left when a therapist's effect, the same at every visit after baseline and none at baseline, takes its share of
/// the variance of each: (r - share) / (1 - share) between later visits, r / sqrt(1 - share) with the baseline.
inline Eigen::MatrixXd correlation_within_therapist(const Eigen::MatrixXd& correlation, double share) {
    if (share == 0) return correlation;
    Eigen::MatrixXd within = (correlation.array() - share).matrix() / (1 - share);
    within.row(0) = correlation.row(0) / std::sqrt(1 - share);
    within.col(0) = within.row(0).transpose();
    within.diagonal().setOnes();
    return within;
}

/// RepeatedMeasures solved and ready to draw participants.
///
/// Latent baselines are drawn until one is recorded as eligible, as screening does; the later visits follow given it, each
/// mean + sd (row of the Cholesky factor) (standard normals), recorded on the scale. The baseline does not depend on the cell.
/// @verified tests/mechanism/prepared_repeated_measures_test.cpp
class PreparedRepeatedMeasures {
public:
    /// @param calibration      without faults
    /// @param therapist_share  of the latent variance after baseline, by arm, such that what is left has a correlation matrix
    PreparedRepeatedMeasures(const RepeatedMeasures& outcome, const LatentCalibration& calibration, PerArm<double> therapist_share = {})
        : name_(outcome.name),
          scale_(outcome.scale),
          record_(outcome.scale),
          eligible_score_(eligibility(outcome.scale, outcome.baseline_minimum).score),
          baseline_(calibration.baseline->latent),
          baseline_cut_(calibration.baseline->cut()),
          eligible_share_(calibration.baseline->share()),
          visits_(outcome.covariance.sd.size()),
          therapist_share_(therapist_share),
          latent_(calibration.cells) {
        for (const Cell cell : all_cells) {
            add_rows(cell);
            add_moments(outcome.scale, *calibration.baseline, cell);
        }
    }

    /// The normals behind one participant's scores, whichever their cell.
    ///
    /// @param chance  a stream of Layer::outcome
    /// @complexity    O(visits + 1 / eligible share); allocates nothing
    OutcomeNormals normals(Stream& chance) const {
        OutcomeNormals normal{};
        do normal[0] = standard_normal(chance);
        while (record_(baseline_.mean + baseline_.sd * normal[0]) < eligible_score_);
        for (std::size_t v = 1; v < visits_; ++v) normal[v] = standard_normal(chance);
        return normal;
    }

    /// The latent value at a visit [outcome units]: mean + weights . normals, without what a therapist adds.
    double latent_value(Cell cell, std::size_t visit, const OutcomeNormals& normal) const {
        if (visit == 0) return baseline_.mean + baseline_.sd * normal[0];
        const double* row = rows_[cell.index()].data() + row_start(visit);
        double latent = *row++;
        for (std::size_t j = 0; j <= visit; ++j) latent += *row++ * normal[j];
        return latent;
    }

    /// The score at which a latent value is recorded.
    double score(double latent) const { return record_(latent); }

    /// One participant's scores, had they been allocated to a cell.
    ///
    /// @param chance  a stream of Layer::outcome
    /// @complexity    O(visits^2 + 1 / eligible share); allocates nothing
    Trajectory operator()(Cell cell, Stream& chance) const {
        const OutcomeNormals normal = normals(chance);
        Trajectory scores{};
        for (std::size_t v = 0; v < visits_; ++v) scores[v] = record_(latent_value(cell, v, normal));
        return scores;
    }

    /// What each normal adds to the latent value at a visit [outcome units per SD], the first visit + 1 of them. Their squares add up to the
    /// latent variance less the therapists' share of it.
    std::span<const double> weights(Cell cell, std::size_t visit) const {
        if (visit == 0) return {&baseline_.sd, 1};
        return std::span(rows_[cell.index()]).subspan(row_start(visit) + 1, visit + 1);
    }

    /// The SD of what therapists add to the latent value at a visit [outcome units].
    double therapist_sd(Cell cell, std::size_t visit) const {
        return visit == 0 ? 0.0 : latent_[cell.index()].visits[visit].sd * std::sqrt(therapist_share_[cell.arm]);
    }

    /// The lowest eligible latent baseline, standardised: normals()[0] is a standard normal above it. -infinity if all are eligible.
    double baseline_cut() const { return baseline_cut_; }

    const Scale& scale() const { return scale_; }
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
    /// Where a later visit's row begins: its latent mean, then its weights.
    static std::size_t row_start(std::size_t visit) { return (visit - 1) * (visit + 4) / 2; }

    /// For each later visit its latent mean, then its row of the Cholesky factor times the SD that therapists leave.
    void add_rows(Cell cell) {
        const LatentOutcome& latent = latent_[cell.index()];
        const double share = therapist_share_[cell.arm];
        const Eigen::MatrixXd factor = cholesky(correlation_within_therapist(latent.correlation, share)).value();
        for (std::size_t v = 1; v < visits_; ++v) {
            const double sd = share == 0 ? latent.visits[v].sd : latent.visits[v].sd * std::sqrt(1 - share);
            rows_[cell.index()].push_back(latent.visits[v].mean);
            for (std::size_t j = 0; j <= v; ++j) rows_[cell.index()].push_back(sd * factor(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(j)));
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
    Scale scale_;
    Recorder record_;
    double eligible_score_;
    LatentNormal baseline_;
    double baseline_cut_;
    double eligible_share_;
    std::size_t visits_;
    PerArm<double> therapist_share_;
    std::array<std::vector<double>, cell_count> rows_{};
    std::array<std::vector<ScoreMoments>, cell_count> moments_{};
    std::array<LatentOutcome, cell_count> latent_;
};

/// Solves an outcome once, before its replicates.
///
/// @param design           without faults
/// @param therapist_share  of the latent variance after baseline, by arm, in [0, 1)
/// @throws                 InvalidScenario with every fault, including moments that no latent normal gives, an eligible share below 1 in 1000,
///                         and a therapists' share that leaves no correlation matrix
/// @complexity             about 10 ms for four visits on 51 scores. @verified tests/mechanism/prepared_repeated_measures_test.cpp
inline PreparedRepeatedMeasures prepare(const RepeatedMeasures& outcome, const Design& design, PerArm<double> therapist_share = {}) {
    if (std::vector<Fault> found = faults(outcome, design); !found.empty()) throw InvalidScenario(std::move(found));
    LatentCalibration calibration = outcome.moments == Moments::as_observed ? calibrate_latent(outcome) : latent_as_stated(outcome);
    if (calibration.baseline && !(calibration.baseline->share() >= least_eligible_share)) {
        calibration.faults.push_back({"/mechanism/outcome/baseline_minimum",
                                      "must leave at least 1 in 1000 of those screened eligible, but only a share of " +
                                          detail::plain_number(calibration.baseline->share()) + " reaches " + detail::plain_number(outcome.baseline_minimum)});
    }
    if (calibration.faults.empty()) {
        for (const Cell cell : all_cells) {
            if (cholesky(correlation_within_therapist(calibration.cells[cell.index()].correlation, therapist_share[cell.arm]))) continue;
            calibration.faults.push_back({"/mechanism/therapists/icc",
                                          "must be a share of the variance that the correlations between visits leave room for, but " +
                                              detail::plain_number(therapist_share[cell.arm]) + " is too much",
                                          "a therapist's effect is the same at every visit, so the share must be below the correlations between visits"});
            break;
        }
    }
    if (!calibration.faults.empty()) throw InvalidScenario(std::move(calibration.faults));
    return PreparedRepeatedMeasures(outcome, calibration, therapist_share);
}

}  // namespace equipoise
