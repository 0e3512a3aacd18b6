#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/evaluate.hpp>
#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/patterns.hpp>

namespace equipoise::gaussian {

/// What a starting value says about the data.
enum class Start : std::uint8_t { found, means_not_estimable, covariance_singular };

/// Room for the cross-products of (z, y).
struct StartScratch {
    explicit StartScratch(const AnySize& size)
        : products((size.columns + size.visits) * (size.columns + size.visits)), slopes(size.visits), design(size.coefficients * size.coefficients) {}

    std::vector<double> products;
    std::vector<double> slopes;
    std::vector<double> design;
};

/// Cross-products of (z, the first `responses` of the visits listed) over the patterns that have all of them; returns n.
template <class Size>
double gather_observed(const Size& size, const Patterns& patterns, std::size_t first, std::size_t responses, double* __restrict products) {
    const auto p = size.columns;
    const std::size_t d = p + responses;
    const std::uint32_t wanted = ((std::uint32_t{1} << responses) - 1U) << first;
    std::fill_n(products, d * d, 0.0);
    double n = 0.0;
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        if ((patterns.mask(g) & wanted) != wanted) continue;
        n += patterns.n(g);
        for (std::size_t c = 0; c < p; ++c) {
            for (std::size_t k = 0; k <= c; ++k) products[c * d + k] += patterns.S(g)[lower(c, k)];
        }
        for (std::size_t j = 0; j < responses; ++j) {
            double* __restrict row = products + (p + j) * d;
            for (std::size_t c = 0; c < p; ++c) row[c] += patterns.C(g)[c * size.visits + first + j];
            for (std::size_t k = 0; k <= j; ++k) row[p + k] += patterns.Q(g)[lower(first + j, first + k)];
        }
    }
    return n;
}

/// Makes columns of z that have no coefficient at a visit orthogonal to all others, which leaves them out of a regression; returns how many are left.
template <class Size>
std::size_t leave_out_columns(const Size& size, const Likelihood& at, std::size_t visit, std::size_t d, double* __restrict products) {
    std::size_t used = 0;
    for (std::size_t c = 0; c < size.columns; ++c) {
        if (has_coefficient(size, at, visit, c)) {
            ++used;
            continue;
        }
        for (std::size_t k = 0; k < c; ++k) products[c * d + k] = 0.0;
        for (std::size_t i = c + 1; i < d; ++i) products[i * d + c] = 0.0;
        products[c * d + c] = 1.0;
    }
    return used;
}

/// Sigma by sequential regression: y_j on z and y_1, ..., y_(j-1) among those who have all of these.
///
/// With residual variances over n the maximum likelihood estimate, over n - p the restricted one, if missingness is monotone and every
/// column has a coefficient at each visit: then the likelihood factors into these regressions, in which the coefficients of z, but not
/// the slopes on y, are integrated out for the restricted one. A good starting value otherwise.
/// False if too few are complete, or z or y are collinear among them.
/// @source   Anderson (1957), JASA 52:200.
/// @verified tests/analysis/gaussian/start_test.cpp
template <class Size>
bool sequential_regression(const Size& size, const Patterns& patterns, Likelihood& at, StartScratch& scratch) {
    const auto T = size.visits;
    const auto p = size.columns;
    double* __restrict slopes = scratch.slopes.data();
    for (std::size_t j = 0; j < T; ++j) {
        const std::size_t d = p + j + 1;
        const double n = gather_observed(size, patterns, 0, j + 1, scratch.products.data());
        if (n < static_cast<double>(d)) return false;
        const std::size_t used = leave_out_columns(size, at, j, d, scratch.products.data());
        if (!cholesky(scratch.products.data(), d, d)) return false;
        const double* __restrict last = scratch.products.data() + (d - 1) * d;
        for (std::size_t i = j; i-- > 0;) {
            slopes[i] = last[p + i];
            for (std::size_t k = i + 1; k < j; ++k) slopes[i] -= scratch.products[(p + k) * d + p + i] * slopes[k];
            slopes[i] /= scratch.products[(p + i) * d + p + i];
        }
        double variance = last[d - 1] * last[d - 1] / (at.restricted ? n - static_cast<double>(used) : n);
        for (std::size_t k = 0; k < j; ++k) {
            double covariance = 0.0;
            for (std::size_t i = 0; i < j; ++i) covariance += at.Sigma[k * T + i] * slopes[i];
            at.Sigma[j * T + k] = at.Sigma[k * T + j] = covariance;
            variance += covariance * slopes[k];
        }
        at.Sigma[j * T + j] = variance;
    }
    return true;
}

/// Whether who is missing at a visit is missing at all later ones.
inline bool monotone(const Patterns& patterns) {
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        if ((patterns.mask(g) & (patterns.mask(g) + 1U)) != 0) return false;
    }
    return true;
}

/// Sigma with the residual variance of each visit, uncorrelated. Finds out why, if there is no such thing.
template <class Size>
Start variances_alone(const Size& size, const Patterns& patterns, Likelihood& at, StartScratch& scratch) {
    const auto T = size.visits;
    const auto p = size.columns;
    const std::size_t d = p + 1;
    Start start = Start::found;
    std::fill(at.Sigma.begin(), at.Sigma.end(), 0.0);
    std::fill(at.blocks.begin(), at.blocks.end(), 0.0);
    for (std::size_t j = 0; j < T; ++j) {
        double* __restrict products = scratch.products.data();
        const double n = gather_observed(size, patterns, j, 1, products);
        for (std::size_t c = 0; c < p; ++c) {
            for (std::size_t k = 0; k <= c; ++k) at.blocks[lower(j, j) * triangle(p) + lower(c, k)] = products[c * d + k];
        }
        const double total = products[p * d + p];
        double variance = total;
        if (n > static_cast<double>(std::size_t{p}) && cholesky(products, d, p)) {
            for (std::size_t c = 0; c < p; ++c) variance -= products[p * d + c] * products[p * d + c];
        }
        if (!(variance > collinearity_tolerance * total)) start = Start::covariance_singular;
        at.Sigma[j * T + j] = variance / std::max(1.0, n - static_cast<double>(std::size_t{p}));
    }
    unpack(size, at, at.blocks.data(), scratch.design.data());
    if (!cholesky(scratch.design.data(), size.coefficients, size.coefficients)) return Start::means_not_estimable;
    return start;
}

}  // namespace equipoise::gaussian
