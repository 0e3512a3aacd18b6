#pragma once

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/latent_calibration.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/prepared_residuals.hpp>
#include <equipoise/random/portable_math.hpp>

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

namespace detail {

/// Eligible, of all who are screened.
inline double eligible_share(const EligibleBaseline& baseline, const PreparedResiduals& residuals) {
    if (residuals.normal()) return baseline.share();
    return portable::normal_cdf(-residuals.normal_of_baseline(baseline.cut()));
}

/// The normals from which the latent variables of an arm are made, once therapists have had their share of the variance.
inline NormalBehind normal_behind(const PreparedResiduals& residuals, const LatentOutcome& latent, Arm arm, double therapist_share) {
    std::vector<double> sd;
    for (std::size_t v = 0; v < latent.visits.size(); ++v) {
        const double total = latent.visits[v].sd;
        sd.push_back(therapist_share == 0 || v == 0 ? total : total * std::sqrt(1 - therapist_share));
    }
    return residuals.behind(arm, sd, correlation_within_therapist(latent.correlation, therapist_share));
}

/// Why there is no such normal in some arm.
inline std::vector<Fault> normal_faults(const PreparedResiduals& residuals, const LatentCalibration& calibration, const PerArm<double>& therapist_share) {
    for (const Cell cell : all_cells) {
        const LatentOutcome& latent = calibration.cells[cell.index()];
        if (!cholesky(correlation_within_therapist(latent.correlation, therapist_share[cell.arm]))) {
            return {{"/mechanism/therapists/icc",
                     "must be a share of the variance that the correlations between visits leave room for, but " + plain_number(therapist_share[cell.arm]) +
                         " is too much",
                     "a therapist's effect is the same at every visit, so the share must be below the correlations between visits"}};
        }
        std::vector<Fault> found = normal_behind(residuals, latent, cell.arm, therapist_share[cell.arm]).faults;
        if (!found.empty()) return found;
    }
    return {};
}

}  // namespace detail

}  // namespace equipoise
