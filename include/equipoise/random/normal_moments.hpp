#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <equipoise/random/chance.hpp>
#include <equipoise/random/gamma.hpp>

namespace equipoise {

/// Draws what is left of n independent normal vectors x = mean + L z when they are summed: n, sum x and sum x x', without drawing the vectors.
///
/// The mean vector is mean + L z / sqrt(n), and the cross-products about it are (L A)(L A)' with A lower triangular, its elements below the
/// diagonal standard normal and the square of its i-th diagonal element chi-square with n - i degrees of freedom, i = 1, 2, ..., all independent. Of so
/// few vectors that this would need more random numbers than the vectors do, the vectors are drawn.
/// @source   Bartlett (1933), On the theory of statistical regression, Proc. R. Soc. Edinb. 53:260; Smith & Hocking (1972), Algorithm AS 53: Wishart
///           variate generator, Appl. Stat. 21:341.
/// @verified tests/random/normal_moments_test.cpp
class NormalMoments {
public:
    /// The most variables there may be.
    static constexpr std::size_t max_variables = 16;

    /// @param mean    of each variable, 1 to max_variables of them
    /// @param factor  L, lower triangular with a diagonal above 0, row by row without what is above the diagonal; L L' is the covariance
    /// @param most    vectors that are expected; more can be drawn as well
    NormalMoments(std::vector<double> mean, std::vector<double> factor, std::size_t most) : mean_(std::move(mean)), factor_(std::move(factor)) {
        for (std::size_t df = 1; df < std::min<std::size_t>(most, 1024); ++df) scatter_.emplace_back(df);
    }

    /// Draws the moments of the first variables of n vectors.
    ///
    /// @param n          at least 1
    /// @param variables  how many, 0 to all
    /// @param moments    is given the moments of (1, x): the upper triangle of a symmetric matrix, row by row; what belongs to later variables stays
    /// @param width      of that matrix, at least variables + 1
    /// @complexity       O(variables^3); allocates nothing
    template <Chance Numbers>
    void operator()(Numbers& chance, std::size_t n, std::size_t variables, double* moments, std::size_t width) const {
        moments[0] = static_cast<double>(n);
        switch (variables) {
            case 0: return;
            case 1: return draw<1>(chance, n, variables, moments, width);
            case 2: return draw<2>(chance, n, variables, moments, width);
            case 3: return draw<3>(chance, n, variables, moments, width);
            case 4: return draw<4>(chance, n, variables, moments, width);
            case 5: return draw<5>(chance, n, variables, moments, width);
            default: return draw<any>(chance, n, variables, moments, width);
        }
    }

private:
    static constexpr std::size_t any = 0;

    // Width is the number of variables where known at compile time, so that loops over them are unrolled.
    template <std::size_t Width>
    static constexpr std::size_t room = Width == any ? max_variables : Width;
    template <std::size_t Width>
    using Vector = std::array<double, room<Width>>;
    template <std::size_t Width>
    using Matrix = std::array<Vector<Width>, room<Width>>;

    // The moments of (1, x): their upper triangle, row by row.
    struct Moments {
        double* first;
        std::size_t width;

        double& sum(std::size_t i) const { return first[i + 1]; }
        /// i <= j
        double& product(std::size_t i, std::size_t j) const { return first[(i + 1) * width - (i + 1) * i / 2 + j - i]; }
    };

    template <std::size_t Width, Chance Numbers>
    void draw(Numbers& chance, std::size_t n, std::size_t variables, double* moments, std::size_t width) const {
        const std::size_t m = Width == any ? variables : Width;
        const Moments drawn{moments, width};
        n > m + 1 ? by_decomposition<Width>(chance, n, m, drawn) : one_by_one<Width>(chance, n, m, drawn);
    }

    const double* row(std::size_t variable) const { return factor_.data() + variable * (variable + 1) / 2; }

    /// L z.
    template <std::size_t Width, Chance Numbers>
    Vector<Width> shifted(Numbers& chance, std::size_t m) const {
        Vector<Width> z{};
        Vector<Width> x{};
        for (std::size_t i = 0; i < m; ++i) z[i] = standard_normal(chance);
        for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j <= i; ++j) x[i] += row(i)[j] * z[j];
        }
        return x;
    }

    template <std::size_t Width, Chance Numbers>
    void one_by_one(Numbers& chance, std::size_t n, std::size_t m, const Moments& of) const {
        for (std::size_t i = 0; i < m; ++i) {
            of.sum(i) = 0.0;
            for (std::size_t j = i; j < m; ++j) of.product(i, j) = 0.0;
        }
        for (std::size_t k = 0; k < n; ++k) {
            Vector<Width> x = shifted<Width>(chance, m);
            for (std::size_t i = 0; i < m; ++i) x[i] += mean_[i];
            for (std::size_t i = 0; i < m; ++i) {
                of.sum(i) += x[i];
                for (std::size_t j = i; j < m; ++j) of.product(i, j) += x[i] * x[j];
            }
        }
    }

    template <std::size_t Width, Chance Numbers>
    void by_decomposition(Numbers& chance, std::size_t n, std::size_t m, const Moments& of) const {
        const auto count = static_cast<double>(n);
        const double root = std::sqrt(count);
        const double inverse = 1.0 / count;
        Vector<Width> sum = shifted<Width>(chance, m);
        const Matrix<Width> scatter = scatter_factor<Width>(chance, n, m);
        for (std::size_t i = 0; i < m; ++i) sum[i] = count * mean_[i] + root * sum[i];
        for (std::size_t i = 0; i < m; ++i) {
            of.sum(i) = sum[i];
            const double mean = sum[i] * inverse;
            for (std::size_t j = i; j < m; ++j) {
                double product = mean * sum[j];
                for (std::size_t k = 0; k <= i; ++k) product += scatter[i][k] * scatter[j][k];
                of.product(i, j) = product;
            }
        }
    }

    /// L A, of which the lower triangle is filled.
    template <std::size_t Width, Chance Numbers>
    Matrix<Width> scatter_factor(Numbers& chance, std::size_t n, std::size_t m) const {
        Matrix<Width> a;
        for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j < i; ++j) a[i][j] = standard_normal(chance);
            a[i][i] = chi_square(chance, n - 1 - i);
        }
        for (std::size_t i = 0; i < m; ++i) a[i][i] = std::sqrt(a[i][i]);
        Matrix<Width> factor;
        for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                factor[i][j] = 0.0;
                for (std::size_t k = j; k <= i; ++k) factor[i][j] += row(i)[k] * a[k][j];
            }
        }
        return factor;
    }

    template <Chance Numbers>
    double chi_square(Numbers& chance, std::size_t df) const {
        return df <= scatter_.size() ? scatter_[df - 1](chance) : ChiSquare(df)(chance);
    }

    std::vector<double> mean_;
    std::vector<double> factor_;
    std::vector<ChiSquare> scatter_{};  // of 1, 2, ... degrees of freedom
};

}  // namespace equipoise
