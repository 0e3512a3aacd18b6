// Oracle: each fault of a factor is named once, by its pointer.

#include "catch.hpp"

#include <limits>
#include <string>
#include <vector>

#include <equipoise/design/factor_faults.hpp>
#include <equipoise/design/validate.hpp>

namespace factor_faults_test {

using namespace equipoise;

namespace {

using Pointers = std::vector<std::string>;

Pointers pointers(const std::vector<Fault>& faults) {
    Pointers found;
    for (const Fault& fault : faults) found.push_back(fault.pointer);
    return found;
}

Pointers in_design(Allocation allocation) {
    return pointers(faults(Design{.participants = 100, .visits = {.weeks = {0, 1}}, .allocation = std::move(allocation)}));
}

const std::vector<KnownCovariate> known{{.name = "sex", .levels = 2}, {.name = "age"}, {.name = "postcode", .levels = 300}};

}  // namespace

TEST_CASE("factors have names, differ, and have increasing cuts") {
    CHECK(in_design(PermutedBlocks{.strata = {{.covariate = "sex"}, {.covariate = "age", .cuts = {30, 40}}}}).empty());
    CHECK(in_design(PermutedBlocks{.strata = {{.covariate = ""}, {.covariate = "age", .cuts = {30, 30}}, {.covariate = "age", .cuts = {1}}}}) ==
          Pointers{"/design/allocation/strata/0/covariate", "/design/allocation/strata/1/cuts/1", "/design/allocation/strata/2/covariate"});
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK(in_design(Minimisation{.factors = {{.covariate = "a", .cuts = {infinite}, .weight = 0}}}) ==
          Pointers{"/design/allocation/factors/0/weight", "/design/allocation/factors/0/cuts/0"});
    std::vector<double> many;
    for (int k = 0; k < 255; ++k) many.push_back(k);
    CHECK(in_design(PermutedBlocks{.strata = {{.covariate = "age", .cuts = many}}}) == Pointers{"/design/allocation/strata/0/cuts"});
    many.pop_back();
    CHECK(in_design(PermutedBlocks{.strata = {{.covariate = "age", .cuts = many}}}).empty());
}

TEST_CASE("a factor is a covariate of the trial, a number with cuts or levels without") {
    CHECK(factor_faults(PermutedBlocks{.strata = {{.covariate = "sex"}, {.covariate = "age", .cuts = {40}}, {.covariate = "baseline", .cuts = {30}}}}, known).empty());
    const Allocation wrong = Minimisation{
        .factors = {{.covariate = "sex", .cuts = {1}}, {.covariate = "age"}, {.covariate = "baseline"}, {.covariate = "weight"}, {.covariate = "postcode"}}};
    CHECK(pointers(factor_faults(wrong, known)) == Pointers{"/design/allocation/factors/0/cuts", "/design/allocation/factors/1/cuts",
                                                            "/design/allocation/factors/2/cuts", "/design/allocation/factors/3/covariate",
                                                            "/design/allocation/factors/4/covariate"});
    CHECK(factor_faults(wrong, known)[3].message == "must be one of \"baseline\", \"sex\", \"age\", \"postcode\", but is \"weight\"");
    const std::vector<Fault> alone = factor_faults(std::vector<StratificationFactor>{{.covariate = "height"}}, "/factors", {});
    CHECK(pointers(alone) == Pointers{"/factors/0/covariate"});
    CHECK(alone.front().message == "must be \"baseline\", since the trial has no covariates, but is \"height\"");
}

}  // namespace factor_faults_test
