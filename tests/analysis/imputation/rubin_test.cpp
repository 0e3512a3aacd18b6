// Reference: mice::pool of 20 given imputations. Oracle: the limits of Rubin's rules.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/imputation/rubin.hpp>
#include <equipoise/analysis/t_distribution.hpp>

#include "analysis/reference_trial.hpp"

namespace rubin_test {
using namespace equipoise;

TEST_CASE("Rubin's rules agree with mice on given estimates") {
    const nlohmann::json wanted = reference::read_json("mi_pool.json");
    const auto estimates = wanted.at("per_imputation_estimate").get<std::vector<double>>();
    const auto variances = wanted.at("per_imputation_variance").get<std::vector<double>>();
    const nlohmann::json& pooled = wanted.at("pooled");
    const PooledEstimate found = pool(estimates, variances, pooled.at("dfcom").get<double>());
    reference::check_relative(found.effect, pooled.at("estimate"), 1e-12);
    reference::check_relative(found.within, pooled.at("ubar"), 1e-12);
    reference::check_relative(found.between, pooled.at("b"), 1e-12);
    reference::check_relative(found.total, pooled.at("t"), 1e-12);
    reference::check_relative(std::sqrt(found.total), pooled.at("se"), 1e-12);
    reference::check_relative(found.degrees_of_freedom, pooled.at("df_barnard_rubin"), 1e-12);
    reference::check_relative(found.relative_increase, pooled.at("riv"), 1e-12);
    reference::check_relative(found.missing_information, pooled.at("fmi"), 1e-12);
    reference::check_relative(two_sided_p(found.effect / std::sqrt(found.total), found.degrees_of_freedom), pooled.at("p"), 1e-11);
    reference::check_relative(pool(estimates, variances).degrees_of_freedom, wanted.at("by_hand").at("df_rubin1987"), 1e-12);
}

/// The completed data sets that mice was given, each as a trial.
std::vector<TrialData> imputed() {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference/mi_imputed.csv");
    std::string line;
    std::getline(file, line);
    std::vector<std::vector<std::array<double, 4>>> scores;
    std::vector<TrialData> trials;
    while (std::getline(file, line)) {
        std::array<double, 7> row{};
        std::stringstream cells(line);
        std::string cell;
        for (double& value : row) {
            std::getline(cells, cell, ',');
            value = std::stod(cell);
        }
        const auto k = static_cast<std::size_t>(row[0]) - 1;
        if (k == trials.size()) {
            trials.push_back({.arm = {}, .booster = {}, .outcomes = {}});
            scores.emplace_back();
        }
        trials[k].arm.push_back(row[2] == 1 ? Arm::treatment : Arm::control);
        trials[k].booster.push_back(0);
        scores[k].push_back({row[3], row[4], row[5], row[6]});
    }
    for (std::size_t k = 0; k < trials.size(); ++k) {
        OutcomeColumns outcome{.name = "MODQ", .visits = 4, .scores = {}};
        for (std::size_t v = 0; v < 4; ++v) {
            for (const auto& row : scores[k]) outcome.scores.push_back(row[v]);
        }
        trials[k].outcomes.push_back(outcome);
    }
    return trials;
}

TEST_CASE("Rubin's rules agree with mice on given imputations") {
    std::vector<double> estimates;
    std::vector<double> variances;
    for (const TrialData& trial : imputed()) {
        const Estimate ancova = analyse(trial, Ancova{.visit = 3})[0];
        estimates.push_back(ancova.effect);
        variances.push_back(ancova.standard_error * ancova.standard_error);
    }
    REQUIRE(estimates.size() == 20);
    const nlohmann::json pooled = reference::read_json("mi_pool.json").at("pooled");
    const PooledEstimate found = pool(estimates, variances, 146);
    reference::check_relative(found.effect, pooled.at("estimate"), 1e-12);
    reference::check_relative(found.total, pooled.at("t"), 1e-12);
    reference::check_relative(found.degrees_of_freedom, pooled.at("df_barnard_rubin"), 1e-11);
}

TEST_CASE("the limits of Rubin's rules") {
    const std::vector<double> same{3, 3, 3};
    const std::vector<double> variances{1, 2, 3};
    const PooledEstimate nothing_missing = pool(same, variances, 50);
    CHECK(nothing_missing.total == Approx(2));
    CHECK(nothing_missing.degrees_of_freedom == Approx(50.0 * 51 / 53));
    CHECK(std::isinf(pool(same, variances).degrees_of_freedom));
    CHECK(std::isnan(pool(std::vector<double>{1}, std::vector<double>{1}).effect));
    CHECK(std::isnan(pool(same, std::vector<double>{1, 1}).effect));
    // With ever more of the variance between imputations, df falls to those that m estimates have.
    CHECK(pool(std::vector<double>{-1e6, 0, 1e6}, variances).degrees_of_freedom == Approx(2).epsilon(1e-6));
}

}  // namespace rubin_test
