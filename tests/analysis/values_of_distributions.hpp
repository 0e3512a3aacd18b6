#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <equipoise/analysis/noncentral_t.hpp>
#include <equipoise/analysis/t_distribution.hpp>

/// R's p and q functions by name, as the analyses call them.
namespace distribution_values {

using namespace equipoise;
using Policy = detail::QuietMath;

inline constexpr double infinity = std::numeric_limits<double>::infinity();

inline double lower_tail(double t, double df) { return t < 0 ? 0.5 * two_sided_p(t, df) : 1 - 0.5 * two_sided_p(t, df); }
inline double quantile_of_t(double p, double df) { return p < 0.5 ? -two_sided_critical(2 * p, df) : two_sided_critical(2 * (1 - p), df); }

inline double ours(const std::string& name, const std::vector<double>& x) {
    using namespace boost::math;
    if (name == "pnorm") return lower_tail(x[0], infinity);
    if (name == "qnorm") return quantile_of_t(x[0], infinity);
    if (name == "pt") return x.size() == 3 ? noncentral_t_below(x[0], x[1], x[2]) : lower_tail(x[0], x[1]);
    if (name == "qt") return quantile_of_t(x[0], x[1]);
    if (name == "pchisq") return cdf(chi_squared_distribution<double, Policy>(x[1]), x[0]);
    if (name == "qchisq") return quantile(chi_squared_distribution<double, Policy>(x[1]), x[0]);
    if (name == "pgamma") return gamma_p(x[1], x[0], Policy{});
    if (name == "qbeta") return ibeta_inv(x[1], x[2], x[0], Policy{});
    if (name == "qf") return quantile(fisher_f_distribution<double, Policy>(x[1], x[2]), x[0]);
    if (name == "pf") return cdf(fisher_f_distribution<double, Policy>(x[1], x[2]), x[0]);
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace distribution_values
