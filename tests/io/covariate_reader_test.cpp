// Oracle: what a scenario says of covariates and of a target population is what is specified, key by key.
#include "catch.hpp"

#include <string>
#include <variant>
#include <vector>

#include <equipoise/io/scenario_file.hpp>

#include "io/text_files.hpp"

namespace covariate_reader_test {

using namespace equipoise;

namespace {

Mechanism mechanism_with(const std::string& blocks) {
    const std::string base = text_files::bytes_of(text_files::folder + "base.json");
    return parse_scenario(text_files::replaced(base, "\"dropout\": {", blocks + ", \"dropout\": {"), "covariates.json").scenario.mechanism;
}

const std::string covariates = R"("covariates": [
    {"name": "age", "distribution": "truncated_normal", "mean": 42.5, "sd": 11.7, "minimum": 18, "maximum": 60, "correlation": 0.1},
    {"name": "years", "distribution": "shifted_gamma", "mean": 9.8, "sd": 8.8, "minimum": 1, "slope": [0.1, 0.2, 0.3], "effect_modification": [0, 0.5, 0.25]},
    {"name": "income", "distribution": "lognormal", "mean": 40, "sd": 25},
    {"name": "education", "distribution": "categories", "levels": ["school", "a/b"], "proportions": [0.4, 0.6],
     "effect_modification": {"a/b": [0, 1, 2], "school": [0, 3, 4]}}])";

}  // namespace

TEST_CASE("covariates as stated") {
    const std::vector<CovariateModel> read = mechanism_with(covariates).covariates;
    REQUIRE(read.size() == 4);
    const auto& age = std::get<TruncatedNormal>(read[0].distribution);
    CHECK((age.mean == 42.5 && age.sd == 11.7 && age.minimum == 18 && age.maximum == 60));
    CHECK(read[0].name == "age");
    CHECK(read[0].correlation == std::vector<double>{0.1, 0.1, 0.1});
    CHECK(read[0].effect_modification.empty());
    const auto& years = std::get<ShiftedGamma>(read[1].distribution);
    CHECK((years.mean == 9.8 && years.sd == 8.8 && years.minimum == 1));
    CHECK(read[1].slope == std::vector<double>{0.1, 0.2, 0.3});
    CHECK(read[1].effect_modification == std::vector<std::vector<double>>{{0, 0.5, 0.25}});
    CHECK(std::get<Lognormal>(read[2].distribution).minimum == 0);
    const auto& education = std::get<Categories>(read[3].distribution);
    CHECK(education.levels == std::vector<std::string>{"school", "a/b"});
    CHECK(education.proportions == std::vector<double>{0.4, 0.6});
    CHECK(read[3].effect_modification == std::vector<std::vector<double>>{{0, 3, 4}, {0, 1, 2}});
}

TEST_CASE("a target population states what is other than in the trial") {
    const Mechanism nature = mechanism_with(covariates + R"(, "target_population": {"name": "all", "baseline_minimum": 10, "covariates": [
        {"name": "age", "mean": 50, "maximum": 70}, {"name": "education", "proportions": [0.7, 0.3]}, {"name": "income", "sd": 30}]})");
    REQUIRE(nature.target_population);
    const TargetPopulation& target = *nature.target_population;
    CHECK(target.name == "all");
    CHECK(target.baseline_minimum == 10);
    REQUIRE(target.covariates.size() == 3);
    const auto& age = std::get<TruncatedNormal>(target.covariates[0].distribution);
    CHECK((age.mean == 50 && age.sd == 11.7 && age.minimum == 18 && age.maximum == 70));
    CHECK(target.covariates[0].correlation.empty());
    const auto& education = std::get<Categories>(target.covariates[1].distribution);
    CHECK(education.levels == std::vector<std::string>{"school", "a/b"});
    CHECK(education.proportions == std::vector<double>{0.7, 0.3});
    CHECK(std::get<Lognormal>(target.covariates[2].distribution).sd == 30);
}

TEST_CASE("left out, there are none; an empty target population is everyone") {
    CHECK_FALSE(mechanism_with(covariates).target_population.has_value());
    CHECK_FALSE(mechanism_with(R"("target_population": {})").target_population.value().baseline_minimum.has_value());
    CHECK(mechanism_with(R"("covariates": [])").covariates.empty());
}

}  // namespace covariate_reader_test
