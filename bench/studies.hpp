#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/prepared_study.hpp>

/// The studies that are timed, profiled and counted.
namespace studies {

using namespace equipoise;

/// Simulates and reduces: an analysis that is handed the sufficient statistics and looks at nothing.
inline AnyAnalysis nothing() {
    return {"nothing", 3, [](const SufficientStatistics&) { return Estimate{}; }};
}

inline AnyAnalysis mmrm(DegreesOfFreedom degrees_of_freedom) {
    return Mmrm{.covariates = {{.name = "baseline"}}, .degrees_of_freedom = degrees_of_freedom};
}

/// A study to be timed, whole: trials are simulated, reduced, analysed and added up.
struct Study {
    std::string name;
    std::string file;                          ///< in examples/scenarios
    std::vector<AnyAnalysis> analyses{};       ///< empty: the scenario's own
    double most = 0;                           ///< in B, what a replicate should take; 0: nothing is promised
    bool counted = true;                       ///< whether its instructions are, which takes fifty times its time
    std::vector<Override> overrides{};
};

/// Those of the table in docs/speed.md.
inline std::vector<Study> all() {
    using enum DegreesOfFreedom;
    const std::string trial = "van_dillen_2021.json";
    return {{.name = "simulate and reduce", .file = trial, .analyses = {nothing()}, .most = 1.2},
            {.name = "t-test at three visits", .file = trial, .analyses = {TTest{}}},
            {.name = "ANCOVA at three visits", .file = trial, .analyses = {Ancova{}}, .most = 1.5},
            {.name = "MMRM, Satterthwaite", .file = trial, .analyses = {mmrm(satterthwaite)}, .most = 3},
            {.name = "MMRM, Kenward-Roger", .file = trial, .analyses = {mmrm(kenward_roger)}, .most = 4.5},
            {.name = "all five analyses of the scenario", .file = trial},
            {.name = "van_dillen_2021_full", .file = "van_dillen_2021_full.json", .counted = false}};
}

inline PreparedStudy prepared(const Study& study, const std::string& scenarios) {
    const ScenarioFile file = read_scenario(scenarios + '/' + study.file, study.overrides);
    return prepare(file.scenario, study.analyses.empty() ? file.analyses : study.analyses, file.options);
}

}  // namespace studies
