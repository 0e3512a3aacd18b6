#pragma once

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/count_regression.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/proportional_odds.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/analysis/wilcoxon.hpp>
#include <equipoise/performance/multiplicity.hpp>

#include "agreement/estimates.hpp"
#include "agreement/r_models.hpp"
#include "agreement/r_trials.hpp"
#include "agreement/sets.hpp"

/// The checks against scripts of our own in R, tests/reference_r.
namespace agreement {

using namespace equipoise;

/// A rank test with its interval, at two levels, and at margins.
inline void hodges_lehmann(Page& page, const std::string& name, const std::string& kind, const TrialData& data, const Wilcoxon& test, const json& wanted) {
    const auto p = [&](const Hypothesis& hypothesis) {
        Wilcoxon other = test;
        other.hypothesis = hypothesis;
        return analyse(data, other)[0].p_value;
    };
    const Estimate found = analyse(data, test)[0];
    const Estimate narrow = analyse(data, test, 0.1)[0];
    page.add({"Wilcoxon test, " + kind, name, "R 4.2.2"},
             {relative("p", found.p_value, wanted.at("p"), 1e-10), absolute("lower limit", found.interval.lower, wanted.at("ci").at(0), 1e-10), absolute("upper limit", found.interval.upper, wanted.at("ci").at(1), 1e-10),
              absolute("lower limit, 90 %", narrow.interval.lower, wanted.at("ci_90").at(0), 1e-10), absolute("upper limit, 90 %", narrow.interval.upper, wanted.at("ci_90").at(1), 1e-10),
              relative("p, less than 2", p({Alternative::less, 2.0}), wanted.at("less_at_2"), 1e-10), relative("p, greater than -4", p({Alternative::greater, -4.0}), wanted.at("greater_at_minus_4"), 1e-10),
              relative("p, not -1", p({Alternative::two_sided, -1.0}), wanted.at("two_sided_at_minus_1"), 1e-10)},
             {"lower limit", "upper limit"});
}

inline void rank_intervals(Page& page) {
    for (const auto& [name, set] : r_file("hodges_lehmann").at("sets").items()) {
        const TrialData data = r_trials::two_samples(set.at("x"), set.at("y"));
        page.add({"Hodges-Lehmann shift", name, "R 4.2.2"}, {relative("shift", analyse(data, Wilcoxon{})[0].effect, set.at("median"), 1e-10)}, {"shift"});
        hodges_lehmann(page, name, "normal, corrected", data, Wilcoxon{}, set.at("normal").at("corrected"));
        hodges_lehmann(page, name, "normal, not corrected", data, Wilcoxon{.continuity_correction = false}, set.at("normal").at("plain"));
        if (set.contains("exact")) hodges_lehmann(page, name, "exact", data, Wilcoxon{.distribution = RankTestDistribution::exact}, set.at("exact"));
    }
}

inline void permutation_tests(Page& page) {
    for (const auto& [name, set] : r_file("permutation").at("sets").items()) {
        const TrialData data = r_trials::with_strata(set.at("data"), {{"stratum", {"1", "2"}}});
        for (const std::string kind : {"plain", "adjusted"}) {
            PermutationTest test{.strata = {"stratum"}};
            if (kind == "adjusted") test.covariates = {{.name = "baseline"}};
            std::vector<Number> numbers{relative("effect", analyse(data, test)[0].effect, set.at(kind).at("effect"), 1e-10)};
            for (const auto& [margin, key] : {std::pair{0.0, "no_effect"}, std::pair{-2.0, "effect_of_minus_2"}}) {
                const json& wanted = set.at(kind).at(key);
                for (const auto& [alternative, side] : {std::pair{Alternative::two_sided, "two_sided"}, std::pair{Alternative::less, "less"}, std::pair{Alternative::greater, "greater"}}) {
                    test.hypothesis = {alternative, margin};
                    numbers.push_back(relative(margin == 0 ? "p, " + std::string{side} : "p at -2, " + std::string{side}, analyse(data, test)[0].p_value, wanted.at(side), 1e-12));
                }
            }
            page.add({"permutation test, " + kind, name, "R 4.2.2, combn"}, numbers, {"p, two_sided"});
        }
    }
}

inline ResponderDifference responders_as(const std::string& response) {
    using Measure = Responder::Measure;
    if (response == "failure") return {.missing_response = MissingResponse::failure};
    if (response == "percentage") return {.responder = {.measure = Measure::percentage_improvement, .threshold = 50}};
    if (response == "low") return {.responder = {.measure = Measure::score, .threshold = 14}};
    return {};
}

inline std::vector<Number> compared_shares(const TrialData& data, const ResponderDifference& of, const json& wanted) {
    const auto p = [&](const Hypothesis& hypothesis, ResponderTest test = ResponderTest::score) {
        ResponderDifference other = of;
        other.hypothesis = hypothesis;
        other.test = test;
        return analyse(data, other)[0].p_value;
    };
    const Estimate found = analyse(data, of)[0];
    const Estimate wide = analyse(data, of, 0.01)[0];
    std::vector<Number> numbers{{"effect", found.effect, wanted.at("estimate"), wanted.at("se"), 1e-10}, relative("SE", found.standard_error, wanted.at("se"), 1e-10)};
    for (const auto& [name, ours, theirs] : {std::tuple{"Newcombe, lower", found.interval.lower, wanted.at("ci").at(0)}, {"Newcombe, upper", found.interval.upper, wanted.at("ci").at(1)},
                                             {"Newcombe 99 %, lower", wide.interval.lower, wanted.at("ci99").at(0)}, {"Newcombe 99 %, upper", wide.interval.upper, wanted.at("ci99").at(1)}}) {
        numbers.push_back(absolute(name, ours, theirs, 1e-12));
    }
    numbers.push_back(relative("p, chi-squared", found.p_value, wanted.at("chi_squared_p"), 1e-10));
    numbers.push_back(relative("p, Fisher", p({}, ResponderTest::fisher), wanted.at("fisher").at("two_sided"), 1e-10));
    numbers.push_back(relative("p, Fisher, less", p({Alternative::less}, ResponderTest::fisher), wanted.at("fisher").at("less"), 1e-10));
    numbers.push_back(relative("p, Fisher, greater", p({Alternative::greater}, ResponderTest::fisher), wanted.at("fisher").at("greater"), 1e-10));
    numbers.push_back(relative("p, margin -0.1", p({Alternative::greater, -0.1}), wanted.at("greater_than_minus_tenth_p"), 1e-9));
    numbers.push_back(relative("p, margin 0.25", p({Alternative::less, 0.25}), wanted.at("less_than_quarter_p"), 1e-9));
    numbers.push_back(relative("p, equivalence", p({Alternative::equivalence, 0.3}), wanted.at("equivalence_within_three_tenths_p"), 1e-9));
    return numbers;
}

inline void responders(Page& page) {
    const json all = r_file("responders").at("sets");
    for (const auto& [name, set] : all.items()) {
        const TrialData data = r_trials::with_covariates(set.at("data"), "base", "score");
        for (const auto& [response, wanted] : set.at("compared").items()) {
            page.add({"shares of responders", name + ", " + response, "R 4.2.2"}, compared_shares(data, responders_as(response), wanted),
                     if_shown(response == "observed", {"effect", "Newcombe, lower", "Newcombe, upper", "p, chi-squared", "p, Fisher", "p, margin -0.1"}));
        }
        for (const auto& [response, models] : set.at("logistic").items()) {
            for (const auto& [covariates, wanted] : models.items()) {
                LogisticRegression model{.missing_response = response == "failure" ? MissingResponse::failure : MissingResponse::observed};
                if (covariates == "none") model.covariates = {};
                if (covariates == "all") model.covariates = {{.name = "baseline"}, {.name = "age"}, {.name = "site", .type = CovariateType::factor}};
                const std::vector<Estimate> found = analyse(data, model);
                const bool shown = response == "observed" && covariates == "all";
                const std::string at = name + ", " + response + ", covariates: " + covariates;
                page.add({"logistic regression, conditional log odds ratio", at, "R 4.2.2, glm"}, compared(found[0], wanted.at("conditional_log_odds_ratio"), 1e-10), if_shown(shown, {"effect", "SE"}));
                page.add({"logistic regression", at, "R 4.2.2, glm"}, {log_likelihood(found[0], wanted.at("log_likelihood"))});
                page.add({"g-computation, risk difference", at, "R 4.2.2"}, compared(found[1], wanted.at("risk_difference"), 1e-10), if_shown(shown, {"effect", "SE"}));
                page.add({"g-computation, marginal log odds ratio", at, "R 4.2.2"}, compared(found[2], wanted.at("marginal_log_odds_ratio"), 1e-10), if_shown(shown, {"effect", "SE"}));
            }
        }
    }
}

inline void ordinal_and_counts(Page& page) {
    for (const auto& [name, set] : r_file("ordinal_and_count").at("sets").items()) {
        for (const std::string covariates : {"none", "all"}) {
            const std::vector<Covariate> adjusted = covariates == "none" ? std::vector<Covariate>{} : std::vector<Covariate>{{.name = "age"}, {.name = "site", .type = CovariateType::factor}};
            const std::string at = name + ", covariates: " + covariates;
            const json& odds = set.at("proportional_odds").at(covariates);
            const Estimate ordinal = analyse(r_trials::with_covariates(set.at("data"), "", "level"), ProportionalOdds{.covariates = adjusted})[0];
            page.add({"proportional odds", at, "MASS 7.3.58.2, polr, polished"}, compared(ordinal, odds, 1e-9), if_shown(covariates == "all", {"effect", "SE"}));
            page.add({"proportional odds", at, "MASS 7.3.58.2"}, {log_likelihood(ordinal, odds.at("log_likelihood"))});
            const TrialData data = r_trials::with_covariates(set.at("data"), "", "count");
            for (const auto& [model, key, tolerance] : {std::tuple{CountModel::poisson, "poisson", 1e-8}, {CountModel::quasi_poisson, "quasi_poisson", 1e-8}, {CountModel::negative_binomial, "negative_binomial", 1e-7}}) {
                const json& wanted = set.at("count").at(covariates).at(key);
                const Estimate found = analyse(data, CountRegression{.model = model, .covariates = adjusted})[0];
                const std::string software = model == CountModel::negative_binomial ? "MASS 7.3.58.2, glm.nb" : "R 4.2.2, glm";
                page.add({"counts, " + std::string{key}, at, software}, compared(found, wanted, tolerance), if_shown(covariates == "all", {"effect", "SE"}));
                if (wanted.contains("log_likelihood")) page.add({"counts, " + std::string{key}, at, software}, {log_likelihood(found, wanted.at("log_likelihood"))});
            }
        }
    }
}

inline void multiplicity(Page& page) {
    using Numbers = std::vector<double>;
    std::size_t number = 0;
    for (const json& set : r_file("multiplicity").at("sets")) {
        const PerHypothesis p(set.at("p").get<Numbers>());
        const Numbers weights = set.at("weights");
        const Numbers shares = set.at("shares");
        const std::string name = "set " + std::to_string(++number);
        const auto add = [&](const std::string& method, const PerHypothesis& found, const std::string& key, const std::string& software) {
            std::vector<Number> numbers;
            for (std::size_t i = 0; i < set.at(key).size(); ++i) numbers.push_back(relative("adjusted p " + std::to_string(i + 1), found[i], set.at(key).at(i), 1e-12));
            page.add({method, name, software}, numbers, if_shown(number == 1, {"adjusted p 1"}));
        };
        const std::string closed = "R 4.2.2, closed tests";
        add("Bonferroni", adjusted(Bonferroni{}, p), "bonferroni", "R 4.2.2, p.adjust");
        add("Bonferroni, weighted", adjusted(Bonferroni{shares}, p), "weighted_bonferroni", closed);
        add("Holm", adjusted(Holm{}, p), "holm", "R 4.2.2, p.adjust");
        add("Holm, weighted", adjusted(Holm{weights}, p), "weighted_holm", closed);
        add("Hochberg", adjusted(Hochberg{}, p), "hochberg", "R 4.2.2, p.adjust");
        add("fixed sequence", adjusted(FixedSequence{}, p), "fixed_sequence", closed);
        add("fallback", adjusted(Fallback{shares}, p), "fallback", closed);
        add("graphical", adjusted(Graphical{shares, set.at("transitions").get<std::vector<Numbers>>()}, p), "graphical", closed);
    }
}

inline void r_checks(Page& page) {
    page.section("Intervals of ranks and permutation tests", "`hodges_lehmann.json`, `permutation.json` (all allocations). Limits absolute, the rest relative.");
    rank_intervals(page);
    permutation_tests(page);
    page.section("Responders", "`responders.json`. Limits absolute, effects in standard errors, the rest relative.");
    responders(page);
    page.section("Ordinal and count outcomes", "`ordinal_and_count.json`.");
    ordinal_and_counts(page);
    page.section("Multiplicity", "`multiplicity.json`. Relative.");
    multiplicity(page);
    page.section("Strata and boosters", "`ancova_strata.json`, `booster_factorial.json`.");
    least_squares(page);
    page.section("Random effects", "`linear_mixed_model.json`, `therapist_mixed_model.json`. lme4 stops early: hence the wider tolerances.");
    random_effects(page);
    therapists(page);
}

}  // namespace agreement
