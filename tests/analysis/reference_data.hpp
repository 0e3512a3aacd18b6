#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/data/trial_data.hpp>

/// The data sets and numbers of tests/reference.
namespace reference {

inline const std::vector<std::string> sets{"i_complete", "ii_monotone", "iv_tiny16", "vii_heavy_dropout_unequal"};
inline const std::vector<std::string> visits{"y0", "y6", "y12"};  // visits 1, 2, 3

inline nlohmann::json read_json(const std::string& name) {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference/" + name);
    return nlohmann::json::parse(file);
}

inline const nlohmann::json& analyses(const std::string& set) {
    static const nlohmann::json all = read_json("analyses.json");
    return all.at("sets").at(set);
}

inline equipoise::TrialData trial(const std::string& set) {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference/" + set + ".csv");
    std::string line;
    std::getline(file, line);
    std::vector<std::vector<double>> rows;
    while (std::getline(file, line)) {
        std::vector<double> row;
        std::stringstream cells(line + ",");
        for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell.empty() ? equipoise::missing : std::stod(cell));
        if (row.size() != 7) throw std::runtime_error(set + ".csv: " + line);
        rows.push_back(row);
    }
    equipoise::TrialData data;
    data.outcomes.push_back({.name = "MODQ", .visits = 4, .scores = {}});
    for (const auto& row : rows) {
        data.arm.push_back(row[1] == 1 ? equipoise::Arm::treatment : equipoise::Arm::control);
        data.booster.push_back(row[2] == 1 ? 1 : 0);
    }
    for (std::size_t visit = 0; visit < 4; ++visit) {
        for (const auto& row : rows) data.outcomes[0].scores.push_back(row[3 + visit]);
    }
    if (data.participants() < 16) throw std::runtime_error(set + ".csv cannot be read");
    return data;
}

}  // namespace reference
