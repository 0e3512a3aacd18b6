// Oracle: each mistake in a covariate is one fault, at its place, that says what was wanted and what was found.
#include "catch.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/covariate_faults.hpp>

#include "trial_outcome.hpp"

namespace covariate_faults_test {

using namespace equipoise;

namespace {

std::vector<Fault> faults_of(std::vector<CovariateModel> covariates) { return faults(covariates, trial::design(), trial::outcome()); }

/// The only fault of the second of two covariates, as "pointer: message".
std::string only_fault(const CovariateModel& covariate) {
    const std::vector<Fault> found = faults_of({{.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}}, covariate});
    if (found.size() != 1) return std::to_string(found.size()) + " faults";
    const std::string at = "/mechanism/covariates/1";
    return found[0].pointer.substr(0, at.size()) == at ? found[0].pointer.substr(at.size()) + ": " + found[0].message : found[0].pointer;
}

CovariateModel of(CovariateDistribution distribution) { return {.name = "x", .distribution = std::move(distribution)}; }

}  // namespace

TEST_CASE("covariates as they should be have no faults") {
    CHECK(faults_of({{.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}, .correlation = {0.1, 0.1, 0.1, 0.1}, .effect_modification = {{0, 0.1, 0.1, 0.1}}},
                     {.name = "years", .distribution = ShiftedGamma{9.8, 8.8, 1}, .slope = {0.1, 0.1, 0.1, 0.1}},
                     {.name = "sex", .distribution = Categories{{"male", "female"}, {0.389, 0.611}}, .effect_modification = {{0, 1, 1, 1}, {0, 0, 0, 0}}}})
              .empty());
}

TEST_CASE("distributions that do not exist") {
    CHECK(only_fault(of(TruncatedNormal{42.5, 11.9, 18, 60})) == "/sd: must be an SD that a truncated normal of mean 42.5 can have between its bounds: below 11.8194, but is 11.9");
    CHECK(only_fault(of(TruncatedNormal{17, 2, 18, 60})) == "/mean: must be between 18 and 60, but is 17");
    CHECK(only_fault(of(TruncatedNormal{17, 2, 18, 18})) == "/minimum: must be below the maximum of 18, but is 18");
    CHECK(only_fault(of(TruncatedNormal{17, 0})) == "/sd: must be a number above 0, but is 0");
    CHECK(only_fault(of(ShiftedGamma{0.5, 1, 1})) == "/mean: must be above the minimum of 1, but is 0.5");
    CHECK(only_fault(of(ShiftedGamma{2, 6, 1})) == "/sd: must be from 0.001 to 5, a thousandth to five times the distance from minimum to mean, but is 6");
    CHECK(only_fault(of(Lognormal{2, 1e-4})).substr(0, 27) == "/sd: must be from 0.002 to ");
    CHECK(only_fault(of(Categories{{"a", "b"}, {0.5, 0.4}})) == "/proportions: must add up to 1, but add up to 0.9");
    CHECK(only_fault(of(Categories{{"a", "b"}, {1}})) == "/proportions: must hold one proportion for each of the 2 levels, but holds 1");
    CHECK(only_fault(of(Categories{{"a", "b", "c"}, {0.5, 0.5, 0}})) == "/proportions/2: must be above 0 and below 1, but is 0");
    CHECK(only_fault(of(Categories{{"a", "a"}, {0.5, 0.5}})) == "/levels/1: must be unlike the other levels, but \"a\" stands twice");
    CHECK(only_fault(of(Categories{{"a"}, {0.5}})) == "2 faults");
}

TEST_CASE("names") {
    CHECK(only_fault({.name = "", .distribution = TruncatedNormal{}}) == "/name: must be a name, but is empty");
    CHECK(only_fault({.name = "age", .distribution = TruncatedNormal{}}) == "/name: must be a name of its own, but \"age\" is also the name of covariate 0");
    CHECK(only_fault({.name = "baseline", .distribution = TruncatedNormal{}}).substr(0, 6) == "/name:");
    const std::vector<CovariateModel> many(17, of(TruncatedNormal{}));
    CHECK(faults_of(many)[0].message == "must be at most 16 covariates, but are 17");
    CHECK(name_hash("costarring") == name_hash("liquid"));
    CHECK(faults_of({{.name = "liquid", .distribution = TruncatedNormal{}}, {.name = "costarring", .distribution = TruncatedNormal{}}}).size() == 1);
}

TEST_CASE("prognosis and effect modification") {
    CovariateModel x = of(TruncatedNormal{});
    x.correlation = {0.1, 0.2};
    CHECK(only_fault(x) == "/correlation: must hold one number for each of the 4 visits, but holds 2");
    x.correlation = {0.1, 0.2, 1, 0};
    CHECK(only_fault(x) == "/correlation/2: must be a correlation between -1 and 1, but is 1");
    x.correlation = {0.1, 0.2, 0, 0};
    x.slope = {0, 0, 0, 0};
    CHECK(only_fault(x) == "/slope: must not stand beside a correlation, since each follows from the other");
    x.correlation = {};
    x.effect_modification = {{1, 1, 1, 1}};
    CHECK(only_fault(x) == "/effect_modification/0: must be 0, since there is no treatment before the baseline, but is 1");
    x.effect_modification = {{0, 1, 1, 1}, {0, 1, 1, 1}};
    CHECK(only_fault(x) == "/effect_modification: must hold one row of numbers, but holds 2");
    CovariateModel factor = of(Categories{{"a/b", "c"}, {0.5, 0.5}});
    factor.effect_modification = {{0, 1, 1}, {0, 0, 0, 0}};
    CHECK(only_fault(factor) == "/effect_modification/a~1b: must hold one number for each of the 4 visits, but holds 3");
}

TEST_CASE("with an outcome of the user's, or one that is not normal, covariates can have nothing to do") {
    const auto flat = [](Cell, Stream&) { return Trajectory{}; };
    CovariateModel x = of(TruncatedNormal{});
    CHECK(faults({x}, trial::design(), AnyOutcome(flat)).empty());
    x.correlation = {0, 0.1, 0.1, 0.1};
    CHECK(faults({x}, trial::design(), AnyOutcome(flat)).size() == 1);
    RepeatedMeasures skewed = trial::outcome();
    skewed.residuals = SinhArcsinh{.skewness = 0.3};
    CHECK(faults({x}, trial::design(), skewed).at(0).pointer == "/mechanism/covariates/0/correlation");
}

}  // namespace covariate_faults_test
