#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/mechanism/covariate_density.hpp>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/covariate_transform.hpp>

namespace equipoise {

/// A covariate's distribution with its parameters found, ready to be laid on any latent normal.
class PreparedDistribution {
public:
    /// @pre the distribution has no faults
    explicit PreparedDistribution(const CovariateDistribution& stated) {
        std::visit([this](const auto& distribution) { take(distribution); }, stated);
    }

    CovariateMoments moments() const { return moments_; }
    bool numeric() const { return density_.has_value(); }

    CovariateTransform transform(const LatentMass& latent) const {
        if (density_) return CovariateTransform(*density_, *mass_, minimum_, maximum_, latent);
        return CovariateTransform(proportions_, latent);
    }

private:
    template <class Numeric>
    void take(const Numeric& distribution) {
        moments_ = {distribution.mean, distribution.sd};
        minimum_ = distribution.minimum;
        if constexpr (std::is_same_v<Numeric, TruncatedNormal>) maximum_ = distribution.maximum;
        density_ = covariate_density(distribution).value();
        mass_ = cumulated(*density_);
    }

    void take(const Categories& categories) {
        double second = 0;
        for (std::size_t level = 0; level < categories.proportions.size(); ++level) {
            const auto number = static_cast<double>(level);
            moments_.mean += number * categories.proportions[level];
            second += number * number * categories.proportions[level];
        }
        moments_.sd = std::sqrt(second - moments_.mean * moments_.mean);
        proportions_ = categories.proportions;
    }

    CovariateMoments moments_{0, 0};
    double minimum_ = -std::numeric_limits<double>::infinity();
    double maximum_ = std::numeric_limits<double>::infinity();
    std::optional<CovariateDensity> density_{};
    std::optional<CumulativeMass<CovariateDensity>> mass_{};
    std::vector<double> proportions_{};
};

}  // namespace equipoise
