#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/random_intercept/group_sums.hpp>

namespace equipoise::random_intercept {

/// The REML likelihood of y = X b + t_group + e, t ~ N(0, r s^2), e ~ N(0, s^2), as a function of the ratio r of the variances alone.
///
/// With u_j = 1 / (1 + m_j r) for the m_j participants of group j, and their sums z_j of the columns (X, y), the cross-products of
/// (X, y) in the metric of V^-1 s^2 are sums of positive parts, without cancellation at any r:
///
///     C(r) = W + sum_j u_j z_j z_j' / m_j,      W the cross-products within groups (those in no group count in full)
///
/// Its Cholesky factor L has |X'V^-1 X| in the pivots of X and the residual sum of squares S = L_yy^2; the best s^2 is S / nu,
/// nu = n - q. With h_j = L^-1 z_j and D = sum_j u_j^2 h_j h_j', d log S / dr = -D_yy, d log|X'V^-1 X| / dr = -tr D_xx, and second
/// derivatives follow from D and sums of 2 m_j u_j^3 h_j^2.
///
/// @source   Lindstrom & Bates (1988), JASA 83:1014; Searle, Casella & McCulloch (1992), Variance components, ch. 6.
/// @verified tests/analysis/random_intercept/profile_test.cpp (dense matrices and finite differences)
class Profile {
public:
    explicit Profile(std::size_t size) : size_(size), within_(size * size), L_(size * size), h_(size), D_(size * size) {}

    /// Takes a data set.
    ///
    /// @param total   cross-products of (X, y) over all n participants, size x size, the lower triangle
    /// @param groups  outlives the evaluations
    /// @returns       `not_estimable` if the variances between and within groups cannot be told apart, `covariance_singular` if there
    ///                is none within; else `converged`
    FitStatus take(std::span<const double> total, const GroupSums& groups, double n) {
        groups_ = &groups;
        nu_ = n - static_cast<double>(size_ - 1);
        std::copy(total.begin(), total.end(), within_.begin());
        for (std::size_t g = 0; g < groups.groups(); ++g) add_square(within_, groups.sums(g), -1.0);
        L_ = within_;
        const auto within_rank = static_cast<double>(factor_within(total));
        const double residual = L_.back();
        const auto count = static_cast<double>(groups.groups());
        if (count + within_rank - static_cast<double>(size_ - 1) < 1 || n - count - within_rank < 1) return FitStatus::not_estimable;
        return residual <= no_residual * total.back() ? FitStatus::covariance_singular : FitStatus::converged;
    }

    /// Evaluates at a ratio >= 0. @returns whether X has full rank and a residual is left
    /// @complexity O((groups + columns) x columns^2)
    bool evaluate(double ratio) {
        ratio_ = ratio;
        L_ = within_;
        for (std::size_t g = 0; g < groups_->groups(); ++g) add_square(L_, groups_->sums(g), shrinkage(groups_->sums(g)[0]));
        if (!cholesky(L_.data(), size_, size_)) return false;
        std::fill(D_.begin(), D_.end(), 0.0);
        curved_x_ = curved_y_ = first_ = second_ = 0.0;
        for (std::size_t g = 0; g < groups_->groups(); ++g) differentiate(groups_->sums(g));
        return true;
    }

    /// dl/dr of the profile log-likelihood l at the last ratio.
    double slope() const { return -0.5 * (first_ - trace_x() - nu_ * yy()); }
    /// -d2l/dr2 of the profile.
    double information() const { return ratio_information() - 0.5 * nu_ * yy() * yy(); }

    /// The greatest log-likelihood with that ratio.
    double log_likelihood() const {
        const double two_pi = 2.0 * std::acos(-1.0);
        double logs = 0.0;
        for (std::size_t g = 0; g < groups_->groups(); ++g) logs -= std::log(shrinkage(groups_->sums(g)[0]));
        for (std::size_t j = 0; j + 1 < size_; ++j) logs += 2.0 * std::log(L_[j * size_ + j]);
        return -0.5 * (logs + nu_ * (1.0 + std::log(two_pi * residual_variance())));
    }

    double ratio() const { return ratio_; }
    double residual_variance() const { return L_.back() * L_.back() / nu_; }
    /// The coefficient of the last column of X.
    double effect() const { return L_[(size_ - 1) * size_ + size_ - 2] / pivot(); }
    double variance_of_effect() const { return residual_variance() / (pivot() * pivot()); }

    /// Satterthwaite's: df = 2 v^2 / (grad v' J^-1 grad v), v the variance of the effect, J the observed information, here on
    /// (log s^2, r): J = 1/2 [nu, nu D_yy; nu D_yy, ...], grad v = v (1, D_cc). Any parametrisation gives the same.
    ///
    /// @source Giesbrecht & Burns (1985), Biometrics 41:477; Fai & Cornelius (1996), J Stat Comput Simul 54:363.
    double degrees_of_freedom() const {
        const double effect = D_[(size_ - 2) * size_ + size_ - 2];
        const double across = effect - yy();
        return 2.0 / (2.0 / nu_ + across * across / information());
    }

private:
    double shrinkage(double participants) const { return 1.0 / (1.0 + participants * ratio_); }
    double pivot() const { return L_[(size_ - 2) * size_ + size_ - 2]; }
    double yy() const { return D_.back(); }

    double trace_x() const {
        double sum = 0.0;
        for (std::size_t i = 0; i + 1 < size_; ++i) sum += D_[i * size_ + i];
        return sum;
    }

    // -d2l/dr2 of the likelihood with s^2 held: the lower right element of J.
    double ratio_information() const {
        double squares = 0.0;
        double with_y = 0.0;
        for (std::size_t i = 0; i + 1 < size_; ++i) {
            for (std::size_t j = 0; j <= i; ++j) squares += (i == j ? 1.0 : 2.0) * D_[i * size_ + j] * D_[i * size_ + j];
            with_y += D_[(size_ - 1) * size_ + i] * D_[(size_ - 1) * size_ + i];
        }
        return 0.5 * (nu_ * (curved_y_ - 2.0 * with_y) - second_ + curved_x_ - squares);
    }

    // matrix += weight z z' / m
    void add_square(std::vector<double>& matrix, std::span<const double> z, double weight) const {
        for (std::size_t j = 0; j < size_; ++j) {
            const double factor = weight * (z[j] / z[0]);  // the constant's is exactly the weight
            for (std::size_t i = j; i < size_; ++i) matrix[i * size_ + j] += factor * z[i];
        }
    }

    // Cholesky of W in place, columns of X without variation within groups left out; the residual of y in the last place.
    std::size_t factor_within(std::span<const double> total) {
        std::size_t rank = 0;
        for (std::size_t j = 0; j < size_; ++j) {
            const bool y = j + 1 == size_;
            double left = L_[j * size_ + j];
            for (std::size_t k = 0; k < j; ++k) left -= L_[j * size_ + k] * L_[j * size_ + k];
            const bool varies = !y && left > collinearity_tolerance * total[j * size_ + j];
            if (varies) ++rank;
            L_[j * size_ + j] = y ? left : varies ? std::sqrt(left) : 0.0;
            for (std::size_t i = j + 1; i < size_; ++i) {
                double value = L_[i * size_ + j];
                for (std::size_t k = 0; k < j; ++k) value -= L_[i * size_ + k] * L_[j * size_ + k];
                L_[i * size_ + j] = varies ? value / L_[j * size_ + j] : 0.0;
            }
        }
        return rank;
    }

    void differentiate(std::span<const double> z) {
        const double m = z[0];
        const double u = shrinkage(m);
        first_ += m * u;
        second_ += m * m * u * u;
        for (std::size_t i = 0; i < size_; ++i) {
            double value = z[i];
            for (std::size_t k = 0; k < i; ++k) value -= L_[i * size_ + k] * h_[k];
            h_[i] = value / L_[i * size_ + i];
            const double square = 2.0 * m * u * u * u * h_[i] * h_[i];
            (i + 1 < size_ ? curved_x_ : curved_y_) += square;
            for (std::size_t k = 0; k <= i; ++k) D_[i * size_ + k] += u * u * h_[i] * h_[k];
        }
    }

    std::size_t size_;  // of (X, y)
    const GroupSums* groups_ = nullptr;
    double nu_ = 0.0;
    double ratio_ = 0.0;
    std::vector<double> within_;
    std::vector<double> L_;
    std::vector<double> h_;
    std::vector<double> D_;
    double curved_x_ = 0.0;  // sums of 2 m u^3 h^2 over groups, and over the columns of X
    double curved_y_ = 0.0;
    double first_ = 0.0;     // derivatives of sum_j log(1 + m_j r)
    double second_ = 0.0;
};

}  // namespace equipoise::random_intercept
