#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>

#include <equipoise/analysis/p_value.hpp>

namespace equipoise {

/// How a fit ended. `converged` and `on_boundary` are usable; every other status is a typed failure, never "not significant".
enum class FitStatus : std::uint8_t {
    converged,                     ///< the estimate is the maximiser, or the closed form exists
    on_boundary,                   ///< usable: the maximum is at a bound of a variance or correlation; SE and df of the reduced model
    not_estimable,                 ///< the data do not determine the estimand: too few participants, or collinear covariates
    covariance_singular,           ///< the covariance of the outcomes has no positive definite estimate
    not_converged,                 ///< the iterations ended before the convergence criterion held
    hessian_not_positive_definite, ///< a stationary point that is not a maximum, or flat: no standard error of the variances
    separated                      ///< the columns of the model tell responses apart without error: the likelihood has no maximum, a coefficient is infinite
};
inline constexpr std::size_t fit_status_count = 7;

constexpr bool usable(FitStatus status) { return status == FitStatus::converged || status == FitStatus::on_boundary; }

/// The name of a status, as in every output.
constexpr std::string_view to_string(FitStatus status) {
    constexpr std::array<std::string_view, fit_status_count> names{"converged",           "on_boundary",   "not_estimable",
                                                                   "covariance_singular", "not_converged", "hessian_not_positive_definite",
                                                                   "separated"};
    return names[static_cast<std::size_t>(status)];
}

/// A two-sided confidence interval at level 1 - alpha [outcome units].
struct Interval {
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();

    constexpr bool contains(double value) const { return lower <= value && value <= upper; }
};

/// What an analysis says of one estimand. If the status is not usable, all numbers are NaN but the counts; what an analysis does not give
/// (see Reports) is NaN too.
struct Estimate {
    double effect = std::numeric_limits<double>::quiet_NaN();              ///< treatment minus control [outcome units], or as the estimand says
    double standard_error = std::numeric_limits<double>::quiet_NaN();      ///< model-based [outcome units]
    double degrees_of_freedom = std::numeric_limits<double>::quiet_NaN();  ///< of the t distribution referred to (infinite: the normal), the denominator's of an F
    PValue p_value{};                                                      ///< of the hypothesis tested: two-sided, of effect = 0, unless it is another
    Interval interval{};
    FitStatus status = FitStatus::not_estimable;
    std::uint32_t iterations = 0;             ///< of the fit, 0 if closed form
    std::uint32_t participants_analysed = 0;  ///< who contributed to the fit
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();  ///< of the fitted model where it has one, else NaN
    double statistic = std::numeric_limits<double>::quiet_NaN();                     ///< of a test without estimate: F
    double numerator_degrees_of_freedom = std::numeric_limits<double>::quiet_NaN();  ///< of that F
    std::uint8_t fallback = 0;  ///< how many steps down its failure ladder the model fitted is; 0: the one specified
};

/// Puts the estimate that `make` returns in the place of another, where it is made: several numbers just written and copied in wider pieces
/// make a processor wait for them, longer than a t-test takes.
template <std::invocable Make>
void emplace(Estimate& place, const Make& make) {
    static_assert(std::is_trivially_destructible_v<Estimate>);
    ::new (static_cast<void*>(std::addressof(place))) Estimate(make());
}

}  // namespace equipoise
