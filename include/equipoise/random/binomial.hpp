#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <equipoise/random/gamma.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

namespace detail {

inline double power(double base, std::size_t exponent) {
    double result = 1.0;
    for (; exponent > 0; exponent >>= 1U, base *= base) {
        if ((exponent & 1U) != 0) result *= base;
    }
    return result;
}

/// The most successes that are expected where they are counted up from none.
inline constexpr double few = 16.0;

/// A binomial draw by inversion: the probabilities of 0, 1, 2, ... are subtracted from a uniform number until it is used up.
///
/// @param p     at most 1/2, with n p at most `few`
/// @param none  (1 - p)^n
inline std::size_t few_of(Stream& chance, std::size_t n, double p, double none) {
    constexpr std::size_t out_of_reach = 110;  // for means up to 16, with probability below 2^-150: only rounding errors lead there
    const double odds = p / (1.0 - p);
    for (;;) {
        double left = uniform(chance);
        double term = none;
        std::size_t k = 0;
        for (; left >= term && k < n && k < out_of_reach; ++k) {
            left -= term;
            term *= odds * (static_cast<double>(n - k) / static_cast<double>(k + 1));
        }
        if (left < term) return k;
    }
}

}  // namespace detail

/// A draw from the binomial distribution, the same on every machine: how many of n succeed, each on their own with probability p.
///
/// Where many are expected, the middle one of the n ordered uniform numbers behind the successes is drawn, a beta variable; if it is below p,
/// so are all before it, and otherwise none after it is. That halves n, until at most 16 successes or failures are expected.
/// @param p     in [0, 1]
/// @complexity  O(log n) gamma variables, then O(1)
/// @source      Ahrens & Dieter (1974), Computer methods for sampling from gamma, beta, Poisson and binomial distributions, Computing 12:223.
/// @verified    tests/random/binomial_test.cpp
inline std::size_t binomial(Stream& chance, std::size_t n, double p) {
    std::size_t sure = 0;
    while (static_cast<double>(n) * std::min(p, 1.0 - p) > detail::few) {
        const std::size_t middle = n / 2 + 1;
        const double below = StandardGamma(static_cast<double>(middle))(chance);
        const double above = StandardGamma(static_cast<double>(n + 1 - middle))(chance);
        const double value = below / (below + above);
        if (value <= p) {
            sure += middle;
            n -= middle;
            p = std::min(1.0, (p - value) / (1.0 - value));
        } else {
            n = middle - 1;
            p = std::min(1.0, p / value);
        }
    }
    if (p <= 0.5) return p > 0.0 ? sure + detail::few_of(chance, n, p, detail::power(1.0 - p, n)) : sure;
    return p < 1.0 ? sure + n - detail::few_of(chance, n, 1.0 - p, detail::power(p, n)) : sure + n;
}

/// Binomial distributions of one probability, prepared for small numbers of trials: (1 - p)^n is looked up.
///
/// @verified tests/random/binomial_test.cpp (the same draws as binomial)
class Binomial {
public:
    /// @param p     in [0, 1]
    /// @param most  trials that are expected; more can be drawn as well
    Binomial(double p, std::size_t most) : p_(p) {
        if (!(p > 0.0 && p <= 0.5)) return;
        for (std::size_t n = 0; n <= std::min<std::size_t>(most, 4096) && static_cast<double>(n) * p <= detail::few; ++n) none_.push_back(detail::power(1.0 - p, n));
    }

    /// How many of n succeed; no random number is used where that is certain.
    std::size_t operator()(Stream& chance, std::size_t n) const {
        if (!(p_ > 0.0)) return 0;
        return n < none_.size() ? detail::few_of(chance, n, p_, none_[n]) : binomial(chance, n, p_);
    }

private:
    double p_;
    std::vector<double> none_{};  // of n, the probability that none succeeds
};

}  // namespace equipoise
