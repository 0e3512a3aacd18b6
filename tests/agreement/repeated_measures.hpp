#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/mmrm.hpp>

#include "agreement/sets.hpp"

/// The four data sets, analysed in R by models of repeated measures.
namespace agreement {

using namespace equipoise;

inline Mmrm with_baseline(DegreesOfFreedom method, InformationMatrix information = InformationMatrix::observed) {
    return {.covariates = {{.name = "baseline"}}, .degrees_of_freedom = method, .information = information};
}

/// Of one kind of degrees of freedom: where its contrasts are, visit by visit.
struct Inference {
    std::string name;
    DegreesOfFreedom method;
    InformationMatrix information;
    std::string software;
    std::string key;  ///< in the block of mmrm; empty: only in that of the dense program
    std::string independent;
    std::vector<std::string> shown;
};

inline const std::vector<Inference>& inferences() {
    using enum DegreesOfFreedom;
    using enum InformationMatrix;
    static const std::vector<Inference> all{
        {"Satterthwaite", satterthwaite, observed, mmrm_version, "satterthwaite", "sat_observed_info", {"effect", "SE", "df", "p"}},
        {"Satterthwaite, expected information", satterthwaite, expected, dense_version, "", "sat_expected_info", {"df", "p"}},
        {"Kenward-Roger", kenward_roger, observed, mmrm_version, "kenward_roger_linear", "krlinear_observed_info", {"SE", "df", "p"}},
        {"Kenward-Roger, expected information", kenward_roger, expected, dense_version, "", "krlinear_expected_info", {"SE", "df", "p"}}};
    return all;
}

inline void mmrm_contrasts(Page& page) {
    const json all = reference::read_json("mmrm_inference.json").at("sets");
    for (const Inference& by : inferences()) {
        for (const std::string& set : reference::sets) {
            const std::vector<Estimate> found = analyse(reference::trial(set), with_baseline(by.method, by.information));
            for (std::size_t v = 0; v < 3; ++v) {
                const std::string& label = reference::visits[v];
                const Source source{"MMRM, " + by.name, place(set, v), by.software};
                const std::vector<std::string> shown = shown_at(set, v, by.shown);
                const std::vector<Number> dense = compared(found[v], all.at(set).at("independent").at("contrasts").at(label).at(by.independent), 1e-7);
                if (!by.key.empty()) page.add(source, compared(found[v], all.at(set).at(by.key).at("contrasts").at(label), 1e-7), shown);
                page.add(source, dense, by.key.empty() ? shown : std::vector<std::string>{});
            }
        }
    }
}

inline void mmrm_fits(Page& page) {
    for (const auto& [key, estimation] : {std::pair{"reml", Estimation::reml}, std::pair{"ml", Estimation::ml}}) {
        for (const std::string& set : reference::sets) {
            const json& wanted = reference::analyses(set).at("mmrm").at(key);
            const Fitted found = fit(Mmrm{.covariates = {{.name = "baseline"}}, .estimation = estimation}, reference::trial(set));
            const Source source{std::string{"MMRM by "} + (estimation == Estimation::ml ? "ML" : "REML"), set, estimation == Estimation::ml ? dense_version : mmrm_version};
            page.add(source, {log_likelihood(found.estimates[0], wanted.at("log_likelihood"))}, shown_at(set, 2, {"log-likelihood"}));
            page.add(source, matrix("covariance", found.covariance, wanted.at("covariance"), 1e-7), shown_at(set, 2, {"covariance(3, 3)"}));
            for (std::size_t v = 0; v < 3; ++v) {
                const bool ml = estimation == Estimation::ml;
                page.add({source.method, place(set, v), source.software}, compared(found.estimates[v], wanted.at("contrasts").at(reference::visits[v]), 1e-7),
                         ml ? shown_at(set, v, {"effect", "SE", "df"}) : std::vector<std::string>{});
            }
        }
    }
}

inline void joint_tests(Page& page) {
    const json all = reference::read_json("mmrm_inference.json").at("sets");
    for (const Inference& by : inferences()) {
        if (by.key.empty() && by.method == DegreesOfFreedom::satterthwaite) continue;  // nobody gives it
        for (const std::string& set : reference::sets) {
            Mmrm model = with_baseline(by.method, by.information);
            model.joint = model.interaction = true;
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            for (const auto& [name, at] : {std::pair{"arm_all_visits", std::size_t{3}}, std::pair{"arm_by_visit", std::size_t{4}}}) {
                const json& wanted = by.key.empty() ? all.at(set).at("independent").at("joint").at(name).at(by.independent) : all.at(set).at(by.key).at(std::string{"joint_"} + name);
                const std::string of = at == 3 ? "MMRM, arm at all visits, " : "MMRM, arm by visit, ";
                page.add({of + by.name, set, by.software}, compared_f(found[at], wanted, 1e-7),
                         set == "vii_heavy_dropout_unequal" ? std::vector<std::string>{"F", "denominator df", "p"} : std::vector<std::string>{});
            }
        }
    }
}

inline void adjusted_means(Page& page) {
    const json all = reference::read_json("mmrm_inference.json").at("sets");
    for (const Inference& by : inferences()) {
        if (by.key.empty()) continue;
        for (const std::string& set : reference::sets) {
            Mmrm model = with_baseline(by.method);
            model.least_squares_means = true;
            model.at = {{"baseline", 32}};
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            for (std::size_t v = 0; v < 3; ++v) {
                for (std::size_t arm = 0; arm < 2; ++arm) {
                    const json& wanted = all.at(set).at(by.key).at("adjusted_means").at("arm" + std::to_string(arm) + "_" + reference::visits[v] + "_at_base32");
                    std::vector<Number> numbers = compared(found[3 * v + 1 + arm], wanted, 1e-7);
                    numbers[0].quantity = "mean";
                    page.add({"MMRM, least-squares means, " + by.name, place(set, v) + ", arm " + std::to_string(arm), by.software}, numbers,
                             set == "iv_tiny16" ? std::vector<std::string>{} : shown_at(set, v, {"mean", "SE"}));
                }
            }
        }
    }
}

inline void structures(Page& page) {
    const json all = reference::read_json("covariances.json").at("sets");
    for (const CovarianceName& named : covariance_names) {
        if (named.covariance.kind == CovarianceKind::unstructured) continue;
        std::string name{named.name};
        for (char& letter : name) letter = letter == '_' ? ' ' : letter;
        for (const std::string& set : reference::sets) {
            const json& wanted = all.at(set).at("structures").at(std::string{named.name});
            Mmrm model{.covariates = {{.name = "baseline"}}, .covariance = named.covariance};
            const Fitted satterthwaite = fit(model, reference::trial(set));
            model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
            const std::vector<Estimate> kenward_roger = analyse(reference::trial(set), model);
            const bool shown = set == "vii_heavy_dropout_unequal";
            const std::vector<std::string> nothing;
            page.add({"MMRM, " + name, set, mmrm_version}, {log_likelihood(satterthwaite.estimates[0], wanted.at("log_likelihood"))}, shown ? std::vector<std::string>{"log-likelihood"} : nothing);
            page.add({"MMRM, " + name, set, mmrm_version}, matrix("covariance", satterthwaite.covariance, wanted.at("covariance"), 1e-7));
            for (std::size_t v = 0; v < 3; ++v) {
                page.add({"MMRM, " + name, place(set, v), mmrm_version}, compared(satterthwaite.estimates[v], wanted.at("satterthwaite").at(reference::visits[v]), 1e-7),
                         shown && v == 2 ? std::vector<std::string>{"SE", "df"} : nothing);
                page.add({"MMRM, " + name + ", Kenward-Roger", place(set, v), mmrm_version}, compared(kenward_roger[v], wanted.at("kenward_roger").at(reference::visits[v]), 1e-7),
                         shown && v == 2 ? std::vector<std::string>{"SE"} : nothing);
            }
        }
    }
}

/// Joint tests under the other structures, which mmrm names in its own way.
inline void joint_tests_of_structures(Page& page) {
    const json all = reference::read_json("mmrm_inference.json").at("sets");
    const std::array<std::pair<std::string, VisitCovariance>, 8> named{{{"cs", {CovarianceKind::compound_symmetry}}, {"csh", {CovarianceKind::compound_symmetry, true}},
                                                                         {"ar1", {CovarianceKind::ar1}}, {"ar1h", {CovarianceKind::ar1, true}},
                                                                         {"toep", {CovarianceKind::toeplitz}}, {"toeph", {CovarianceKind::toeplitz, true}},
                                                                         {"ad", {CovarianceKind::ante_dependence}}, {"adh", {CovarianceKind::ante_dependence, true}}}};
    for (const auto& [key, covariance] : named) {
        for (const std::string& set : reference::sets) {
            for (const Inference& by : inferences()) {
                if (by.key.empty()) continue;
                Mmrm model = with_baseline(by.method);
                model.covariance = covariance;
                model.joint = model.interaction = true;
                const std::vector<Estimate> found = analyse(reference::trial(set), model);
                const json& wanted = all.at(set).at("structures").at(key).at(by.key);
                for (const auto& [name, at] : {std::pair{"joint_arm_all_visits", std::size_t{3}}, std::pair{"joint_arm_by_visit", std::size_t{4}}}) {
                    page.add({"MMRM, other structures, joint tests, " + by.name, set + ", " + key + ", " + name, mmrm_version}, compared_f(found[at], wanted.at(name), 1e-7));
                }
            }
        }
    }
}

inline void by_arm(Page& page) {
    const json all = reference::read_json("covariances.json").at("sets");
    for (const std::string& set : reference::sets) {
        const json& wanted = all.at(set).at("unstructured_by_arm");
        const std::vector<Estimate> found = analyse(reference::trial(set), Mmrm{.covariates = {{.name = "baseline"}}, .covariance = {.by_arm = true}});
        page.add({"MMRM, a covariance of each arm", set, mmrm_version}, {log_likelihood(found[0], wanted.at("log_likelihood"))}, shown_at(set, 2, {"log-likelihood"}));
        for (std::size_t v = 0; v < 3; ++v) {
            page.add({"MMRM, a covariance of each arm", place(set, v), mmrm_version}, compared(found[v], wanted.at("satterthwaite").at(reference::visits[v]), 1e-7), shown_at(set, v, {"effect", "SE", "df"}));
        }
    }
}

inline void random_intercept(Page& page) {
    const json all = reference::read_json("covariances.json").at("sets");
    for (const std::string& set : reference::sets) {
        const json& wanted = all.at(set).at("random_intercept");
        Lmm model{.covariates = {{.name = "baseline"}}};
        const Fitted satterthwaite = fit(model, reference::trial(set));
        model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
        model.information = InformationMatrix::expected;
        const std::vector<Estimate> kenward_roger = analyse(reference::trial(set), model);
        const double intercept = satterthwaite.covariance[1];
        page.add({"random intercept", set, "lmerTest 3.1.3"},
                 {log_likelihood(satterthwaite.estimates[0], wanted.at("log_likelihood"), 1e-6), relative("intercept variance", intercept, wanted.at("intercept_variance"), 1e-6),
                  relative("residual variance", satterthwaite.covariance[0] - intercept, wanted.at("residual_variance"), 1e-6)},
                 shown_at(set, 2, {"log-likelihood", "intercept variance"}));
        for (std::size_t v = 0; v < 3; ++v) {
            const std::string& label = reference::visits[v];
            page.add({"random intercept", place(set, v), "lmerTest 3.1.3"}, compared(satterthwaite.estimates[v], wanted.at("satterthwaite").at(label), 1e-6, 1e-4), shown_at(set, v, {"effect", "SE", "df"}));
            page.add({"random intercept, Kenward-Roger, expected information", place(set, v), "pbkrtest 0.5.2"}, compared(kenward_roger[v], wanted.at("kenward_roger_expected").at(label), 1e-6, 1e-4),
                     shown_at(set, v, {"SE", "df"}));
        }
    }
}

inline void clda(Page& page) {
    const json all = reference::read_json("mmrm_inference.json").at("sets");
    for (const std::string& set : reference::sets) {
        const json& wanted = all.at(set).at("clda");
        const Fitted reml = fit(Clda{}, reference::trial(set));
        const Fitted ml = fit(Clda{.estimation = Estimation::ml}, reference::trial(set));
        page.add({"cLDA by REML", set, mmrm_version}, {log_likelihood(reml.estimates[0], wanted.at("log_likelihood"))}, shown_at(set, 2, {"log-likelihood"}));
        page.add({"cLDA by REML", set, mmrm_version}, matrix("covariance", reml.covariance, wanted.at("covariance"), 1e-7));
        page.add({"cLDA by ML", set, mmrm_version}, {log_likelihood(ml.estimates[0], wanted.at("ml").at("log_likelihood"))}, shown_at(set, 2, {"log-likelihood"}));
        page.add({"cLDA by ML", set, mmrm_version}, matrix("covariance", ml.covariance, wanted.at("ml").at("covariance"), 1e-7));
        for (const Inference& by : inferences()) {
            const std::vector<Estimate> found = analyse(reference::trial(set), Clda{.degrees_of_freedom = by.method, .information = by.information});
            for (std::size_t v = 0; v < 3; ++v) {
                const std::string& label = reference::visits[v];
                const Source source{"cLDA, " + by.name, place(set, v), by.software};
                const std::vector<std::string> shown = shown_at(set, v, by.shown);
                if (!by.key.empty()) page.add(source, compared(found[v], wanted.at(by.key).at(label), 1e-7), shown);
                page.add(source, compared(found[v], wanted.at("independent").at(label).at(by.independent), 1e-7), by.key.empty() ? shown : std::vector<std::string>{});
            }
        }
    }
}

}  // namespace agreement
