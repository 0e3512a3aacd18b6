#pragma once

#include "analysis/reference_trial.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/trial_data.hpp>

/// Data sets made in R, with what R says of them: the files of tests/reference_r that hold their data.
namespace r_trial {

inline std::vector<double> numbers(const nlohmann::json& column) {
    std::vector<double> values;
    for (const nlohmann::json& value : column) values.push_back(value.is_null() ? equipoise::missing : value.get<double>());
    return values;
}

/// Covariates "age" and "site", and one outcome at the baseline and at one visit.
///
/// @param baseline  name of a column; empty: not measured
inline equipoise::TrialData trial(const nlohmann::json& data, const std::string& baseline, const std::string& score) {
    using namespace equipoise;
    TrialData made{.arm = {}, .booster = {}, .outcomes = {}};
    for (const double arm : numbers(data.at("arm"))) made.arm.push_back(arm == 1 ? Arm::treatment : Arm::control);
    const std::size_t n = made.arm.size();
    made.booster.assign(n, 0);
    std::vector<double> scores = baseline.empty() ? std::vector<double>(n, missing) : numbers(data.at(baseline));
    const std::vector<double> later = numbers(data.at(score));
    scores.insert(scores.end(), later.begin(), later.end());
    made.outcomes.push_back({.name = score, .visits = 2, .scores = std::move(scores)});
    made.covariates.push_back({.name = "age", .values = numbers(data.at("age"))});
    CovariateColumn site{.name = "site", .values = {}, .levels = {"east", "north", "west"}};
    for (const nlohmann::json& level : data.at("site")) {
        site.values.push_back(static_cast<double>(std::find(site.levels.begin(), site.levels.end(), level.get<std::string>()) - site.levels.begin()));
    }
    made.covariates.push_back(std::move(site));
    return made;
}

/// Effect relative to its standard error, that relative to itself.
inline void check_effect(const equipoise::Estimate& found, const nlohmann::json& wanted, double tolerance) {
    const double se = wanted.at("se");
    CHECK(found.status == equipoise::FitStatus::converged);
    CHECK(std::abs(found.effect - wanted.at("estimate").get<double>()) <= tolerance * se);
    reference::check_relative(found.standard_error, se, tolerance);
}

/// The same participants in another order.
inline equipoise::TrialData shuffled(const equipoise::TrialData& data) {
    const std::size_t n = data.participants();
    equipoise::TrialData other = data;
    const auto from = [n](std::size_t i) { return (i * 37 + 11) % n; };  // n has no factor 37
    for (std::size_t i = 0; i < n; ++i) {
        other.arm[i] = data.arm[from(i)];
        for (std::size_t c = 0; c < data.covariates.size(); ++c) other.covariates[c].values[i] = data.covariates[c].values[from(i)];
        for (std::size_t k = 0; k < data.outcomes.size(); ++k) {
            for (std::size_t v = 0; v < data.outcomes[k].visits; ++v) other.outcomes[k].scores[v * n + i] = data.score(k, v, from(i));
        }
    }
    return other;
}

/// Every number of two estimates is the same, effects and limits relative to the standard error.
inline void check_same(const equipoise::Estimate& found, const equipoise::Estimate& wanted, double tolerance) {
    CHECK(found.status == wanted.status);
    CHECK(found.participants_analysed == wanted.participants_analysed);
    const double se = wanted.standard_error;
    CHECK(std::abs(found.effect - wanted.effect) <= tolerance * se);
    CHECK(std::abs(found.standard_error - se) <= tolerance * se);
    CHECK(std::abs(found.p_value - wanted.p_value) <= tolerance);
    CHECK(std::abs(found.interval.lower - wanted.interval.lower) <= 3 * tolerance * se);
    CHECK(std::abs(found.interval.upper - wanted.interval.upper) <= 3 * tolerance * se);
}

}  // namespace r_trial
