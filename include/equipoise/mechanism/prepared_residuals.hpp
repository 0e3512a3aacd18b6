#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/mechanism/sinh_arcsinh.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The multivariate normal behind residuals of another shape, or why there is none.
struct NormalBehind {
    std::vector<double> sd;       ///< at each visit [outcome units]
    Eigen::MatrixXd correlation;  ///< visits x visits
    std::vector<Fault> faults;
};

/// A shape of residuals ready to turn normals into them.
///
/// @verified tests/mechanism/outcome_shapes_test.cpp
class PreparedResiduals {
public:
    /// @param shape  without faults
    explicit PreparedResiduals(const ResidualShape& shape) {
        if (const auto* skewed = std::get_if<SinhArcsinh>(&shape)) kind_ = StandardisedSinhArcsinh(*skewed);
        if (const auto* mixture = std::get_if<ResponderMixture>(&shape)) kind_ = *mixture;
    }

    bool normal() const { return std::holds_alternative<NormalResiduals>(kind_); }

    /// Whether each participant is of one class or another, by a uniform number of their own.
    bool has_classes() const { return std::holds_alternative<ResponderMixture>(kind_); }

    /// Whether the shape is the same in both arms.
    bool same_in_both_arms() const {
        const auto* mixture = std::get_if<ResponderMixture>(&kind_);
        return mixture == nullptr || mixture->share.control == mixture->share.treatment;
    }

    /// The latent value at a visit [outcome units].
    ///
    /// @param mean, sd   of the latent value; of the normal behind it, for responders and non-responders
    /// @param value      mean + sd x standard normal
    /// @param class_draw  a uniform number: a responder if it is below the arm's share
    double value(Arm arm, std::size_t visit, double mean, double sd, double value, double class_draw) const {
        if (const auto* skewed = std::get_if<StandardisedSinhArcsinh>(&kind_)) return mean + sd * (*skewed)((value - mean) / sd);
        const auto* mixture = std::get_if<ResponderMixture>(&kind_);
        if (mixture == nullptr || visit < mixture->from_visit) return value;
        return value + mixture->difference * ((class_draw < mixture->share[arm] ? 1.0 : 0.0) - mixture->share[arm]);
    }

    /// The standard normal behind a standardised baseline; the baseline has no classes.
    double normal_of_baseline(double standardised) const {
        if (const auto* skewed = std::get_if<StandardisedSinhArcsinh>(&kind_)) return skewed->inverse(standardised);
        return standardised;
    }

    /// The normals whose transforms have stated SDs and (Pearson) correlations.
    ///
    /// Sinh-arcsinh: each correlation by its Hermite series. Classes: within-class covariances, the stated ones less difference^2 share (1 - share).
    NormalBehind behind(Arm arm, const std::vector<double>& sd, const Eigen::MatrixXd& correlation) const {
        NormalBehind found{sd, correlation, {}};
        if (const auto* skewed = std::get_if<StandardisedSinhArcsinh>(&kind_)) found = of_transforms(*skewed, std::move(found));
        if (const auto* mixture = std::get_if<ResponderMixture>(&kind_)) found = within_classes(*mixture, arm, std::move(found));
        if (found.faults.empty() && !cholesky(found.correlation)) {
            found.faults.push_back({"/mechanism/outcome/covariance/correlation",
                                    "must leave the normals behind residuals of this shape a positive definite matrix, but theirs is none",
                                    "bring the correlations nearer to each other"});
        }
        return found;
    }

private:
    static NormalBehind of_transforms(const StandardisedSinhArcsinh& skewed, NormalBehind of) {
        const TransformedCorrelation transformed(skewed.squared_coefficients());
        for (Eigen::Index i = 0; i < of.correlation.rows(); ++i) {
            for (Eigen::Index j = 0; j < i; ++j) {
                if (const auto rho = transformed.of_normals(of.correlation(i, j))) {
                    of.correlation(i, j) = of.correlation(j, i) = *rho;
                    continue;
                }
                of.faults.push_back({"/mechanism/outcome/covariance/correlation/" + std::to_string(j) + "/" + std::to_string(i),
                                     "must be a correlation that residuals of this shape can have, " +
                                         detail::plain_number(transformed(-TransformedCorrelation::most).value) + " to " +
                                         detail::plain_number(transformed(TransformedCorrelation::most).value) + ", but is " +
                                         detail::plain_number(of.correlation(i, j))});
            }
        }
        return of;
    }

    static NormalBehind within_classes(const ResponderMixture& mixture, Arm arm, NormalBehind of) {
        const double share = mixture.share[arm];
        const double between = mixture.difference * mixture.difference * share * (1 - share);
        const std::vector<double> total = of.sd;
        const auto classes = [&](std::size_t v) { return v >= mixture.from_visit; };
        for (std::size_t v = mixture.from_visit; v < total.size(); ++v) {
            const double within = total[v] * total[v] - between;
            if (!(within > 0)) {
                of.faults.push_back({"/mechanism/outcome/residuals/difference",
                                     "must leave a variance within responders and non-responders, but by it alone the SD at visit " + std::to_string(v) +
                                         " would be " + detail::plain_number(std::sqrt(between)) + " of " + detail::plain_number(total[v])});
                return of;
            }
            of.sd[v] = std::sqrt(within);
        }
        for (std::size_t v = 0; v < total.size(); ++v) {
            for (std::size_t w = 0; w < v; ++w) {
                double& r = of.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w));
                const double covariance = r * total[v] * total[w] - (classes(v) && classes(w) ? between : 0.0);
                r = covariance / (of.sd[v] * of.sd[w]);
                of.correlation(static_cast<Eigen::Index>(w), static_cast<Eigen::Index>(v)) = r;
            }
        }
        return of;
    }

    std::variant<NormalResiduals, StandardisedSinhArcsinh, ResponderMixture> kind_{};
};

}  // namespace equipoise
