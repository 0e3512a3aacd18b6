#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// asinh and sinh from portable exp and log: absolute error of asinh and relative error of sinh near 1e-16, but for small arguments of sinh,
/// where the absolute error is.
namespace portable {
inline double asinh(double x) {
    const double y = detail::magnitude(x);
    const double a = log(y + std::sqrt(y * y + 1.0));
    return x < 0.0 ? -a : a;
}
inline double sinh(double x) {
    const double e = exp(x);
    return 0.5 * (e - 1.0 / e);
}
}  // namespace portable

/// A standard normal made skewed or heavy-tailed, with mean 0 and SD 1: x = (sinh((asinh z + skewness) / tail) - m) / s.
///
/// m and s by the trapezoidal rule on [-14, 14] in steps of 1/16, which for this integrand errs by less than rounding does.
/// @source Jones & Pewsey (2009), Biometrika 96:761. @complexity construction O(1), about 20 us; a value about 20 ns.
/// @verified tests/mechanism/sinh_arcsinh_test.cpp (moments by Bessel functions; bivariate quadrature)
class StandardisedSinhArcsinh {
public:
    static constexpr std::size_t terms = 128;  ///< of the Hermite series; the rest adds less than 1e-10 to a correlation

    explicit StandardisedSinhArcsinh(const SinhArcsinh& shape) : skewness_(shape.skewness), tail_(shape.tail) {
        mean_ = expect([&](double z) { return raw(z); });
        const double mean = mean_;
        sd_ = std::sqrt(expect([&](double z) { return (raw(z) - mean) * (raw(z) - mean); }));
    }

    /// @param z  a standard normal
    double operator()(double z) const { return (raw(z) - mean_) / sd_; }

    /// The normal whose value is x.
    double inverse(double x) const {
        if (std::isinf(x)) return x;
        return portable::sinh(tail_ * portable::asinh(mean_ + sd_ * x) - skewness_);
    }

    /// Squares of the coefficients in orthonormal Hermite polynomials, degree 0 (which is 0) first. They add up to 1.
    std::vector<double> squared_coefficients() const {
        std::vector<double> sum(terms, 0.0);
        for (int k = -reach; k <= reach; ++k) {
            const double z = k * step;
            const double weighted = step * portable::normal_density(z) * (*this)(z);
            double before = 0;
            double here = 1;
            for (std::size_t degree = 0; degree < terms; ++degree) {
                sum[degree] += weighted * here;
                const auto d = static_cast<double>(degree);
                const double next = (z * here - std::sqrt(d) * before) / std::sqrt(d + 1);
                before = here;
                here = next;
            }
        }
        for (double& c : sum) c *= c;
        sum[0] = 0;
        return sum;
    }

private:
    static constexpr double step = 1.0 / 16;
    static constexpr int reach = 14 * 16;

    double raw(double z) const { return portable::sinh((portable::asinh(z) + skewness_) / tail_); }

    template <class Function>
    static double expect(const Function& function) {
        double sum = 0;
        for (int k = -reach; k <= reach; ++k) sum += function(k * step) * portable::normal_density(k * step);
        return sum * step;
    }

    double skewness_;
    double tail_;
    double mean_ = 0;
    double sd_ = 1;
};

/// The correlation of two normals from that of two variables made of them by one transformation, and back.
///
/// Corr(h(Z1), h(Z2)) = sum_k c_k^2 rho^k (Mehler's formula), increasing in rho (Plackett 1954).
/// @source Mehler (1866); Kibble (1945). @verified tests/mechanism/sinh_arcsinh_test.cpp
class TransformedCorrelation {
public:
    explicit TransformedCorrelation(std::vector<double> squared_coefficients) : squares_(std::move(squared_coefficients)) {}

    /// @param rho  of the normals
    ValueAndSlope operator()(double rho) const {
        ValueAndSlope sum{0, 0};
        for (std::size_t k = squares_.size(); k-- > 0;) {
            sum.slope = sum.slope * rho + sum.value;
            sum.value = sum.value * rho + squares_[k];
        }
        return sum;
    }

    static constexpr double most = 0.9999;  ///< correlations of normals are sought in [-most, most]

    /// @returns none if no correlation of normals gives it
    std::optional<double> of_normals(double correlation) const {
        const auto excess = [&](double rho) {
            const ValueAndSlope at = (*this)(rho);
            return ValueAndSlope{at.value - correlation, at.slope};
        };
        return increasing_root(excess, -most, most, correlation, 1e-13);
    }

private:
    std::vector<double> squares_;
};

}  // namespace equipoise
