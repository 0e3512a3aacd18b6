// Reference: R's MASS::polr, polished. Oracles: logistic regression where there are two levels, typed failures.
#include "catch.hpp"

#include "analysis/glm/r_trial.hpp"
#include "analysis/random_trial.hpp"

#include <set>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/proportional_odds.hpp>

namespace proportional_odds_test {
using namespace equipoise;

const std::vector<Covariate> everything{{.name = "age"}, {.name = "site", .type = CovariateType::factor}};

nlohmann::json sets() { return reference::read_json("../reference_r/ordinal_and_count.json").at("sets"); }

TrialData trial(const std::string& set) { return r_trial::trial(sets().at(set).at("data"), "", "level"); }

Estimate analysed(const TrialData& data, const std::vector<Covariate>& covariates = everything) { return analyse(data, ProportionalOdds{.covariates = covariates})[0]; }

TEST_CASE("proportional odds agree with R") {
    const nlohmann::json all = sets();
    REQUIRE(all.size() == 3);
    for (const auto& [name, set] : all.items()) {
        const TrialData data = r_trial::trial(set.at("data"), "", "level");
        for (const bool adjusted : {false, true}) {
            INFO(name << (adjusted ? " adjusted" : ""));
            const nlohmann::json& wanted = set.at("proportional_odds").at(adjusted ? "all" : "none");
            const Estimate found = analysed(data, adjusted ? everything : std::vector<Covariate>{});
            r_trial::check_effect(found, wanted, 1e-9);
            CHECK(std::abs(found.log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
            CHECK(found.participants_analysed == wanted.at("n").get<std::uint32_t>());
            CHECK(std::abs(found.effect - wanted.at("polr").at("estimate").get<double>()) < 1e-6);
            CHECK(std::isinf(found.degrees_of_freedom));
        }
    }
}

TEST_CASE("two levels are logistic regression, with the same sign") {
    TrialData data = trial("trial");
    for (double& score : data.outcomes[0].scores) score = score == score ? (score >= 3 ? 1.0 : 0.0) : missing;
    const Estimate ordinal = analysed(data);
    const Responder one{.measure = Responder::Measure::score, .threshold = 1, .better = Better::higher};
    const Estimate logistic = analyse(data, LogisticRegression{.responder = one, .covariates = everything, .estimand = conditional_log_odds_ratio})[0];
    r_trial::check_same(ordinal, logistic, 1e-11);
    CHECK(ordinal.log_likelihood == Approx(logistic.log_likelihood).epsilon(1e-12));
}

TEST_CASE("neither order, nor names of levels, nor origin and unit of covariates matter to proportional odds; turning the levels round turns the sign") {
    const TrialData data = trial("large");
    const Estimate found = analysed(data);
    r_trial::check_same(analysed(r_trial::shuffled(data)), found, 1e-12);
    TrialData moved = data;
    for (double& score : moved.outcomes[0].scores) score = 10 * score * score + 1e6;
    for (double& age : moved.covariates[0].values) age = 1000 * (std::round(age * 1024) / 1024 + 1e6);
    TrialData rounded = data;
    for (double& age : rounded.covariates[0].values) age = std::round(age * 1024) / 1024;
    r_trial::check_same(analysed(moved), analysed(rounded), 1e-9);
    TrialData turned = data;
    for (double& score : turned.outcomes[0].scores) score = -score;
    CHECK(analysed(turned).effect == Approx(-found.effect).epsilon(1e-10));
    CHECK(analysed(turned).standard_error == Approx(found.standard_error).epsilon(1e-10));
}

TEST_CASE("a score of its own for nearly everyone is no trouble") {
    const TrialData data = made::trial(31, {.participants = 400, .covariates = true});
    const Estimate found = analyse(data, ProportionalOdds{.visit = 1, .covariates = {{.name = "baseline"}}})[0];
    CHECK(found.status == FitStatus::converged);
    CHECK(found.iterations < 30);
    CHECK(found.standard_error > 0);
}

TEST_CASE("every failure of proportional odds is typed") {
    TrialData data = trial("small");
    const std::size_t n = data.participants();
    CHECK(analysed(data).status == FitStatus::converged);
    TrialData apart = data;
    for (std::size_t i = 0; i < n; ++i) apart.outcomes[0].scores[n + i] = apart.arm[i] == Arm::treatment ? 2.0 + static_cast<double>(i % 3) : static_cast<double>(i % 2);
    CHECK(analysed(apart).status == FitStatus::separated);                // every treated participant is above every other
    CHECK(analysed(apart, {}).status == FitStatus::separated);
    for (std::size_t i = 0; i < n; ++i) apart.outcomes[0].scores[n + i] = apart.arm[i] == Arm::treatment ? 1.0 : static_cast<double>(i / 2 % 4) / 2;
    CHECK(analysed(apart, {}).status == FitStatus::converged);
    for (std::size_t i = 0; i < n; ++i) apart.outcomes[0].scores[n + i] = apart.arm[i] == Arm::treatment ? 3.0 : static_cast<double>(i / 2 % 4);
    CHECK(analysed(apart, {}).status == FitStatus::separated);            // quasi-complete: the highest level, which some others reach
    TrialData flat = data;
    for (std::size_t i = 0; i < n; ++i) flat.outcomes[0].scores[n + i] = 1;
    CHECK(analysed(flat).status == FitStatus::not_estimable);
    TrialData empty = data;
    empty.arm.assign(n, Arm::control);
    CHECK(analysed(empty).status == FitStatus::not_estimable);
    TrialData constant = data;
    constant.covariates[0].values.assign(n, 50.0);
    CHECK(analysed(constant).status == FitStatus::not_estimable);
    CHECK(std::isnan(analysed(constant).effect));
}

TEST_CASE("no tiny trial makes proportional odds crash or hang") {
    std::set<FitStatus> seen;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        TrialData data = made::trial(seed, {.participants = 3 + seed % 14, .visits = 3, .leaving = 0.2, .skipping = 0.1, .covariates = true});
        const double width = seed % 3 == 0 ? 20.0 : 6.0;
        for (double& score : data.outcomes[0].scores) score = seed % 5 == 0 ? score : std::floor(score / width);
        const Estimate one = analyse(data, ProportionalOdds{.visit = 1, .covariates = seed % 2 == 0 ? everything : std::vector<Covariate>{}})[0];
        seen.insert(one.status);
        if (usable(one.status)) CHECK((std::isfinite(one.effect) && one.standard_error > 0 && one.p_value >= 0 && one.p_value <= 1));
    }
    CHECK(seen == std::set<FitStatus>{FitStatus::converged, FitStatus::not_estimable, FitStatus::separated});
}

TEST_CASE("the answers of proportional odds") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain", "satisfaction"}, .without_baseline = {"satisfaction"}};
    const ProportionalOdds odds{.covariates = {}, .outcome = "satisfaction", .hypothesis = {Alternative::greater}};
    CHECK(odds.faults(shape).empty());
    CHECK(ProportionalOdds{.outcome = "satisfaction"}.faults(shape).size() == 1);
    const PreparedAnalysis prepared = AnyAnalysis(odds).prepare(shape, 0.05);
    REQUIRE(prepared.answers().size() == 1);
    CHECK(prepared.answers()[0] == Answer{.outcome = 1, .estimand = "log_cumulative_odds_ratio", .visit = 1, .hypothesis = {Alternative::greater}, .level = 0.025});
}

}  // namespace proportional_odds_test
