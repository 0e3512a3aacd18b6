#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <equipoise/mechanism/covariate_density.hpp>
#include <equipoise/mechanism/cumulative_mass.hpp>
#include <equipoise/mechanism/monotone_table.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The density of a covariate's latent normal among those eligible, up to its total: phi(x) P(Z0 >= cut | x), correlation a with the
/// standardised latent baseline Z0.
/// @source Azzalini & Capitanio (2014), The skew-normal and related families, section 2.2.
struct EligibleLatent {
    double baseline_weight = 0;  ///< a, in (-1, 1)
    double cut = -std::numeric_limits<double>::infinity();

    double operator()(double x) const {
        const double density = portable::normal_density(x);
        if (baseline_weight == 0 || !std::isfinite(cut)) return density;
        return density * portable::normal_cdf((baseline_weight * x - cut) / std::sqrt(1 - baseline_weight * baseline_weight));
    }
};

using LatentMass = CumulativeMass<EligibleLatent>;

/// The latent normal among those eligible, cumulated in cells of 1/64 SD.
inline LatentMass eligible_latent(double baseline_weight, double cut) { return {{baseline_weight, cut}, -10, 10, 1280}; }

/// The increasing function that makes a covariate's value of its latent normal.
///
/// Numeric: Q(F(x)), F the latent distribution function among those eligible and Q the covariate's quantiles, as a table 1/64 SD apart. It
/// is found at each point by making as much lie below (or above) the value as lies below (or above) x. Categories: the number of cuts at or
/// below x.
/// @verified tests/mechanism/covariate_transform_test.cpp
class CovariateTransform {
public:
    CovariateTransform(const CovariateDensity& density, const CumulativeMass<CovariateDensity>& mass, double minimum, double maximum, const LatentMass& latent) {
        constexpr std::size_t beyond = 96;  // the table goes to 8.5 SDs: no draw comes further, and no tail is without mass there
        std::vector<double> values;
        std::vector<double> slopes;
        for (std::size_t i = beyond; i <= latent.cells() - beyond; ++i) {
            const double d = mass.quantile(latent.at_edge(i));
            const double value = std::clamp(density.value(d), minimum, maximum);
            values.push_back(values.empty() ? value : std::max(value, values.back()));
            slopes.push_back(density.value_slope(d) * latent.density(latent.edge(i)) / mass.density(d));
        }
        table_ = MonotoneTable(latent.edge(beyond), latent.edge(1) - latent.edge(0), values, slopes);
    }

    /// @param proportions  of the levels, adding up to 1
    CovariateTransform(const std::vector<double>& proportions, const LatentMass& latent) {
        double below = 0;
        for (std::size_t level = 0; level + 1 < proportions.size(); ++level) {
            below += proportions[level];
            double above = 0;
            for (std::size_t higher = proportions.size(); higher-- > level + 1;) above += proportions[higher];
            cuts_.push_back(latent.quantile({below, above}));
        }
    }

    /// The value; of categories, the level's number in the order stated.
    /// @complexity O(1), or O(levels)
    double operator()(double latent) const {
        if (cuts_.empty()) return table_(latent);
        std::size_t level = 0;
        while (level < cuts_.size() && latent >= cuts_[level]) ++level;
        return static_cast<double>(level);
    }

    /// Where one category ends and the next begins; empty if numeric.
    const std::vector<double>& cuts() const { return cuts_; }

private:
    MonotoneTable table_{};
    std::vector<double> cuts_{};
};

/// Mean and SD of a covariate; of categories, of the level's number.
struct CovariateMoments {
    double mean;
    double sd;
};

/// What a transform makes of a latent normal, which need not be the one that it was made for.
/// @complexity O(cells). @verified tests/mechanism/covariate_transform_test.cpp
inline CovariateMoments moments(const CovariateTransform& transform, const LatentMass& latent) {
    double first = 0;
    double second = 0;
    if (transform.cuts().empty()) {
        const double origin = transform(0);
        for (std::size_t i = 0; i < latent.cells(); ++i) {
            const auto power = [&](int degree) {
                return gauss_integral([&](double x) { return latent.density(x) * (degree == 1 ? 1 : transform(x) - origin) * (transform(x) - origin); },
                                      latent.edge(i), latent.edge(i + 1));
            };
            first += power(1);
            second += power(2);
        }
        return {origin + first, std::sqrt(second - first * first)};
    }
    for (std::size_t level = 0; level < transform.cuts().size(); ++level) {
        const double above = latent(transform.cuts()[level]).upper;
        first += above;
        second += (2 * static_cast<double>(level) + 1) * above;
    }
    return {first, std::sqrt(second - first * first)};
}

}  // namespace equipoise
