// Reference: Cohen's d, Hedges' g and exact intervals computed in R on three data sets. Oracles: the pooled t-test, duality of test and
// interval, invariances, typed failures.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <algorithm>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace effect_size_test {

using namespace equipoise;
using enum EffectSizeEstimator;

TEST_CASE("effect sizes and their intervals agree with R") {
    const nlohmann::json all = reference::read_json("effect_sizes.json");
    CHECK(all.size() == 3);
    for (const auto& [file, set] : all.items()) {
        const TrialData data = reference::trial(file.substr(0, file.find('.')));
        for (const Response response : {Response::score, Response::change}) {
            const std::vector<Estimate> d = analyse(data, EffectSize{.estimator = cohens_d, .response = response});
            const std::vector<Estimate> g = analyse(data, EffectSize{.response = response});
            for (std::size_t visit = 0; visit < 3; ++visit) {
                INFO(file << " " << reference::visits[visit]);
                const nlohmann::json& wanted = set.at(reference::visits[visit]).at(response == Response::score ? "score" : "change");
                const PerArm<double> n{wanted.at("n0"), wanted.at("n1")};
                reference::check_relative(d[visit].effect, wanted.at("cohen_d"), 1e-10);
                reference::check_relative(g[visit].effect, wanted.at("hedges_g"), 1e-10);
                reference::check_relative(hedges_correction(n.control + n.treatment - 2), wanted.at("J_exact"), 1e-12);
                const double variance = wanted.at("var_d_large_sample");
                reference::check_relative(d[visit].standard_error, std::sqrt(variance), 1e-10);
                for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
                    const auto limit = [end](const Interval& interval) { return end == 0 ? interval.lower : interval.upper; };
                    CHECK(std::abs(limit(d[visit].interval) - wanted.at("d_ci_noncentral_t").at(end).get<double>()) <= 1e-10);
                    CHECK(std::abs(limit(g[visit].interval) - wanted.at("g_ci_J_times_d_ci").at(end).get<double>()) <= 1e-10);
                    CHECK(limit(exact_interval(d[visit].effect, n, 0.05)) == limit(d[visit].interval));
                }
                CHECK(equipoise::hedges_g(d[visit].effect, n) == g[visit].effect);
            }
        }
    }
}

TEST_CASE("the test of no difference is the pooled t-test") {
    const TrialData data = reference::trial("ii_monotone");
    for (const Alternative alternative : {Alternative::two_sided, Alternative::less, Alternative::greater}) {
        const std::vector<Estimate> found = analyse(data, EffectSize{.hypothesis = {alternative}});
        const std::vector<Estimate> wanted = analyse(data, TTest{.hypothesis = {alternative}});
        for (std::size_t visit = 0; visit < 3; ++visit) {
            CHECK(found[visit].p_value == Approx(wanted[visit].p_value).epsilon(1e-11));
            CHECK(found[visit].degrees_of_freedom == wanted[visit].degrees_of_freedom);
            CHECK(found[visit].participants_analysed == wanted[visit].participants_analysed);
        }
    }
}

TEST_CASE("the interval is of the differences that the test does not reject") {
    const TrialData data = reference::trial("iv_tiny16");
    const auto p = [&](const Hypothesis& hypothesis) { return analyse(data, EffectSize{.estimator = cohens_d, .visit = 3, .hypothesis = hypothesis})[0].p_value; };
    const Interval interval = analyse(data, EffectSize{.estimator = cohens_d, .visit = 3})[0].interval;
    CHECK(p({Alternative::two_sided, interval.lower}) == Approx(0.05).epsilon(1e-9));
    CHECK(p({Alternative::two_sided, interval.upper}) == Approx(0.05).epsilon(1e-9));
    CHECK(p({Alternative::greater, interval.lower}) == Approx(0.025).epsilon(1e-9));
    CHECK(p({Alternative::less, interval.upper}) == Approx(0.025).epsilon(1e-9));
    CHECK(p({Alternative::equivalence, 2.5}) == Approx(std::max(p({Alternative::less, 2.5}), p({Alternative::greater, -2.5}))).epsilon(1e-12));
}

TEST_CASE("unit and origin do not matter to effect sizes") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    TrialData shifted = data;
    TrialData scaled = data;
    for (double& score : shifted.outcomes[0].scores) score += 1e6;
    for (double& score : scaled.outcomes[0].scores) score *= 1000;
    for (const Response response : {Response::score, Response::change}) {
        const Estimate wanted = analyse(data, EffectSize{.response = response, .visit = 2})[0];
        for (const TrialData* other : {&shifted, &scaled}) {
            const Estimate found = analyse(*other, EffectSize{.response = response, .visit = 2})[0];
            reference::check_relative(found.effect, wanted.effect, 1e-9);
            reference::check_relative(found.interval.lower, wanted.interval.lower, 1e-9);
            reference::check_relative(found.interval.upper, wanted.interval.upper, 2e-9);
            reference::check_relative(found.p_value, wanted.p_value, 1e-8);
        }
    }
}

TEST_CASE("an effect size that cannot be had says why") {
    TrialData data{.arm = {Arm::control, Arm::control, Arm::treatment, Arm::treatment}, .booster = {0, 0, 0, 0}, .outcomes = {}};
    data.outcomes.push_back({"score", 2, {1, 1, 1, 1, 10, 12, missing, 7}});
    CHECK(analyse(data, EffectSize{})[0].status == FitStatus::not_estimable);
    data.outcomes[0].scores = {1, 1, 1, 1, 10.1, 10.1, 7.3, 7.3};
    CHECK(analyse(data, EffectSize{})[0].status == FitStatus::covariance_singular);
    data.outcomes[0].scores = {1, 1, 1, 1, 10, 12, 4, 7};
    CHECK(analyse(data, EffectSize{})[0].status == FitStatus::converged);
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .has_baseline = false};
    CHECK(EffectSize{.response = Response::change}.faults(shape).front().pointer == "/response");
    CHECK(EffectSize{}.prepare(shape, 0.05).answers()[0].estimand == standardised_mean_difference);
    const TrialShape with_baseline{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    CHECK(EffectSize{.response = Response::change}.prepare(with_baseline, 0.05).answers()[0].of_change);
}

}  // namespace effect_size_test
