#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// Exact confidence interval of a binomial probability.
///
/// The lower limit is the p at which P(X >= successes) = tail, the upper the p at which P(X <= successes) = tail, with
/// tail = (1 - level)/2: the quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k). With no success the lower limit is 0, with nothing
/// but successes the upper is 1, and the other limit is then a power of the tail.
///
/// @param successes  k, 0 to trials
/// @param trials     n, at least 1
/// @param level      of confidence, in (0, 1)
/// @returns          both limits, in [0, 1]
/// @throws           std::invalid_argument if an argument is out of its range
/// @complexity       a few evaluations of the incomplete beta function.
/// @source           Clopper & Pearson (1934), Biometrika 26:404.
/// @verified         tests/performance/clopper_pearson_test.cpp (binomial tails summed term by term, 1e-10)
inline Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double level = 0.95) {
    if (trials == 0 || successes > trials || !(level > 0.0 && level < 1.0)) {
        throw std::invalid_argument("clopper_pearson: wants 0 <= successes <= trials, trials >= 1 and 0 < level < 1");
    }
    using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
    const auto k = static_cast<double>(successes);
    const auto n = static_cast<double>(trials);
    const double tail = (1.0 - level) / 2.0;
    const double extreme = -std::expm1(std::log(tail) / n);  // 1 - tail^(1/n), without cancellation where n is large
    Interval interval{.lower = 0.0, .upper = 1.0};
    if (successes == trials) {
        interval.lower = 1.0 - extreme;
    } else if (successes > 0) {
        interval.lower = boost::math::ibeta_inv(k, n - k + 1.0, tail, Policy{});
    }
    if (successes == 0) {
        interval.upper = extreme;
    } else if (successes < trials) {
        interval.upper = boost::math::ibetac_inv(k + 1.0, n - k, tail, Policy{});
    }
    return interval;
}

/// The share of replicates in which something happened: its MCSE sqrt(p (1 - p)/n), and its exact 95 % interval, which also
/// speaks where p is 0 or 1 and the MCSE is 0.
///
/// @param count       replicates in which it happened, 0 to replicates
/// @param replicates  at least 1
/// @throws            std::invalid_argument if an argument is out of its range
/// @source            Morris, White & Crowther (2019), Table 6.
/// @verified          tests/performance/clopper_pearson_test.cpp
inline McProportion mc_proportion(std::uint64_t count, std::uint64_t replicates) {
    const Interval exact = clopper_pearson(count, replicates);
    const auto n = static_cast<double>(replicates);
    const double p = static_cast<double>(count) / n;
    const double q = static_cast<double>(replicates - count) / n;
    return {.value = p, .mcse = std::sqrt(p * q / n), .lower = exact.lower, .upper = exact.upper};
}

}  // namespace equipoise
