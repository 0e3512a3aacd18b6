#pragma once

#include <cstdint>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/inference.hpp>

namespace equipoise {

/// The estimate of an effect whose ratio to its standard error is referred to a t distribution (the normal one
/// if the degrees of freedom are infinite): p-value and interval with it.
inline Estimate t_estimate(double effect, double standard_error, double degrees_of_freedom, double analysed, const Inference& inference) {
    const double critical = inference.critical(degrees_of_freedom);
    return {.effect = effect,
            .standard_error = standard_error,
            .degrees_of_freedom = degrees_of_freedom,
            .p_value = inference.p_value(effect, standard_error, degrees_of_freedom, critical),
            .interval = Inference::interval(effect, critical * standard_error),
            .status = FitStatus::converged,
            .participants_analysed = static_cast<std::uint32_t>(analysed)};
}

/// What is left of an estimate when its fit failed: why, and on how many participants.
inline Estimate failed_estimate(FitStatus status, double analysed) {
    return {.status = status, .participants_analysed = static_cast<std::uint32_t>(analysed)};
}

}  // namespace equipoise
