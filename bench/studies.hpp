#pragma once

#include <filesystem>
#include <string>
#include <utility>
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

/// Those whose statistics are drawn instead of their participants: an unbounded Gaussian version of the trial, complete and with its dropout.
inline std::vector<Study> collapsed() {
    const std::string trial = "van_dillen_2021_gaussian.json";
    const Override complete{"/mechanism/dropout", R"({"mechanism": "none"})"};
    std::vector<Study> studies;
    for (const bool dropout : {false, true}) {
        const std::string name = dropout ? "collapsed, with dropout: " : "collapsed, complete: ";
        const std::vector<Override> overrides = dropout ? std::vector<Override>{} : std::vector{complete};
        const double most = dropout ? 0.3 : 0.15;
        studies.push_back({.name = name + "t-test", .file = trial, .analyses = {TTest{}}, .most = most, .overrides = overrides});
        studies.push_back({.name = name + "ANCOVA", .file = trial, .analyses = {Ancova{}}, .most = most, .overrides = overrides});
        studies.push_back({.name = name + "t-test and ANCOVA", .file = trial, .analyses = {TTest{}, Ancova{}}, .most = most, .overrides = overrides});
        studies.push_back({.name = name + "MMRM, Satterthwaite", .file = trial, .analyses = {mmrm(DegreesOfFreedom::satterthwaite)}, .most = 2, .overrides = overrides});
    }
    return studies;
}

/// Those of the table in docs/speed.md.
inline std::vector<Study> all(const std::string& scenarios) {
    using enum DegreesOfFreedom;
    const std::string trial = "van_dillen_2021.json";
    std::vector<Study> studies{
            {.name = "simulate and reduce", .file = trial, .analyses = {nothing()}, .most = 1.2},
            {.name = "t-test at three visits", .file = trial, .analyses = {TTest{}}},
            {.name = "ANCOVA at three visits", .file = trial, .analyses = {Ancova{}}, .most = 1.5},
            {.name = "MMRM, Satterthwaite", .file = trial, .analyses = {mmrm(satterthwaite)}, .most = 3},
            {.name = "MMRM, Kenward-Roger", .file = trial, .analyses = {mmrm(kenward_roger)}, .most = 4.5},
            {.name = "all five analyses of the scenario", .file = trial},
            {.name = "van_dillen_2021_full", .file = "van_dillen_2021_full.json", .counted = false}};
    if (std::filesystem::exists(scenarios + '/' + "van_dillen_2021_gaussian.json")) {
        for (Study& study : collapsed()) studies.push_back(std::move(study));
    }
    return studies;
}

inline PreparedStudy prepared(const Study& study, const std::string& scenarios) {
    const ScenarioFile file = read_scenario(scenarios + '/' + study.file, study.overrides);
    return prepare(file.scenario, study.analyses.empty() ? file.analyses : study.analyses, file.options);
}

}  // namespace studies
