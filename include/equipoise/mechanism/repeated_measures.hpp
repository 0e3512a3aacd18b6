#pragma once

#include <limits>
#include <string>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/mechanism/scale.hpp>

namespace equipoise {

/// What the stated means, standard deviations and correlations are of.
enum class Moments {
    as_observed,  ///< the scores on the scale among those eligible, as papers print them
    latent        ///< the variables before bounds, rounding and eligibility
};

/// An outcome measured at every visit: a multivariate normal, or what another shape makes of one, seen through a bounded and stepped scale,
/// among those whose baseline score makes them eligible.
///
/// Stated moments are those of participants without boosters. `booster_effect` is what being allocated to boosters adds to the
/// mean (of the scores if as observed, of the latent variable if latent), at unchanged SD and correlations.
struct RepeatedMeasures {
    std::string name = "outcome";
    PerArm<std::vector<double>> mean;               ///< at each visit [outcome units]; the same at baseline in both arms
    Covariance covariance;                          ///< within arm
    Scale scale{};
    double baseline_minimum = -std::numeric_limits<double>::infinity();  ///< eligibility: a baseline score of at least this
    Moments moments = Moments::as_observed;
    PerArm<std::vector<double>> booster_effect{};   ///< at each visit [outcome units]; empty: none
    std::vector<double> treatment_sd{};             ///< in the treatment arm, at each visit, the baseline's as in covariance.sd; empty: as there
    ResidualShape residuals = NormalResiduals{};    ///< unless normal: of the latent variable, so that moments are latent ones if the scale changes anything

    /// The SDs of an arm.
    const std::vector<double>& sd(Arm arm) const { return arm == Arm::treatment && !treatment_sd.empty() ? treatment_sd : covariance.sd; }
};

}  // namespace equipoise
