#pragma once

#include <cstddef>
#include <variant>

#include <equipoise/design/arm.hpp>

namespace equipoise {

/// Latent values are normal about their means.
struct NormalResiduals {
    friend bool operator==(const NormalResiduals&, const NormalResiduals&) = default;
};

/// Skewed, heavy- or light-tailed about their means, at every visit: h(Z) for a standard normal Z, brought to mean 0 and SD 1, with
/// h(z) = sinh((asinh z + skewness) / tail).
/// @source Jones & Pewsey (2009), Sinh-arcsinh distributions, Biometrika 96:761, equation (1), whose epsilon and delta these are.
struct SinhArcsinh {
    double skewness = 0;  ///< -3 to 3; 0 is symmetric, above 0 the longer tail is that of high values
    double tail = 1;      ///< 0.25 to 5; 1 is normal (if not skewed), below 1 the tails are heavier
    friend bool operator==(const SinhArcsinh&, const SinhArcsinh&) = default;
};

/// Responders and non-responders, each normal, from some visit on. Means and SDs of all together are as stated: responders are
/// (1 - share) difference above the mean, the others share x difference below it, and the SD within each is what that leaves.
struct ResponderMixture {
    PerArm<double> share{};      ///< of responders, 0 to 1, by arm
    double difference = 0;       ///< between the means of responders and non-responders [outcome units]
    std::size_t from_visit = 1;  ///< the first visit at which they differ; not the baseline
    friend bool operator==(const ResponderMixture&, const ResponderMixture&) = default;
};

/// How a participant's latent values are distributed about the mean at each visit.
using ResidualShape = std::variant<NormalResiduals, SinhArcsinh, ResponderMixture>;

inline bool is_normal(const ResidualShape& shape) { return std::holds_alternative<NormalResiduals>(shape); }

}  // namespace equipoise
