#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/data/trial_data.hpp>

/// The data sets of tests/reference_r, as they are laid out there.
namespace r_trials {

using namespace equipoise;
using nlohmann::json;

inline double number(const json& value) { return value.is_null() ? missing : value.get<double>(); }

inline Arm arm(const json& value) { return value == 1 ? Arm::treatment : Arm::control; }

inline void append(std::vector<double>& values, const json& column) {
    for (const json& value : column) values.push_back(number(value));
}

/// Nobody has a baseline.
inline TrialData two_samples(const std::vector<double>& treatment, const std::vector<double>& control) {
    TrialData data{.arm = std::vector<Arm>(treatment.size(), Arm::treatment), .booster = {}, .outcomes = {}};
    data.arm.insert(data.arm.end(), control.size(), Arm::control);
    data.booster.assign(data.arm.size(), 0);
    std::vector<double> scores(data.arm.size(), missing);
    scores.insert(scores.end(), treatment.begin(), treatment.end());
    scores.insert(scores.end(), control.begin(), control.end());
    data.outcomes.push_back({.name = "score", .visits = 2, .scores = std::move(scores)});
    return data;
}

/// A list of participants: arm, base, y and factors numbered from 1.
inline TrialData with_strata(const json& rows, const std::vector<std::pair<std::string, std::vector<std::string>>>& factors) {
    TrialData data{.arm = {}, .booster = std::vector<std::uint8_t>(rows.size()), .outcomes = {{.name = "score", .visits = 2, .scores = {}}}};
    for (const json& row : rows) {
        data.arm.push_back(arm(row.at("arm")));
        data.outcomes[0].scores.push_back(number(row.at("base")));
    }
    for (const json& row : rows) data.outcomes[0].scores.push_back(number(row.at("y")));
    for (const auto& [name, levels] : factors) {
        data.covariates.push_back({.name = name, .values = {}, .levels = levels});
        for (const json& row : rows) data.covariates.back().values.push_back(row.at(name).get<double>() - 1);
    }
    return data;
}

/// Columns: arm, age, site, a score, and a baseline unless its name is empty.
inline TrialData with_covariates(const json& columns, const std::string& baseline, const std::string& score) {
    TrialData data{.arm = {}, .booster = {}, .outcomes = {{.name = score, .visits = 2, .scores = {}}}};
    for (const json& one : columns.at("arm")) data.arm.push_back(arm(one));
    data.booster.assign(data.arm.size(), 0);
    std::vector<double>& scores = data.outcomes[0].scores;
    if (baseline.empty()) scores.assign(data.arm.size(), missing);
    else append(scores, columns.at(baseline));
    append(scores, columns.at(score));
    data.covariates = {{.name = "age", .values = {}}, {.name = "site", .values = {}, .levels = {"east", "north", "west"}}};
    append(data.covariates[0].values, columns.at("age"));
    const std::vector<std::string>& levels = data.covariates[1].levels;
    for (const json& level : columns.at("site")) {
        data.covariates[1].values.push_back(static_cast<double>(std::find(levels.begin(), levels.end(), level.get<std::string>()) - levels.begin()));
    }
    return data;
}

/// Columns: arm, baseline, and y by visit.
inline TrialData repeated(const json& columns) {
    TrialData data{.arm = {}, .booster = {}, .outcomes = {{.name = "score", .visits = columns.at("weeks").size(), .scores = {}}}};
    for (const json& one : columns.at("arm")) data.arm.push_back(arm(one));
    data.booster.assign(data.arm.size(), 0);
    append(data.outcomes[0].scores, columns.at("baseline"));
    for (std::size_t visit = 1; visit < data.outcomes[0].visits; ++visit) append(data.outcomes[0].scores, columns.at("y").at(std::to_string(visit)));
    return data;
}

/// Columns: arm, therapist from 1 (null: none), baseline, y.
inline TrialData with_therapists(const json& columns) {
    TrialData data{.arm = {}, .booster = {}, .outcomes = {{.name = "y", .visits = 2, .scores = {}}}};
    for (const json& one : columns.at("arm")) data.arm.push_back(arm(one));
    data.booster.assign(data.arm.size(), 0);
    for (const json& who : columns.at("therapist")) data.therapist.push_back(who.is_null() ? no_therapist : who.get<std::uint32_t>() - 1);
    append(data.outcomes[0].scores, columns.at("baseline"));
    append(data.outcomes[0].scores, columns.at("y"));
    return data;
}

}  // namespace r_trials
