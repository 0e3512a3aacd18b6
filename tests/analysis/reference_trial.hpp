#pragma once

#include "catch.hpp"

#include "analysis/reference_data.hpp"

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/trial_data.hpp>

/// What a test checks against them.
namespace reference {

inline void check_relative(double found, double wanted, double tolerance) {
    INFO("found " << found << ", wanted " << wanted << ", relative difference " << found / wanted - 1);
    CHECK(std::abs(found - wanted) <= tolerance * std::abs(wanted));
}

/// Effect and limits relative to the standard error, the rest relative to themselves.
inline void check_estimate(const equipoise::Estimate& found, const nlohmann::json& wanted, double tolerance) {
    const double se = wanted.at("se");
    CHECK(found.status == equipoise::FitStatus::converged);
    CHECK(std::abs(found.effect - wanted.at("estimate").get<double>()) <= tolerance * se);
    check_relative(found.standard_error, se, tolerance);
    check_relative(found.degrees_of_freedom, wanted.at("df"), tolerance);
    const double t = std::abs(wanted.at("estimate").get<double>() / se);
    check_relative(found.p_value, wanted.at("p"), tolerance * (1 + 3 * t * t));  // d log p / d log t is about -t^2
    CHECK(std::abs(found.interval.lower - wanted.at("ci").at(0).get<double>()) <= 3 * tolerance * se);
    CHECK(std::abs(found.interval.upper - wanted.at("ci").at(1).get<double>()) <= 3 * tolerance * se);
}

}  // namespace reference
