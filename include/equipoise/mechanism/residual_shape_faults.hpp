#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/mechanism/scale.hpp>

namespace equipoise {

/// Whether scores are the latent values themselves, of everyone: no bounds, no steps, no eligibility.
///
/// @param eligible_score  the lowest eligible score, -infinity if all are
inline bool shows_latent_values(const Scale& scale, double eligible_score) {
    return !bounded_below(scale) && !bounded_above(scale) && scale.step == 0.0 && std::isinf(eligible_score);
}

namespace detail {

inline void check_within(double x, double least, double most, const std::string& key, std::vector<Fault>& found) {
    if (x >= least && x <= most) return;
    found.push_back({"/mechanism/outcome/residuals/" + key,
                     "must be a number from " + plain_number(least) + " to " + plain_number(most) + ", but is " + plain_number(x)});
}

inline void check_mixture(const ResponderMixture& mixture, std::size_t visits, std::vector<Fault>& found) {
    check_within(mixture.share.control, 0, 1, "share/control", found);
    check_within(mixture.share.treatment, 0, 1, "share/treatment", found);
    if (!std::isfinite(mixture.difference)) {
        found.push_back({"/mechanism/outcome/residuals/difference", "must be a finite number, but is " + plain_number(mixture.difference)});
    }
    if (mixture.from_visit == 0 || mixture.from_visit >= visits) {
        found.push_back({"/mechanism/outcome/residuals/from_visit",
                         "must be a visit after baseline, 1 to " + std::to_string(visits - 1) + ", but is " + std::to_string(mixture.from_visit)});
    }
}

}  // namespace detail

/// What is wrong with the shape of an outcome's residuals and can be told at once.
///
/// @param visits    of the trial, at least 2
/// @verified        tests/mechanism/outcome_shapes_test.cpp
inline std::vector<Fault> residual_faults(const RepeatedMeasures& outcome, std::size_t visits) {
    std::vector<Fault> found;
    if (is_normal(outcome.residuals)) return found;
    if (const auto* skewed = std::get_if<SinhArcsinh>(&outcome.residuals)) {
        detail::check_within(skewed->skewness, -3, 3, "skewness", found);
        detail::check_within(skewed->tail, 0.25, 5, "tail", found);
    }
    if (const auto* mixture = std::get_if<ResponderMixture>(&outcome.residuals)) detail::check_mixture(*mixture, visits, found);
    if (outcome.moments == Moments::as_observed && !shows_latent_values(outcome.scale, eligibility(outcome.scale, outcome.baseline_minimum).score)) {
        found.push_back({"/mechanism/outcome/moments",
                         "must be \"latent\" where residuals are not normal and the scale has bounds, steps or a lowest eligible score, but is \"as_observed\"",
                         "state the moments of the latent variable, before bounds, rounding and eligibility"});
    }
    return found;
}

}  // namespace equipoise
