#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/scale.hpp>

namespace equipoise {

/// A score on a scale, bounded or not, such as average pain from 0 to 10: a normal variable, clamped and rounded.
///
/// Everything is as observed among those eligible, and holds with and without boosters.
struct NumericScore {
    PerArm<std::vector<double>> mean;  ///< at each visit measured [units of the score]; the same at baseline in both arms
    Covariance covariance;             ///< over the visits measured, within arm
    Scale scale{};
};

/// Ordered levels, such as satisfaction with care, lowest first: a normal variable between thresholds. The value is the number of the
/// level, from 0.
struct OrdinalLevels {
    std::vector<std::string> levels;                        ///< at least 2, distinct
    PerArm<std::vector<std::vector<double>>> proportions;   ///< visits measured x levels, among those eligible; each row adds up to 1
    Eigen::MatrixXd correlation;                            ///< of the normal variables over the visits measured (polychoric)
};

/// Yes (1) or no (0), such as use of medication: whether a normal variable is above a threshold.
struct BinaryProportion {
    PerArm<std::vector<double>> proportion;  ///< of yes at each visit measured among those eligible, in [0, 1]
    Eigen::MatrixXd correlation;             ///< of the normal variables over the visits measured (tetrachoric)
};

/// A number of events since the visit before, such as flare-ups: negative binomial with variance mean + dispersion mean^2.
struct EventCount {
    PerArm<std::vector<double>> mean;  ///< at each visit measured among those eligible [events], 0 to 500
    double dispersion = 0;             ///< at least 0; 0: Poisson
    Eigen::MatrixXd correlation;       ///< of the normal variables over the visits measured
};

/// An outcome beside the primary one, correlated with it through one latent normal vector per participant and visit.
///
/// With U_v the latent primary outcome at visit v less what therapists add, standardised, and W a multivariate normal over the visits,
/// independent of it,
///
///     S_v = l_v U_v + sqrt(1 - l_v^2) W_v
///
/// is recorded as the outcome. The primary outcome is drawn first and does not change. Loadings l_v and thresholds are solved such
/// that what is stated holds among those eligible, who are so by their baseline of the primary outcome.
struct SecondaryOutcome {
    std::string name;
    std::variant<NumericScore, OrdinalLevels, BinaryProportion, EventCount> kind;

    /// With the primary outcome of the same visit, at each visit measured; empty: none, and the outcome is independent of it.
    /// Of a NumericScore Pearson's correlation of the two scores in the control arm (without boosters) among those eligible; of other kinds,
    /// and if the primary outcome's residuals are not normal, the correlation of the latent variables of all who are screened (polyserial).
    std::vector<double> correlation_with_primary{};

    bool measured_at_baseline = true;  ///< false: there is nothing at visit 0, and everything above is stated for the visits after it
};

/// The first visit at which an outcome is measured.
inline std::size_t first_visit(const SecondaryOutcome& outcome) { return outcome.measured_at_baseline ? 0 : 1; }

}  // namespace equipoise
