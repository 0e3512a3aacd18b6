#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/quadrature/gauss.hpp>

#include <equipoise/mechanism/scale.hpp>

namespace quadrature {

inline double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)); }

/// Standardised latent values between which the recorded score is smooth, at most 0.5 apart, from -12 to 12.
inline std::vector<double> pieces(const equipoise::Scale& scale, double mean, double sd, double threshold) {
    std::vector<double> ends{-12, 12};
    const auto add = [&](double latent) {
        const double z = (latent - mean) / sd;
        if (z > -12 && z < 12) ends.push_back(z);
    };
    add(scale.minimum);
    add(scale.maximum);
    add(threshold);
    if (scale.step > 0) {
        const double first = std::floor((mean - 12 * sd - equipoise::origin(scale)) / scale.step);
        for (double level = first; equipoise::origin(scale) + level * scale.step < mean + 12 * sd; level += 1) {
            add(equipoise::origin(scale) + (level + 0.5) * scale.step);
        }
    }
    for (double z = -12; z < 12; z += 0.5) ends.push_back(z);
    std::sort(ends.begin(), ends.end());
    return ends;
}

/// Integral of f over the pieces.
template <class F>
double integral(const std::vector<double>& ends, F f) {
    using Rule = boost::math::quadrature::gauss<double, 30>;
    double sum = 0;
    for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
        if (ends[k + 1] > ends[k]) sum += Rule::integrate(f, ends[k], ends[k + 1]);
    }
    return sum;
}

}  // namespace quadrature
