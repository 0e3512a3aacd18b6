#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <equipoise/random/chance.hpp>
#include <equipoise/random/gamma.hpp>
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

/// P(k + 1 of n) from P(k of n), k < n.
inline double next_term(double term, double odds, std::size_t n, std::size_t k) {
    return term * (odds * (static_cast<double>(n - k) / static_cast<double>(k + 1)));
}

/// A binomial draw by inversion: the probabilities of 0, 1, 2, ... are subtracted from a uniform number until it is used up.
///
/// @param p     at most 1/2, with n p at most `few`
/// @param none  (1 - p)^n
template <Chance Numbers>
std::size_t few_of(Numbers& chance, std::size_t n, double p, double none) {
    constexpr std::size_t out_of_reach = 110;  // for means up to 16, with probability below 2^-150: only rounding errors lead there
    const double odds = p / (1.0 - p);
    for (;;) {
        double left = uniform(chance);
        double term = none;
        std::size_t k = 0;
        for (; left >= term && k < n && k < out_of_reach; ++k) {
            left -= term;
            term = next_term(term, odds, n, k);
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
template <Chance Numbers>
std::size_t binomial(Numbers& chance, std::size_t n, double p) {
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

/// Binomial distributions of one probability, prepared for small numbers of trials: the probabilities of up to k successes are looked up.
///
/// @verified tests/random/binomial_test.cpp (the same draws as binomial)
class Binomial {
public:
    /// @param p     in [0, 1]
    /// @param most  trials that are expected; more can be drawn as well
    Binomial(double p, std::size_t most) : p_(p) {
        if (!(p > 0.0 && p <= 0.5)) return;
        const auto largest = static_cast<std::size_t>(std::min(static_cast<double>(most), detail::few / p));
        width_ = (successes_within_reach(largest, p) / at_a_time + 1) * at_a_time;
        rows_ = std::min(largest + 1, largest_table / width_);
        for (std::size_t n = 0; n < rows_; ++n) add_row(n);
    }

    /// How many of n succeed; no random number is used where that is certain.
    template <Chance Numbers>
    std::size_t operator()(Numbers& chance, std::size_t n) const {
        if (!(p_ > 0.0)) return 0;
        if (n >= rows_) return binomial(chance, n, p_);
        const double u = uniform(chance);
        const double* const up_to = up_to_.data() + n * width_;
        for (std::size_t first = 0;; first += at_a_time) {
            std::int64_t below = 0;  // as wide as the numbers, so that several are compared at a time
            for (std::size_t k = 0; k < at_a_time; ++k) below += up_to[first + k] <= u ? 1 : 0;
            if (below < static_cast<std::int64_t>(at_a_time)) return std::min(first + static_cast<std::size_t>(below), n);
        }
    }

private:
    static constexpr std::size_t at_a_time = 8;
    static constexpr std::size_t largest_table = 32768;  // numbers: what a processor keeps at hand

    /// How many successes it takes until more have a probability below 2^-60.
    static std::size_t successes_within_reach(std::size_t n, double p) {
        double term = detail::power(1.0 - p, n);
        std::size_t k = 0;
        for (; k < n && (static_cast<double>(k) < static_cast<double>(n) * p || term > 0x1p-60); ++k) {
            term = detail::next_term(term, p / (1.0 - p), n, k);
        }
        return k + 1;
    }

    void add_row(std::size_t n) {
        double term = detail::power(1.0 - p_, n);
        double sum = 0.0;
        for (std::size_t k = 0; k + 1 < width_; ++k) {
            sum += term;
            up_to_.push_back(sum);
            term = k < n ? detail::next_term(term, p_ / (1.0 - p_), n, k) : 0.0;
        }
        up_to_.push_back(std::numeric_limits<double>::infinity());
    }

    double p_;
    std::size_t rows_ = 0;
    std::size_t width_ = 0;
    std::vector<double> up_to_{};  // rows_ x width_: of n, the probability of at most k successes; infinity at the end
};

}  // namespace equipoise
