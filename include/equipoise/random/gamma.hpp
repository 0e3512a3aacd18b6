#pragma once

#include <cmath>
#include <cstddef>

#include <equipoise/random/chance.hpp>
#include <equipoise/random/portable_math.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// A gamma distribution of scale 1, the same on every machine.
///
/// With d = shape - 1/3, z a standard normal, w = z / (3 sqrt d) and v = (1 + w)^3, d v has the distribution if it is kept where w > -1 and log u < h
/// for a uniform u, h = d (log v - 3 w + 3 w^2 / 2 - w^3). By the series of the logarithm h >= -1.3125 d w^4 where w > -1/2, so that u below 1 less that
/// is sufficient; it spares nearly all logarithms, the more the larger the shape.
/// @complexity  O(1): a normal and a uniform number; at least 95 % are kept, and 99.9 % of shape 10.
/// @source      Marsaglia & Tsang (2000), A simple method for generating gamma variables, ACM Trans. Math. Softw. 26:363.
/// @verified    tests/random/gamma_test.cpp
class StandardGamma {
public:
    /// @param shape  at least 1
    explicit StandardGamma(double shape) : d_(shape - 1.0 / 3.0), c_(1.0 / (3.0 * std::sqrt(d_))) {}

    template <Chance Numbers>
    double operator()(Numbers& chance) const {
        const Tried tried = attempt(chance);
        return sufficient(tried) ? value(tried) : less_sure(chance, tried);
    }

private:
    struct Tried {
        double w;
        double u;
    };

    template <Chance Numbers>
    Tried attempt(Numbers& chance) const {
        const double w = c_ * standard_normal(chance);
        return {w, uniform(chance)};
    }

    bool sufficient(const Tried& tried) const {
        const double w2 = tried.w * tried.w;
        return tried.w > -0.5 && tried.u < 1.0 - 1.3125 * d_ * (w2 * w2);
    }

    double value(const Tried& tried) const {
        const double root = 1.0 + tried.w;
        return d_ * (root * root * root);
    }

    // Rare, and kept apart so that what is frequent is short.
    template <Chance Numbers>
    [[gnu::noinline]] double less_sure(Numbers& chance, Tried tried) const {
        for (;; tried = attempt(chance)) {
            if (sufficient(tried)) return value(tried);
            const double w = tried.w;
            const double root = 1.0 + w;
            const double v = root * root * root;
            if (w > -1.0 && portable::log(tried.u) < d_ * (portable::log(v) - 3.0 * w + 1.5 * w * w - w * w * w)) return d_ * v;
        }
    }

    double d_;
    double c_;
};

/// A chi-square distribution: that of the sum of df squared standard normals.
///
/// @verified tests/random/gamma_test.cpp
class ChiSquare {
public:
    /// @param df  degrees of freedom, at least 1
    explicit ChiSquare(std::size_t df) : gamma_(df > 1 ? 0.5 * static_cast<double>(df) : 1.0), single_(df == 1) {}

    /// @complexity O(1)
    template <Chance Numbers>
    double operator()(Numbers& chance) const {
        if (!single_) return 2.0 * gamma_(chance);
        const double z = standard_normal(chance);
        return z * z;
    }

private:
    StandardGamma gamma_;
    bool single_;
};

}  // namespace equipoise
