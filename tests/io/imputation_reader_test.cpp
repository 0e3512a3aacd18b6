// Oracle: every key of the methods that impute, and the rules for missing scores, read as written: the same answers as the analysis in C++.
#include "catch.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/io/scenario_file.hpp>

#include "analysis/random_trial.hpp"

namespace imputation_reader_test {
using namespace equipoise;

std::string with(const std::string& analysis) {
    return R"({"name": "small", "design": {"participants": 40, "visits": {"weeks": [0, 4, 8, 12], "labels": ["baseline", "visit 1", "visit 2", "visit 3"]}},
        "mechanism": {"outcome": {"name": "score", "mean": [30, 20, 20, 20], "covariance": {"structure": "ar1", "correlation": 0.5, "sd": 10}}},
        "analyses": [)" + analysis + R"(], "study": {"seed": 1}})";
}

void check_same(const std::string& json, const AnyAnalysis& wanted) {
    INFO(json);
    const AnyAnalysis read = parse_scenario(with(json), "small.json").analyses.at(0);
    const TrialData data = made::trial(91, {.leaving = 0.12, .skipping = 0.05});
    const std::vector<Estimate> found = analyse(data, read.named("same"));
    const std::vector<Estimate> other = analyse(data, wanted.named("same"));
    CHECK(read.method() == wanted.method());
    REQUIRE(found.size() == other.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        REQUIRE(usable(found[k].status));
        CHECK(found[k].effect == other[k].effect);
        CHECK(found[k].standard_error == other[k].standard_error);
        CHECK(found[k].p_value == other[k].p_value);
    }
}

std::string problem(const std::string& json) {
    try {
        static_cast<void>(parse_scenario(with(json), "small.json"));
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

TEST_CASE("keys of multiple imputation") {
    check_same(R"({"method": "multiple_imputation"})", MultipleImputation{});
    check_same(R"({"method": "multiple_imputation", "visit": "visit 2", "covariates": [], "imputations": 7, "hypothesis": {"alternative": "less"}})",
               MultipleImputation{.visit = 2, .covariates = {}, .imputations = 7, .hypothesis = {.alternative = Alternative::less}});
    check_same(R"({"method": "multiple_imputation", "strategy": "mar"})", MultipleImputation{});
    check_same(R"({"method": "multiple_imputation", "strategy": "jump_to_reference"})", MultipleImputation{.strategy = ImputationStrategy::jump_to_reference});
    check_same(R"({"method": "multiple_imputation", "strategy": "copy_reference", "reference": "treatment"})",
               MultipleImputation{.strategy = ImputationStrategy::copy_reference, .reference = Arm::treatment});
    check_same(R"({"method": "multiple_imputation", "strategy": "copy_increments_in_reference"})",
               MultipleImputation{.strategy = ImputationStrategy::copy_increments_in_reference});
    check_same(R"({"method": "multiple_imputation", "imputation_model": "by_arm", "burn_in": 5, "cycles_between": 2})",
               MultipleImputation{.model_by = imputation::ModelBy::arm_and_visit, .augmentation = {.burn_in = 5, .between = 2}});
    check_same(R"({"method": "multiple_imputation", "visit": 3, "deltas": [0, 1.5, 3], "delta_pattern": "cumulative", "delta_arms": "both"})",
               MultipleImputation{.visit = 3, .delta = {.deltas = {0, 1.5, 3}, .pattern = DeltaAdjustment::Pattern::cumulative, .arms = DeltaAdjustment::Arms::both}});
}

TEST_CASE("keys of conditional-mean imputation") {
    check_same(R"({"method": "conditional_mean_imputation"})", ConditionalMeanImputation{});
    check_same(R"({"method": "conditional_mean_imputation", "estimation": "ml", "strategy": "copy_increments_in_reference", "deltas": [2]})",
               ConditionalMeanImputation{.strategy = ImputationStrategy::copy_increments_in_reference, .delta = {.deltas = {2}}, .estimation = Estimation::ml});
}

TEST_CASE("rules for missing scores") {
    for (const MissingRule rule : all_missing_rules) {
        const std::string missing_text = R"(", "missing": ")" + std::string{to_string(rule)} + "\"}";
        check_same(R"({"method": "t_test)" + missing_text, TTest{.missing = rule});
        check_same(R"({"method": "ancova)" + missing_text, Ancova{.missing = rule});
    }
    check_same(R"({"method": "mmrm", "missing": "complete_cases"})", Mmrm{.missing = MissingRule::complete_cases});
}

TEST_CASE("what is wrong with an imputation is said") {
    const auto says = [](const std::string& json, const std::string& message) {
        const std::string found = problem(json);
        INFO(found);
        CHECK(found.find(message) != std::string::npos);
    };
    says(R"({"method": "multiple_imputation", "missing": "complete_cases"})", "the key \"missing\" belongs to the method");
    says(R"({"method": "ancova", "missing": "locf"})", "must be one of");
    says(R"({"method": "multiple_imputation", "imputations": 1})", "/analyses/0/imputations must be a whole number from 2 to 100,000, but is 1");
    says(R"({"method": "multiple_imputation", "strategy": "jr"})", "/analyses/0/strategy must be one of");
    says(R"({"method": "multiple_imputation", "deltas": [1, 1]})", "/analyses/0/deltas/1 is there twice");
    says(R"({"method": "conditional_mean_imputation", "imputations": 20})", "the key \"imputations\" belongs to the method \"multiple_imputation\"");
    says(R"({"method": "ancova", "strategy": "mar"})", "the key \"strategy\" belongs to the method");
}

}  // namespace imputation_reader_test
