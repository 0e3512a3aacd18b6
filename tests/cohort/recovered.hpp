#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>

/// What is found of a quantity in simulated participants, with a standard error that needs neither normality nor independence within replicates.
namespace recovery {

using namespace equipoise;

struct Found {
    double value;
    double standard_error;
};

/// A configured quantity beside what was found of it.
struct Recovered {
    std::string what;
    double configured;
    Found found;
    double allowance;  ///< the accuracy to which calibration is documented

    /// The distance from what was configured, beyond the allowance, in standard errors.
    double z() const {
        const double beyond = std::abs(found.value - configured) - allowance;
        if (beyond <= 0) return 0;
        return found.standard_error > 0 ? beyond / found.standard_error : std::numeric_limits<double>::infinity();
    }
};

using Report = std::vector<Recovered>;

/// The accuracy of calibration: means to 1e-4 SD, SDs to 1e-4 of themselves, correlations and shares to 1e-4.
inline constexpr double calibrated = 1e-4;

/// Sums of some variables and of their products, by batch of consecutive replicates.
///
/// A statistic is a smooth function of the sums over all batches; its standard error is that of the sum over batches of its linear part (the
/// influence function; Hampel 1974): batches are independent, participants need not be.
class JointSums {
public:
    explicit JointSums(std::size_t batches, std::size_t variables = 1)
        : variables_(variables), width_(1 + variables + variables * (variables + 1) / 2), batches_(batches), sums_(batches * width_, 0.0), totals_(1 + variables, 0.0) {}

    void add(std::size_t batch, std::span<const double> values) {
        double* at = sums_.data() + batch * width_;
        *at++ += 1;
        totals_[0] += 1;
        for (std::size_t i = 0; i < variables_; ++i) {
            *at++ += values[i];
            totals_[1 + i] += values[i];
        }
        for (std::size_t i = 0; i < variables_; ++i) {
            for (std::size_t j = 0; j <= i; ++j) *at++ += values[i] * values[j];
        }
    }

    void add(std::size_t batch, double value) { add(batch, std::span(&value, 1)); }
    void add(std::size_t batch, bool happens) { add(batch, happens ? 1.0 : 0.0); }

    double count() const { return totals_[0]; }

    Found mean(std::size_t i = 0) const {
        const double m = centre(i);
        return found(m, [&](std::size_t b) { return at(b, 1 + i) - m * at(b, 0); });
    }

    Found sd(std::size_t i = 0) const {
        const double s2 = covariance(i, i);
        return found(std::sqrt(s2), [&](std::size_t b) { return (products(b, i, i) - s2 * at(b, 0)) / (2 * std::sqrt(s2)); });
    }

    /// Pearson's.
    Found correlation(std::size_t i, std::size_t j) const {
        const double vi = covariance(i, i);
        const double vj = covariance(j, j);
        const double r = covariance(i, j) / std::sqrt(vi * vj);
        return found(r, [&](std::size_t b) { return products(b, i, j) / std::sqrt(vi * vj) - r / 2 * (products(b, i, i) / vi + products(b, j, j) / vj); });
    }

    /// Of the regression of j on i.
    Found slope(std::size_t i, std::size_t j) const {
        const double vi = covariance(i, i);
        const double slope = covariance(i, j) / vi;
        return found(slope, [&](std::size_t b) { return (products(b, i, j) - slope * products(b, i, i)) / vi; });
    }

private:
    double at(std::size_t batch, std::size_t k) const { return sums_[batch * width_ + k]; }

    double centre(std::size_t i) const { return totals_[1 + i] / totals_[0]; }

    /// Sum of products of deviations from the overall means.
    double products(std::size_t b, std::size_t i, std::size_t j) const {
        if (i < j) std::swap(i, j);
        const std::size_t place = 1 + variables_ + i * (i + 1) / 2 + j;
        return at(b, place) - centre(i) * at(b, 1 + j) - centre(j) * at(b, 1 + i) + centre(i) * centre(j) * at(b, 0);
    }

    double covariance(std::size_t i, std::size_t j) const {
        double sum = 0;
        for (std::size_t b = 0; b < batches_; ++b) sum += products(b, i, j);
        return sum / count();
    }

    /// @param influence  of a batch, times the number of participants
    template <class Influence>
    Found found(double value, Influence influence) const {
        double squares = 0;
        for (std::size_t b = 0; b < batches_; ++b) {
            const double x = influence(b);
            squares += x * x;
        }
        const auto batches = static_cast<double>(batches_);
        return {value, std::sqrt(squares * batches / (batches - 1)) / count()};
    }

    std::size_t variables_;
    std::size_t width_;
    std::size_t batches_;
    std::vector<double> sums_;
    std::vector<double> totals_;  ///< of the number and of each variable
};

/// Whether something happens, by arm.
using Shares = PerArm<JointSums>;

inline Shares shares(std::size_t batches) { return {JointSums(batches), JointSums(batches)}; }
inline std::vector<Shares> shares(std::size_t batches, std::size_t n) { return std::vector<Shares>(n, shares(batches)); }

/// The log of odds in one group over those in another, by Woolf (1955).
///
/// @param one, other  of whether it happens
inline Found log_odds_ratio(const JointSums& one, const JointSums& other) {
    const auto log_odds = [](const JointSums& sums) {
        const double yes = sums.count() * sums.mean().value;
        const double no = sums.count() - yes;
        return std::pair{std::log(yes / no), 1 / yes + 1 / no};
    };
    const auto [first, first_variance] = log_odds(one);
    const auto [second, second_variance] = log_odds(other);
    return {first - second, std::sqrt(first_variance + second_variance)};
}

/// Products over pairs of participants of one therapist, standardised as configured, by batch: their mean is the intraclass correlation.
class PairSums {
public:
    explicit PairSums(std::size_t batches) : products_(batches, 0.0), pairs_(batches, 0.0) {}

    /// @param products  summed over the pairs
    void add(std::size_t batch, double products, double pairs) {
        products_[batch] += products;
        pairs_[batch] += pairs;
    }

    Found mean() const {
        double products = 0;
        double pairs = 0;
        for (std::size_t b = 0; b < pairs_.size(); ++b) {
            products += products_[b];
            pairs += pairs_[b];
        }
        const double mean = products / pairs;
        double squares = 0;
        for (std::size_t b = 0; b < pairs_.size(); ++b) squares += (products_[b] - mean * pairs_[b]) * (products_[b] - mean * pairs_[b]);
        const auto batches = static_cast<double>(pairs_.size());
        return {mean, std::sqrt(squares * batches / (batches - 1)) / pairs};
    }

private:
    std::vector<double> products_;
    std::vector<double> pairs_;
};

}  // namespace recovery
