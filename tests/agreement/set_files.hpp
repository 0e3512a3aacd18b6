#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/wilcoxon.hpp>

#include "agreement/repeated_measures.hpp"
#include "agreement/sets.hpp"

/// The four data sets, analysed in R by t-tests, ranks, ANCOVA and models of repeated measures.
namespace agreement {

using namespace equipoise;

inline void t_tests(Page& page) {
    struct Kind {
        std::string name;
        std::string key;
        TTest test;
    };
    const std::array<Kind, 4> kinds{{{"pooled t-test of scores", "score_pooled", {}},
                                     {"Welch's t-test of scores", "score_welch", {.variance = TTestVariance::welch}},
                                     {"pooled t-test of changes", "change_pooled", {.response = TTestResponse::change}},
                                     {"Welch's t-test of changes", "change_welch", {.variance = TTestVariance::welch, .response = TTestResponse::change}}}};
    for (const Kind& kind : kinds) {
        for (const std::string& set : reference::sets) {
            const std::vector<Estimate> found = analyse(reference::trial(set), kind.test);
            for (std::size_t v = 0; v < 3; ++v) {
                const json& wanted = reference::analyses(set).at("t_test").at(reference::visits[v]).at(kind.key);
                page.add({kind.name, place(set, v), r_version}, compared(found[v], wanted, 1e-10), shown_at(set, v, {"effect", "SE", "df", "p"}));
            }
        }
    }
}

inline void ranks_of(Page& page, const std::string& set, Response response) {
    const json all = reference::read_json("wilcoxon.json").at("sets").at(set);
    const TrialData data = reference::trial(set);
    const std::string key = response == Response::score ? "score" : "change";
    const std::vector<Estimate> corrected = analyse(data, Wilcoxon{.response = response});
    const std::vector<Estimate> plain = analyse(data, Wilcoxon{.response = response, .continuity_correction = false});
    const std::vector<Estimate> exact = analyse(data, Wilcoxon{.response = response, .distribution = RankTestDistribution::exact, .estimate = false});
    for (std::size_t v = 0; v < 3; ++v) {
        const json& wanted = all.at(reference::visits[v]).at(key);
        std::vector<Number> numbers{relative("Hodges-Lehmann shift", corrected[v].effect, wanted.at("hodges_lehmann_median_of_pairwise"), 1e-10),
                                    relative("p, corrected", corrected[v].p_value, wanted.at("p_normal_cc"), 1e-10),
                                    relative("p, not corrected", plain[v].p_value, wanted.at("p_normal_nocc"), 1e-10)};
        if (!wanted.at("p_exact").is_null()) numbers.push_back(relative("p, exact", exact[v].p_value, wanted.at("p_exact"), 1e-10));
        page.add({"Wilcoxon test of " + key + "s", place(set, v), r_version}, numbers, shown_at(set, v, {"Hodges-Lehmann shift", "p, corrected", "p, not corrected", "p, exact"}));
    }
}

inline void ancova(Page& page) {
    const json robust = reference::read_json("ancova_robust.json").at("sets");
    using enum CoefficientVariance;
    const std::array<std::pair<std::string, CoefficientVariance>, 5> kinds{{{"", model}, {"HC0", hc0}, {"HC1", hc1}, {"HC2", hc2}, {"HC3", hc3}}};
    for (const auto& [name, variance] : kinds) {
        for (const std::string& set : reference::sets) {
            const std::vector<Estimate> found = analyse(reference::trial(set), Ancova{.variance = variance});
            for (std::size_t v = 0; v < 3; ++v) {
                const json& wanted = name.empty() ? reference::analyses(set).at("ancova").at(reference::visits[v]) : robust.at(set).at(reference::visits[v]).at(name);
                const std::vector<std::string> quantities = name.empty() ? std::vector<std::string>{"effect", "SE", "df", "p"} : std::vector<std::string>{"SE", "lower limit"};
                page.add({"ANCOVA" + (name.empty() ? name : ", " + name), place(set, v), name.empty() ? r_version : r_version + ", sandwich 3.0.2"}, compared(found[v], wanted, 1e-10),
                         shown_at(set, v, quantities));
            }
        }
    }
}

inline void set_files(Page& page) {
    page.section("t-tests, Wilcoxon and ANCOVA", "Four data sets, three visits. `analyses.json`, `wilcoxon.json`, `ancova_robust.json`. Differences: relative; effects and limits in standard errors.");
    t_tests(page);
    for (const Response response : {Response::score, Response::change}) {
        for (const std::string& set : reference::sets) ranks_of(page, set, response);
    }
    ancova(page);
    page.section("Mixed models of repeated measures", "`analyses.json`, `mmrm_inference.json`, `covariances.json`. Effects in standard errors, log-likelihoods absolute, all else relative. Kenward and Roger's method is the linear form.");
    mmrm_fits(page);
    mmrm_contrasts(page);
    joint_tests(page);
    adjusted_means(page);
    structures(page);
    joint_tests_of_structures(page);
    by_arm(page);
    page.section("Random intercept", "`covariances.json`. lme4 stops early: hence the wider tolerances.");
    random_intercept(page);
    page.section("Constrained longitudinal data analysis", "`mmrm_inference.json`.");
    clda(page);
}

}  // namespace agreement
