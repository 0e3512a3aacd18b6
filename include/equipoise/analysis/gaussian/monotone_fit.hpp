#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/model_size.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>

namespace equipoise::gaussian {

// The maximum in closed form. If who is missing at a visit is missing at all later ones, if every column has a coefficient of its own at each
// visit (but perhaps for some at the first) and there is one unstructured Sigma, the model is a sequence of regressions
//
//     y_j = z'a_j + sum_(k<j) gamma_jk y_k + e_j,  e_j ~ N(0, s_j),      Sigma = G diag(s) G',   G = (I - gamma)^-1,   b_j = a_j + sum_k gamma_jk b_k
//
// each among the n_j who are seen at visit j, with z-products S_j and y-products H_j after regression on z. The likelihood, restricted or not, factors:
//
//     -2 l = sum_j [ d_j log s_j + RSS_j(gamma_j) / s_j + log|S_j| ] + (N - q) log 2 pi,    d_j = n_j - p_j      (ML: d_j = n_j, no |S_j|, and N)
//
// so its maximum is that of each regression, s_j = RSS_j / d_j, and the information on (gamma, s) is diagonal by visit:
//
//     Cov(gamma_j) = s_j H_j^-1 (observed), s_j Sigma_(<j)^-1 / d_j (expected),     Var(s_j) = 2 s_j^2 / d_j
//
// Source: Anderson (1957), JASA 52:200, for ML.

/// The regressions of a trial, and the room to compute them in. Matrices are stored row by row, symmetric ones in full.
struct MonotoneFit {
    explicit MonotoneFit(const AnySize& size)
        : pattern(size.visits),
          S(triangle(size.columns)),
          C(size.columns * size.visits),
          Q(triangle(size.visits)),
          products((size.columns + size.visits) * (size.columns + size.visits)),
          factor(size.columns * size.columns + size.visits * size.visits),
          diagonal(size.columns + size.visits),
          variance(size.visits),
          degrees(size.visits),
          slopes(size.visits * size.visits),
          G(size.visits * size.visits),
          intercepts(size.visits * size.columns),
          b(size.visits * size.columns),
          S_inverse(size.visits * size.columns * size.columns),
          H_inverse(size.visits * size.visits * size.visits) {}

    bool holds = false;  ///< whether the last fit was found here

    std::vector<std::size_t> pattern;  // that ends at each visit; none: no_pattern
    std::vector<double> S;             // of those seen at a visit; C and Q likewise
    std::vector<double> C;
    std::vector<double> Q;
    std::vector<double> products;
    std::vector<double> factor;
    std::vector<double> diagonal;

    std::vector<double> variance;    // s_j
    std::vector<double> degrees;     // d_j
    std::vector<double> slopes;      // gamma: T x T
    std::vector<double> G;           // T x T
    std::vector<double> intercepts;  // a_j: T x p
    std::vector<double> b;           // b_j: T x p
    std::vector<double> S_inverse;   // p x p for each visit; of a column without coefficient 0
    std::vector<double> H_inverse;   // in the leading j x j of T x T for each visit j
    double log_likelihood = 0.0;
};

/// Whether a model, by its size, is one of regressions of each visit on those before, if only the data are monotone.
inline bool factors_by_visit(const AnySize& size) {
    return size.covariances == 1 && size.coefficients + (size.from_baseline ? 1 : 0) == size.visits * size.columns;
}

namespace detail {

inline constexpr std::size_t no_pattern = static_cast<std::size_t>(-1);

/// What of a sum of squares has to be left in a regression for the closed form to keep its digits; with less, the likelihood is maximised step by step.
inline constexpr double well_conditioned = 1e-8;

/// Calls step(T - 1), ..., step(0), with numbers that the compiler knows if it knows T.
template <class Size, class Step>
bool from_last_visit(const Size& size, Step step) {
    if constexpr (Size::each_column_by_visit) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (step(std::integral_constant<std::size_t, sizeof...(I) - 1 - I>{}) && ...);
        }(std::make_index_sequence<Size::visits()>{});
    } else {
        for (std::size_t j = size.visits; j-- > 0;) {
            if (!step(j)) return false;
        }
        return true;
    }
}

/// a + b, known to the compiler if both are.
template <class A, class B>
constexpr auto plus(A a, B b) {
    if constexpr (std::is_integral_v<A> || std::is_integral_v<B>) {
        return static_cast<std::size_t>(a) + static_cast<std::size_t>(b);
    } else {
        return std::integral_constant<std::size_t, A::value + B::value>{};
    }
}

/// Finds the pattern that ends at each visit; false if one is not monotone.
inline bool find_monotone(const Patterns& patterns, std::vector<std::size_t>& pattern) {
    std::fill(pattern.begin(), pattern.end(), no_pattern);
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        const std::uint32_t mask = patterns.mask(g);
        if ((mask & (mask + 1U)) != 0) return false;
        pattern[static_cast<std::size_t>(std::bit_width(mask)) - 1] = g;
    }
    return true;
}

/// The inverse of L L', L a lower triangular `size` x `size` in rows of `stride`.
template <class Rows, class Stride>
void inverse_of_factor(const double* __restrict L, Stride stride, double* __restrict room, double* __restrict inverse, Rows size, std::size_t inverse_stride) {
    for (std::size_t i = 0; i < size; ++i) {
        const double pivot = 1.0 / L[i * stride + i];
        for (std::size_t j = 0; j < i; ++j) {
            double sum = 0.0;
            for (std::size_t k = j; k < i; ++k) sum += L[i * stride + k] * room[k * size + j];
            room[i * size + j] = -sum * pivot;
        }
        room[i * size + i] = pivot;
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0.0;
            for (std::size_t k = i; k < size; ++k) sum += room[k * size + i] * room[k * size + j];
            inverse[i * inverse_stride + j] = inverse[j * inverse_stride + i] = sum;
        }
    }
}

/// The regression of visit j, from the products of those who are seen there; false if it has none that keeps its digits.
template <class Size, class Visit>
bool regress(const Size& size, const Likelihood& at, Visit visit, MonotoneFit& to) {
    const auto T = size.visits;
    const auto p = size.columns;
    const auto d = plus(p, plus(visit, std::integral_constant<std::size_t, 1>{}));
    const std::size_t j = visit;
    double* __restrict a = to.products.data();
    for (std::size_t c = 0; c < p; ++c) {
        for (std::size_t k = 0; k <= c; ++k) a[c * d + k] = to.S[lower(c, k)];
    }
    for (std::size_t i = 0; i <= j; ++i) {
        for (std::size_t c = 0; c < p; ++c) a[(p + i) * d + c] = to.C[c * T + i];
        for (std::size_t k = 0; k <= i; ++k) a[(p + i) * d + p + k] = to.Q[lower(i, k)];
    }
    std::size_t used = p;
    for (std::size_t c = 0; c < p; ++c) {
        if (has_coefficient(size, at, j, c)) continue;
        --used;
        for (std::size_t k = 0; k < c; ++k) a[c * d + k] = 0.0;
        for (std::size_t i = c + 1; i < d; ++i) a[i * d + c] = 0.0;
        a[c * d + c] = 1.0;
    }
    const double n = to.S[0];
    if (n < static_cast<double>(std::size_t{d})) return false;
    for (std::size_t i = 0; i < d; ++i) to.diagonal[i] = a[i * d + i];
    if (!cholesky(a, d, d)) return false;
    bool well = true;
    double determinant = 1.0;
    for (std::size_t i = 0; i < d; ++i) {
        const double square = a[i * d + i] * a[i * d + i];
        well = well && square > well_conditioned * to.diagonal[i];
        if (i < p) determinant *= square;
    }
    if (!well) return false;

    const double* __restrict last = a + (d - 1) * d;
    double* __restrict slope = to.slopes.data() + j * T;
    for (std::size_t i = j; i-- > 0;) {
        double value = last[p + i];
        for (std::size_t k = i + 1; k < j; ++k) value -= a[(p + k) * d + p + i] * slope[k];
        slope[i] = value / a[(p + i) * d + p + i];
    }
    double* __restrict intercept = to.intercepts.data() + j * p;
    for (std::size_t c = p; c-- > 0;) {
        double value = last[c];
        for (std::size_t k = 0; k < j; ++k) value -= a[(p + k) * d + c] * slope[k];
        for (std::size_t k = c + 1; k < p; ++k) value -= a[k * d + c] * intercept[k];
        intercept[c] = value / a[c * d + c];
    }
    to.degrees[j] = at.restricted ? n - static_cast<double>(used) : n;
    to.variance[j] = last[d - 1] * last[d - 1] / to.degrees[j];
    to.log_likelihood -= 0.5 * (to.degrees[j] * (std::log(to.variance[j]) + 1.0) + (at.restricted ? std::log(determinant) : 0.0));

    double* __restrict S_inverse = to.S_inverse.data() + j * p * p;
    inverse_of_factor(a, d, to.factor.data(), S_inverse, p, p);
    for (std::size_t c = 0; c < p; ++c) {
        if (!has_coefficient(size, at, j, c)) S_inverse[c * p + c] = 0.0;
    }
    inverse_of_factor(a + p * d + p, d, to.factor.data(), to.H_inverse.data() + j * T * T, visit, T);
    return true;
}

/// G, Sigma and the coefficients from the regressions.
template <class Size>
void compose(const Size& size, Likelihood& at, MonotoneFit& to) {
    const auto T = size.visits;
    const auto p = size.columns;
    double* __restrict G = to.G.data();
    const double* __restrict slopes = to.slopes.data();
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t l = 0; l < T; ++l) G[j * T + l] = l == j ? 1.0 : 0.0;
        for (std::size_t l = 0; l < j; ++l) {
            for (std::size_t k = l; k < j; ++k) G[j * T + l] += slopes[j * T + k] * G[k * T + l];
        }
        for (std::size_t c = 0; c < p; ++c) {
            double value = to.intercepts[j * p + c];
            for (std::size_t k = 0; k < j; ++k) value += slopes[j * T + k] * to.b[k * p + c];
            to.b[j * p + c] = at.B[c * T + j] = value;
        }
    }
    for (std::size_t j = 0; j < T; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            double sum = 0.0;
            for (std::size_t l = 0; l <= k; ++l) sum += G[j * T + l] * G[k * T + l] * to.variance[l];
            at.Sigma[j * T + k] = at.Sigma[k * T + j] = sum;
        }
    }
}

}  // namespace detail

/// Maximises the likelihood of the patterns gathered, if it has its maximum in closed form and is well conditioned; then Sigma and B of `at` are those there.
///
/// @returns    whether it has
/// @complexity O(T (p + T)^3)
/// @verified   tests/analysis/gaussian/monotone_fit_test.cpp (the maximum found step by step)
template <class Size>
[[nodiscard]] bool monotone_maximum(const Size& size, const Patterns& patterns, Likelihood& at, MonotoneFit& to) {
    constexpr double log_two_pi = 1.8378770664093454836;
    const auto T = size.visits;
    const auto p = size.columns;
    to.holds = false;
    if (patterns.count() == 0 || !detail::find_monotone(patterns, to.pattern)) return false;
    std::fill(to.S.begin(), to.S.end(), 0.0);
    std::fill(to.C.begin(), to.C.end(), 0.0);
    std::fill(to.Q.begin(), to.Q.end(), 0.0);
    to.log_likelihood = -0.5 * log_two_pi * (patterns.observations() - (at.restricted ? static_cast<double>(std::size_t{size.coefficients}) : 0.0));
    to.holds = detail::from_last_visit(size, [&](auto visit) {
        if (const std::size_t g = to.pattern[visit]; g != detail::no_pattern) {
            for (std::size_t i = 0; i < triangle(p); ++i) to.S[i] += patterns.S(g)[i];
            for (std::size_t i = 0; i < p * T; ++i) to.C[i] += patterns.C(g)[i];
            for (std::size_t i = 0; i < triangle(T); ++i) to.Q[i] += patterns.Q(g)[i];
        }
        return detail::regress(size, at, visit, to);
    });
    if (to.holds) detail::compose(size, at, to);
    return to.holds;
}

}  // namespace equipoise::gaussian
