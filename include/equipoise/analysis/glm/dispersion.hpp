#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/glm/families.hpp>
#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/analysis/glm/newton.hpp>
#include <equipoise/analysis/glm/regression.hpp>

namespace equipoise::glm {

/// Counts beyond this are no counts of events in a trial, and are not fitted.
inline constexpr double most_events = 1e6;

namespace detail {

/// (log(1 + t) - t / (1 + t)) / t^2, t >= 0, in full accuracy near 0 too, and its derivative.
struct LogarithmRemainder {
    double value;
    double slope;
};
inline LogarithmRemainder logarithm_remainder(double t) {
    if (t < 0.05) {  // sum over k of (-t)^k (k + 1) / (k + 2)
        LogarithmRemainder sum{0.0, 0.0};
        double power = 1.0;  // (-t)^k
        double before = 0.0;
        for (double k = 0; k < 16; k += 1) {
            const double factor = (k + 1) / (k + 2);
            sum.value += power * factor;
            sum.slope -= k * before * factor;
            before = power;
            power *= -t;
        }
        return sum;
    }
    const double value = (std::log1p(t) - t / (1 + t)) / (t * t);
    return {value, 1 / (t * (1 + t) * (1 + t)) - 2 * value / t};
}

}  // namespace detail

/// Maximum likelihood of a negative binomial regression: coefficients and dispersion together.
///
/// The likelihood of the dispersion a, the coefficients profiled out, is climbed by Newton's method in log a within a bracket. Where it does
/// not rise at a = 0, i.e. sum (y - mu)^2 <= sum y at the Poisson fit, the maximum is taken to be there: status `on_boundary`, and the fit is
/// Poisson's. Sums of log(1 + a j) stand for log-gamma functions, so that nothing cancels as a goes to 0.
/// @source   Lawless (1987), Can J Stat 15:209. @verified tests/analysis/glm/dispersion_test.cpp
class NegativeBinomialFit {
public:
    /// @param newton  at the maximum of Poisson's likelihood, which is where `poisson` was last evaluated; moved to the maximum
    Maximum operator()(const ModelRows& rows, Regression<Count>& regression, Newton& newton, const Maximum& poisson) {
        count_exceeding(rows);
        dispersion_ = 0.0;
        double squares = 0.0;
        double events = 0.0;
        double excess = 0.0;
        double means = 0.0;
        for (std::size_t r = 0; r < rows.count(); ++r) {
            const double mean = std::exp(regression.predictor(r));
            const double deviation = rows.response(r) - mean;
            squares += deviation * deviation;
            events += rows.response(r);
            excess += deviation * deviation - mean;
            means += mean * mean;
        }
        if (!(squares > events * (1 + no_excess)) || !(excess > 0)) return {FitStatus::on_boundary, poisson.log_likelihood, poisson.iterations};
        return climb(rows, regression, newton, excess / means);
    }

    /// Of the last fit.
    double dispersion() const { return dispersion_; }

private:
    static constexpr double no_excess = 1e-10;  // of rounding, where the sums are equal
    static constexpr double converged = 1e-20;
    static constexpr std::uint32_t most_iterations = 200;
    static constexpr double longest_step = 2.0;

    // How many counts exceed j, for each j.
    void count_exceeding(const ModelRows& rows) {
        double most = 0.0;
        for (const double y : rows.responses()) most = std::max(most, y);
        exceeding_.assign(static_cast<std::size_t>(most) + 1, 0.0);
        for (const double y : rows.responses()) exceeding_[static_cast<std::size_t>(y)] += 1;
        double above = 0.0;
        for (std::size_t j = exceeding_.size(); j-- > 0;) {
            const double here = exceeding_[j];
            exceeding_[j] = above;
            above += here;
        }
        weighted_.resize(rows.size());
    }

    Maximum climb(const ModelRows& rows, Regression<Count>& regression, Newton& newton, double first) {
        double at = std::log(first);
        double low = -std::numeric_limits<double>::infinity();
        double high = std::numeric_limits<double>::infinity();
        bool last = false;
        for (std::uint32_t iteration = 1; iteration <= most_iterations; ++iteration) {
            dispersion_ = std::exp(at);
            regression.take(rows, Count{dispersion_});
            const Maximum fitted = newton(regression);
            if (!usable(fitted.status)) return {fitted.status, fitted.log_likelihood, iteration};
            const Profile profile = differentiate(rows, regression);
            if (last) return {FitStatus::converged, fitted.log_likelihood + profile.value, iteration};
            (profile.slope > 0 ? low : high) = at;
            double next = at - profile.slope / profile.curvature;
            const bool uphill = profile.curvature < 0 && std::abs(next - at) <= longest_step && next > low && next < high;
            last = uphill && -profile.slope * profile.slope / profile.curvature < converged;
            if (!uphill && std::isinf(low)) next = at - longest_step;
            else if (!uphill && std::isinf(high)) next = at + longest_step;
            else if (!uphill) next = 0.5 * (low + high);
            if (next == at) last = true;
            at = next;
        }
        return {FitStatus::not_converged, std::numeric_limits<double>::quiet_NaN(), most_iterations};
    }

    /// Of the profile log-likelihood in log a; the value is that of the terms that the family leaves out, but for log y!.
    struct Profile {
        double value;
        double slope;
        double curvature;
    };

    Profile differentiate(const ModelRows& rows, Regression<Count>& regression) {
        const double a = dispersion_;
        Profile sums{0.0, 0.0, 0.0};
        for (std::size_t j = 1; j < exceeding_.size(); ++j) {
            const auto step = static_cast<double>(j);
            const double share = step / (1 + a * step);
            sums.value += exceeding_[j] * std::log1p(a * step);
            sums.slope += exceeding_[j] * share;
            sums.curvature -= exceeding_[j] * share * share;
        }
        std::fill(weighted_.begin(), weighted_.end(), 0.0);
        for (std::size_t r = 0; r < rows.count(); ++r) {
            const double y = rows.response(r);
            const double mean = std::exp(regression.predictor(r));
            const double spread = 1 + a * mean;
            const detail::LogarithmRemainder remainder = detail::logarithm_remainder(a * mean);
            sums.slope += mean * (mean * remainder.value - y / spread);
            sums.curvature += mean * mean * (mean * remainder.slope + y / (spread * spread));
            const double mixed = (y - mean) * mean / (spread * spread);
            for (std::size_t c = 0; c < rows.size(); ++c) weighted_[c] += mixed * rows.row(r)[c];
        }
        if (!regression.factor(Information::observed)) return {sums.value, std::numeric_limits<double>::quiet_NaN(), 0.0};
        sums.curvature += regression.variance_of(weighted_);
        return {sums.value, a * sums.slope, a * sums.slope + a * a * sums.curvature};
    }

    double dispersion_ = 0.0;
    std::vector<double> exceeding_{};
    std::vector<double> weighted_{};
};

}  // namespace equipoise::glm
