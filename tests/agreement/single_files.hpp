#pragma once

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/imputation/rubin.hpp>
#include <equipoise/analysis/t_distribution.hpp>
#include <equipoise/performance/t_test_power.hpp>

#include "agreement/estimates.hpp"
#include "analysis/reference_data.hpp"
#include "analysis/values_of_distributions.hpp"
#include "performance/rsimsum.hpp"

/// Files of one subject each: power, effect sizes, distributions, performance measures, imputation.
namespace agreement {

using namespace equipoise;

inline void power_of_t_tests(Page& page) {
    page.section("Power of t-tests", "`ttest_power.json`, by direct integration; `equivalence_power.json`, by R's `integrate`. Powers absolute, numbers of participants relative.");
    const json all = reference::read_json("ttest_power.json");
    std::size_t k = 0;
    for (const json& row : all.at("ttest_power")) {
        const bool one_sided = row.at("sided") == 1;
        const double alpha = row.at("alpha");
        const TTestDesign design{.effect = row.at("delta"), .standard_deviation = row.at("sd"), .alpha = (one_sided ? 2 : 1) * alpha, .hypothesis = {one_sided ? Alternative::greater : Alternative::two_sided}};
        const std::string at = "arms of " + row.at("n0").dump() + " and " + row.at("n1").dump() + ", effect " + row.at("delta").dump() + ", " + (one_sided ? "one" : "two") + "-sided " + row.at("alpha").dump();
        page.add({"power of the t-test", at, "R 4.2.2"}, {absolute("power", t_test_power({row.at("n0"), row.at("n1")}, design), row.at("power"), 1e-12)},
                 k++ % 37 == 13 ? std::vector<std::string>{"power"} : std::vector<std::string>{});
    }
    for (const json& row : all.at("sample_size_continuous")) {
        const double found = t_test_participants(row.at("power"), {.effect = row.at("delta"), .standard_deviation = row.at("sd"), .alpha = row.at("alpha")}).control;
        page.add({"participants for a power", "power " + row.at("power").dump() + ", effect " + row.at("delta").dump(), "R 4.2.2"}, {relative("participants per arm", found, row.at("n_per_group"), 1e-9)},
                 {"participants per arm"});
    }
    k = 0;
    for (const json& row : reference::read_json("../reference_r/equivalence_power.json").at("power")) {
        const TTestDesign design{.effect = row.at("effect"), .standard_deviation = row.at("sd"), .alpha = row.at("alpha"), .hypothesis = {Alternative::equivalence, row.at("margin")}};
        page.add({"power to show equivalence", "arms of " + row.at("n0").dump() + " and " + row.at("n1").dump() + ", margin " + row.at("margin").dump(), "R 4.2.2"},
                 {absolute("power", t_test_power({row.at("n0"), row.at("n1")}, design), row.at("power"), 1e-9)}, k++ % 6 == 3 ? std::vector<std::string>{"power"} : std::vector<std::string>{});
    }
}

inline void effect_sizes(Page& page) {
    page.section("Effect sizes", "`effect_sizes.json`. Intervals are exact, by the noncentral t distribution. Limits absolute, all else relative.");
    const json all = reference::read_json("effect_sizes.json");
    for (const auto& [file, set] : all.items()) {
        const std::string name = file.substr(0, file.find('.'));
        for (const Response response : {Response::score, Response::change}) {
            const std::vector<Estimate> d = analyse(reference::trial(name), EffectSize{.estimator = EffectSizeEstimator::cohens_d, .response = response});
            const std::vector<Estimate> g = analyse(reference::trial(name), EffectSize{.response = response});
            const std::string kind = response == Response::score ? "score" : "change";
            for (std::size_t v = 0; v < 3; ++v) {
                const json& wanted = set.at(reference::visits[v]).at(kind);
                const bool shown = v == 2 && response == Response::score;
                const Source source{"effect sizes of " + kind + "s", name + ", " + reference::visits[v], "R 4.2.2"};
                page.add(source,
                         {relative("Cohen's d", d[v].effect, wanted.at("cohen_d"), 1e-10), relative("Hedges' g", g[v].effect, wanted.at("hedges_g"), 1e-10),
                          relative("correction J", hedges_correction(wanted.at("n0").get<double>() + wanted.at("n1").get<double>() - 2), wanted.at("J_exact"), 1e-10),
                          relative("variance of d", d[v].standard_error * d[v].standard_error, wanted.at("var_d_large_sample"), 1e-10),
                          absolute("d, lower limit", d[v].interval.lower, wanted.at("d_ci_noncentral_t").at(0), 1e-10), absolute("d, upper limit", d[v].interval.upper, wanted.at("d_ci_noncentral_t").at(1), 1e-10),
                          absolute("g, lower limit", g[v].interval.lower, wanted.at("g_ci_J_times_d_ci").at(0), 1e-10), absolute("g, upper limit", g[v].interval.upper, wanted.at("g_ci_J_times_d_ci").at(1), 1e-10)},
                         shown ? std::vector<std::string>{"Hedges' g", "g, lower limit", "g, upper limit"} : std::vector<std::string>{});
            }
        }
    }
}

inline void distributions(Page& page) {
    page.section("Distributions", "`distributions_all.json`. R's own `qf` is only good to 1e-11, by the closed form that F has for 2 numerator degrees of freedom. Relative; the noncentral t absolute.");
    std::string last;
    for (const json& row : reference::read_json("distributions_all.json")) {
        const std::string name = row.at("fn");
        const auto arguments = row.at("args").get<std::vector<double>>();
        const bool noncentral = name == "pt" && arguments.size() == 3;
        const double found = distribution_values::ours(name, arguments);
        const std::string kind = noncentral ? "pt, noncentral" : name;
        page.add({kind, row.at("args").dump(), "R 4.2.2"}, {noncentral ? absolute(name, found, row.at("value"), 1e-12) : relative(name, found, row.at("value"), name == "qf" ? 1e-11 : 1e-14)},
                 kind != last && (name[0] == 'q' || last.empty() || noncentral || name == "pf") ? std::vector<std::string>{name} : std::vector<std::string>{});
        last = kind;
    }
}

inline void performance_measures(Page& page) {
    page.section("Performance measures", "`simresults.csv`, `simresults_results.json`: 500 replicates of three methods, with failures. Relative.");
    const json all = rsimsum::reference();
    const double true_value = all.at("true");
    for (const auto& [block, limits] : {std::pair{"normal_based", rsimsum::Limits::normal}, std::pair{"df_based_t", rsimsum::Limits::t}}) {
        for (const std::string method : {"ttest", "ancova", "mmrm"}) {
            const OperatingCharacteristics found = rsimsum::summarised(rsimsum::estimates_of(method, limits), true_value);
            const json& wanted = all.at(block).at(method);
            std::vector<Number> numbers;
            for (const auto& [name, key, measure] : rsimsum::measures(found)) {
                numbers.push_back(relative(name, measure.value, wanted.at(key).at("est"), 1e-12));
                if (!wanted.at(key).at("mcse").is_null()) numbers.push_back(relative(name + ", MCSE", measure.mcse, wanted.at(key).at("mcse"), 1e-12));
            }
            const bool shown = method == "mmrm" && limits == rsimsum::Limits::t;
            page.add({"measures, limits by " + std::string{limits == rsimsum::Limits::t ? "t" : "z"}, method, "rsimsum " + all.at("rsimsum").get<std::string>()}, numbers,
                     shown ? std::vector<std::string>{"bias", "bias, MCSE", "empirical SE", "empirical SE, MCSE", "mean squared error, MCSE", "model SE, MCSE", "coverage", "bias-eliminated coverage", "relative error of model SE, MCSE", "power, MCSE"}
                           : std::vector<std::string>{});
        }
    }
}

inline void rubins_rules(Page& page) {
    page.section("Rubin's rules", "`mi_pool.json`: 20 given imputations. Relative. (`tests/analysis/imputation/rubin_test.cpp` also takes the imputed data themselves.)");
    const json all = reference::read_json("mi_pool.json");
    const json& wanted = all.at("pooled");
    const auto estimates = all.at("per_imputation_estimate").get<std::vector<double>>();
    const auto variances = all.at("per_imputation_variance").get<std::vector<double>>();
    const PooledEstimate found = pool(estimates, variances, wanted.at("dfcom").get<double>());
    const double se = std::sqrt(found.total);
    const double t = two_sided_critical(0.05, found.degrees_of_freedom);
    page.add({"Rubin's rules", "ii_monotone", "mice 3.15.0"},
             {relative("estimate", found.effect, wanted.at("estimate"), 1e-12), relative("within", found.within, wanted.at("ubar"), 1e-12), relative("between", found.between, wanted.at("b"), 1e-12),
              relative("SE", se, wanted.at("se"), 1e-12), relative("Barnard-Rubin df", found.degrees_of_freedom, wanted.at("df_barnard_rubin"), 1e-12),
              relative("relative increase", found.relative_increase, wanted.at("riv"), 1e-12), relative("fraction missing", found.missing_information, wanted.at("fmi"), 1e-12),
              relative("p", two_sided_p(found.effect / se, found.degrees_of_freedom), wanted.at("p"), 1e-10), relative("lower limit", found.effect - t * se, wanted.at("ci").at(0), 1e-12),
              relative("upper limit", found.effect + t * se, wanted.at("ci").at(1), 1e-12), relative("Rubin's df of 1987", pool(estimates, variances).degrees_of_freedom, all.at("by_hand").at("df_rubin1987"), 1e-12)},
             {"estimate", "SE", "Barnard-Rubin df", "fraction missing", "p", "Rubin's df of 1987"});
}

inline void conditional_mean_imputation(Page& page) {
    page.section("Conditional-mean imputation", "`rbmi.json`, on `ii_monotone`; its inner fits stop early. All in standard errors.");
    const json all = reference::read_json("rbmi.json");
    const std::array<std::pair<std::string, ImputationStrategy>, 4> named{{{"MAR", ImputationStrategy::missing_at_random}, {"JR", ImputationStrategy::jump_to_reference},
                                                                           {"CR", ImputationStrategy::copy_reference}, {"CIR", ImputationStrategy::copy_increments_in_reference}}};
    for (const auto& [name, strategy] : named) {
        const std::vector<Estimate> found = analyse(reference::trial("ii_monotone"), ConditionalMeanImputation{.strategy = strategy});
        for (std::size_t v = 0; v < 3; ++v) {
            const json& wanted = all.at(name).at("trt_" + reference::visits[v]);
            const double se = wanted.at("se");
            page.add({"conditional means, " + name, "ii_monotone, " + reference::visits[v], "rbmi 1.6.0.9000"},
                     {{"effect", found[v].effect, wanted.at("est"), se, 1e-4}, {"SE", found[v].standard_error, se, se, 1e-4}, {"lower limit", found[v].interval.lower, wanted.at("ci").at(0), 3 * se, 1e-4},
                      {"upper limit", found[v].interval.upper, wanted.at("ci").at(1), 3 * se, 1e-4}},
                     v == 2 ? std::vector<std::string>{"effect", "SE"} : std::vector<std::string>{});
        }
    }
}

inline void single_files(Page& page) {
    power_of_t_tests(page);
    effect_sizes(page);
    distributions(page);
    performance_measures(page);
    rubins_rules(page);
    conditional_mean_imputation(page);
}

}  // namespace agreement
