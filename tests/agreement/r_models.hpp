#pragma once

#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>

#include "agreement/r_trials.hpp"
#include "agreement/sets.hpp"

/// Linear models of tests/reference_r, with and without random effects.
namespace agreement {

using namespace equipoise;

inline json r_file(const std::string& name) { return reference::read_json("../reference_r/" + name + ".json"); }

inline std::vector<std::string> if_shown(bool shown, const std::vector<std::string>& quantities) { return shown ? quantities : std::vector<std::string>{}; }

inline void least_squares(Page& page) {
    for (const auto& [name, set] : r_file("ancova_strata").at("sets").items()) {
        const TrialData data = r_trials::with_strata(set.at("data"), {{"site", {"a", "b", "c"}}, {"sex", {"f", "m"}}});
        using enum CoefficientVariance;
        for (const auto& [variance, key] : {std::pair{model, "model"}, {hc0, "hc0"}, {hc1, "hc1"}, {hc2, "hc2"}, {hc3, "hc3"}}) {
            page.add({"ANCOVA with strata, variance " + std::string{key}, name, "R 4.2.2"}, compared(analyse(data, Ancova{.strata = {"site", "sex"}, .variance = variance})[0], set.at("fits").at(key), 1e-10),
                     if_shown(variance == model || variance == hc3, {"SE"}));
        }
    }
    for (const auto& [name, models] : r_file("booster_factorial").at("sets").items()) {
        for (const std::string kind : {"with_baseline", "without"}) {
            const std::vector<Estimate> found = analyse(reference::trial(name), kind == "without" ? BoosterFactorial{.covariates = {}} : BoosterFactorial{});
            for (std::size_t v = 0; v < 3; ++v) {
                const json& wanted = models.at(kind).at(reference::visits[v]);
                const std::vector<std::string> shown = if_shown(kind == "with_baseline" && v == 2, {"effect", "SE"});
                page.add({"boosters, main effect", place(name, v) + ", " + kind, "R 4.2.2"}, compared(found[2 * v], wanted.at("booster_minus_none"), 1e-10), shown);
                page.add({"boosters, interaction", place(name, v) + ", " + kind, "R 4.2.2"}, compared(found[2 * v + 1], wanted.at("booster_by_arm"), 1e-10), shown);
            }
        }
    }
}

inline void random_effects(Page& page) {
    for (const auto& [name, set] : r_file("linear_mixed_model").at("sets").items()) {
        const TrialData data = r_trials::repeated(set.at("data"));
        const auto weeks = set.at("data").at("weeks").get<std::vector<double>>();
        for (const json& wanted : set.at("models")) {
            const bool slope = wanted.at("slope");
            const std::string method = slope ? "random intercept and slope" : "random intercept";
            Lmm model{.covariates = {{.name = "baseline"}}, .random_effects = slope ? ParticipantEffects::intercept_and_slope : ParticipantEffects::intercept};
            const Fitted satterthwaite = fit(model, data, weeks);
            model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
            model.information = InformationMatrix::expected;
            const Fitted kenward_roger = fit(model, data, weeks);
            page.add({method, name, "lmerTest 3.1.3"}, {log_likelihood(satterthwaite.estimates[0], wanted.at("log_likelihood"), 1e-6)}, {"log-likelihood"});
            page.add({method, name, "lmerTest 3.1.3"}, matrix("covariance", satterthwaite.covariance, wanted.at("covariance"), 1e-4));
            for (std::size_t v = 0; v < satterthwaite.estimates.size(); ++v) {
                const std::string at = name + ", visit " + std::to_string(v + 1);
                page.add({method, at, "lmerTest 3.1.3"}, compared(satterthwaite.estimates[v], wanted.at("satterthwaite").at(v), 1e-6, 1e-4), if_shown(v == 2, {"SE", "df"}));
                page.add({method + ", Kenward-Roger", at, "pbkrtest 0.5.2"}, compared(kenward_roger.estimates[v], wanted.at("kenward_roger_expected").at(v), 1e-6, 1e-4), if_shown(v == 2, {"SE", "df"}));
            }
        }
    }
}

inline void therapists(Page& page) {
    for (const auto& [name, set] : r_file("therapist_mixed_model").at("sets").items()) {
        const TrialData data = r_trials::with_therapists(set.at("data"));
        for (const json& wanted : set.at("models")) {
            const bool plain = wanted.at("covariates").empty();
            const Estimate found = analyse(data, plain ? TherapistMixedModel{.covariates = {}} : TherapistMixedModel{})[0];
            const bool singular = wanted.at("singular");  // then our degrees of freedom are those of least squares
            const std::string at = name + (plain ? "" : ", with baseline");
            page.add({singular ? "random therapist, at the boundary" : "random therapist", at, singular ? "R 4.2.2, lm" : "lmerTest 3.1.3"},
                     singular ? compared(found, wanted.at("lm"), 1e-10) : compared(found, wanted, 1e-4, 1e-3), if_shown(!plain, {"effect", "SE", "df"}));
            page.add({"random therapist, log-likelihood", at, "lmerTest 3.1.3"}, {relative("log-likelihood", found.log_likelihood, wanted.at("log_likelihood"), 1e-9)});
        }
    }
}

}  // namespace agreement
