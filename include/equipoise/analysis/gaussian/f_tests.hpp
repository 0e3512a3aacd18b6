#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/kenward_roger.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>

namespace equipoise::gaussian {

/// An F statistic and its degrees of freedom; NaN where there is none.
struct FStatistic {
    double value = std::numeric_limits<double>::quiet_NaN();
    double denominator = std::numeric_limits<double>::quiet_NaN();
};

/// So many forms can be tested together; matrices of that size are on the stack.
inline constexpr int most_tested = 32;
using SmallMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, most_tested, most_tested>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, most_tested, 1>;

/// The test that several linear forms are all 0, by different degrees of freedom of the denominator.
///
/// With e the r forms' values, V = L Phi L' their covariance and D_k = L Phi P_k Phi L' its slopes:
///
/// - `plain`: F = e'V^-1 e / r, the denominator's degrees of freedom as given;
/// - `satterthwaite`: the same F; V = U diag(d) U', each of the r independent t statistics has nu_i degrees of freedom (Satterthwaite), and the
///   denominator those that match the mean of F: 2E / (E - r), E = sum nu_i / (nu_i - 2); 2 if any nu_i is 2 or less;
/// - `kenward_roger`: lambda e'(L Phi_A L')^-1 e / r, with lambda and the denominator's degrees of freedom from two moments.
///
/// @source     Fai & Cornelius (1996), J Stat Comput Simul 54:363; Kenward & Roger (1997), Biometrics 53:983.
/// @complexity O(elements^2 r^2 + elements r^3)
/// @verified   tests/analysis/mmrm_inference_test.cpp (R mmrm and a dense program, 1e-7)
class FTest {
public:
    /// @param rows  which of the forms are tested together, at most `most_tested`
    FTest(const LinearForms& forms, std::span<const std::size_t> rows) : forms_(forms), rows_(rows), r_(static_cast<Eigen::Index>(rows.size())) {}

    FStatistic plain(double denominator) const {
        const SmallMatrix V = matrix([&](std::size_t i, std::size_t j) { return forms_.variance(i, j); });
        return {scaled_form(V), denominator};
    }

    FStatistic satterthwaite(const ElementCovariance& covariance, std::vector<double>& room) const {
        const SmallMatrix V = matrix([&](std::size_t i, std::size_t j) { return forms_.variance(i, j); });
        const Eigen::SelfAdjointEigenSolver<SmallMatrix> eigen(V);
        const std::size_t m = forms_.m();
        room.resize(m);
        std::vector<double>& gradient = room;
        double expectation = 0.0;
        double least = std::numeric_limits<double>::infinity();
        double most = 0.0;
        for (Eigen::Index i = 0; i < r_; ++i) {
            const SmallVector u = eigen.eigenvectors().col(i);
            for (std::size_t k = 0; k < m; ++k) gradient[k] = u.dot(slopes(k) * u);
            double square = 0.0;
            for (std::size_t k = 0; k < m; ++k) {
                for (std::size_t l = 0; l < m; ++l) square += gradient[k] * covariance(k, l) * gradient[l];
            }
            const double nu = 2.0 * eigen.eigenvalues()(i) * eigen.eigenvalues()(i) / square;
            least = std::min(least, nu);
            most = std::max(most, nu);
            expectation += nu / (nu - 2.0);
        }
        const auto r = static_cast<double>(r_);
        const double value = scaled_form(V);
        if (!(least > 2.0)) return {value, 2.0};
        if (most - least < 1e-8 * least) return {value, least};
        return {value, 2.0 * expectation / (expectation - r)};
    }

    FStatistic kenward_roger(const ElementCovariance& covariance, const KenwardRoger& adjusted, std::vector<double>& room) const {
        const SmallMatrix V = matrix([&](std::size_t i, std::size_t j) { return forms_.variance(i, j); });
        const Eigen::LLT<SmallMatrix> factor(V);
        const std::size_t m = forms_.m();
        const std::size_t square = rows_.size() * rows_.size();
        room.resize(m * square);
        const auto product = [&](std::size_t k) { return Eigen::Map<Eigen::MatrixXd>(room.data() + k * square, r_, r_); };
        for (std::size_t k = 0; k < m; ++k) product(k) = factor.solve(slopes(k));
        double of_traces = 0.0;
        double of_products = 0.0;
        for (std::size_t k = 0; k < m; ++k) {
            for (std::size_t l = 0; l < m; ++l) {
                of_traces += covariance(k, l) * product(k).trace() * product(l).trace();
                of_products += covariance(k, l) * product(k).cwiseProduct(product(l).transpose()).sum();
            }
        }
        const auto [lambda, denominator] = moments(of_traces, of_products);
        return {lambda * scaled_form(matrix([&](std::size_t i, std::size_t j) { return adjusted.variance(forms_, i, j); })), denominator};
    }

private:
    struct Moments {
        double lambda;
        double denominator;
    };

    // A1 and A2 of the paper, p. 987. NaN where F has no two moments to match.
    Moments moments(double A1, double A2) const {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        const auto r = static_cast<double>(r_);
        const double B = (A1 + 6.0 * A2) / (2.0 * r);
        const double g = ((r + 1.0) * A1 - (r + 4.0) * A2) / ((r + 2.0) * A2);
        const double under = 3.0 * r + 2.0 * (1.0 - g);
        const double mean = 1.0 / (1.0 - A2 / r);
        const double near = 1.0 - (r - g) / under * B;
        const double variance = 2.0 / r * (1.0 + g / under * B) / (near * near * (1.0 - (r + 2.0 - g) / under * B));
        const double denominator = 4.0 + (r + 2.0) / (r * variance / (2.0 * mean * mean) - 1.0);
        if (!(mean > 0.0 && variance > 0.0 && denominator > 2.0)) return {none, none};
        return {denominator / (mean * (denominator - 2.0)), denominator};
    }

    template <class Element>
    SmallMatrix matrix(Element element) const {
        SmallMatrix values(r_, r_);
        for (Eigen::Index i = 0; i < r_; ++i) {
            for (Eigen::Index j = 0; j <= i; ++j) values(i, j) = values(j, i) = element(rows_[static_cast<std::size_t>(i)], rows_[static_cast<std::size_t>(j)]);
        }
        return values;
    }

    SmallMatrix slopes(std::size_t k) const {
        return matrix([&](std::size_t i, std::size_t j) { return forms_.slope(k, i, j); });
    }

    // e'V^-1 e / r, NaN if V is singular.
    double scaled_form(const SmallMatrix& V) const {
        const Eigen::LLT<SmallMatrix> factor(V);
        if (factor.info() != Eigen::Success) return std::numeric_limits<double>::quiet_NaN();
        SmallVector e(r_);
        for (Eigen::Index i = 0; i < r_; ++i) e(i) = forms_.values[rows_[static_cast<std::size_t>(i)]];
        return e.dot(factor.solve(e)) / static_cast<double>(r_);
    }

    const LinearForms& forms_;
    std::span<const std::size_t> rows_;
    Eigen::Index r_;
};

}  // namespace equipoise::gaussian
