#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/estimate.hpp>

#include "agreement/page.hpp"

namespace agreement {

using nlohmann::json;

/// Every number of an estimate that the reference has. A p-value counts relative, in units of 1 + 3 t^2: so much it moves with the statistic.
inline std::vector<Number> compared(const equipoise::Estimate& found, const json& wanted, double tolerance, double df_tolerance = 0) {
    const double se = wanted.at("se");
    const double estimate = wanted.at("estimate");
    const double of_df = df_tolerance > 0 ? df_tolerance : tolerance;
    std::vector<Number> all{{"effect", found.effect, estimate, se, tolerance}, relative("SE", found.standard_error, se, tolerance)};
    if (wanted.contains("df")) all.push_back(relative("df", found.degrees_of_freedom, wanted.at("df"), of_df));
    if (wanted.contains("p")) {
        const double p = wanted.at("p");
        all.push_back({"p", found.p_value, p, p * (1 + 3 * std::pow(estimate / se, 2)), of_df});
    }
    if (wanted.contains("ci")) {
        all.push_back({"lower limit", found.interval.lower, wanted.at("ci").at(0), 3 * se, of_df});
        all.push_back({"upper limit", found.interval.upper, wanted.at("ci").at(1), 3 * se, of_df});
    }
    return all;
}

/// Of a joint test.
inline std::vector<Number> compared_f(const equipoise::Estimate& found, const json& wanted, double tolerance) {
    const double F = wanted.at("F");
    const double p = wanted.at("p");
    return {relative("numerator df", found.numerator_degrees_of_freedom, wanted.at("num_df"), tolerance), relative("F", found.statistic, F, tolerance),
            relative("denominator df", found.degrees_of_freedom, wanted.at("denom_df"), tolerance), {"p", found.p_value, p, p * (10 + 10 * F), tolerance}};
}

inline Number log_likelihood(const equipoise::Estimate& found, double wanted, double tolerance = 1e-9) {
    return absolute("log-likelihood", found.log_likelihood, wanted, tolerance);
}

inline std::vector<Number> matrix(const std::string& name, const std::vector<double>& found, const json& wanted, double tolerance) {
    std::vector<Number> all;
    const std::size_t n = wanted.size();
    for (std::size_t k = 0; k < n * n; ++k) {
        all.push_back(relative(name + "(" + std::to_string(k / n + 1) + ", " + std::to_string(k % n + 1) + ")", found[k], wanted.at(k / n).at(k % n), tolerance));
    }
    return all;
}

}  // namespace agreement
