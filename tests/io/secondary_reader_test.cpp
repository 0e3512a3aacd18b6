// Oracle: every key of a secondary outcome reaches its place, told by hand and from the example.
#include "catch.hpp"

#include <string>
#include <variant>
#include <vector>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>

#include "io/text_files.hpp"

namespace secondary_reader_test {

using namespace equipoise;

namespace {

std::vector<SecondaryOutcome> example() {
    const std::string path = std::string(EQUIPOISE_SCENARIOS) + "/secondary_outcomes.json";
    return parse_scenario(text_files::bytes_of(path), path, {}).scenario.mechanism.secondary_outcomes;
}

/// The faults of the base scenario with a list of secondary outcomes.
std::string refusal(const std::string& outcomes) {
    const std::string base = text_files::bytes_of(text_files::folder + "base.json");
    try {
        parse_scenario(text_files::replaced(base, "\"dropout\":", "\"secondary_outcomes\": " + outcomes + ", \"dropout\":"), "base.json", {});
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

}  // namespace

TEST_CASE("the example's outcomes are read as they are written") {
    const std::vector<SecondaryOutcome> outcomes = example();
    REQUIRE(outcomes.size() == 5);
    CHECK(outcomes[0].name == "average pain");
    CHECK(outcomes[0].measured_at_baseline);
    CHECK(outcomes[0].correlation_with_primary == std::vector<double>{0.63, 0.49, 0.49, 0.49});
    const auto& pain = std::get<NumericScore>(outcomes[0].kind);
    CHECK(pain.mean.treatment == std::vector<double>{4, 1.9, 2.1, 2.1});
    CHECK(pain.scale.maximum == 10);
    CHECK(pain.scale.step == 1);
    CHECK(pain.covariance.sd == std::vector<double>{1.8, 1.7, 1.8, 1.8});
    CHECK(pain.covariance.correlation == ar1(4, 1.0, 0.5).correlation);
    CHECK_FALSE(outcomes[2].measured_at_baseline);
    CHECK(outcomes[2].correlation_with_primary == std::vector<double>(3, -0.4));
    const auto& satisfaction = std::get<OrdinalLevels>(outcomes[2].kind);
    CHECK(satisfaction.levels == std::vector<std::string>{"dissatisfied", "neither", "satisfied", "very satisfied"});
    CHECK(satisfaction.proportions.control[1] == std::vector<double>{0.09, 0.18, 0.45, 0.28});
    CHECK(satisfaction.correlation == compound_symmetry(3, 1.0, 0.6).correlation);
    CHECK(std::get<BinaryProportion>(outcomes[3].kind).proportion.control == std::vector<double>{0.55, 0.38, 0.38, 0.38});
    const auto& flares = std::get<EventCount>(outcomes[4].kind);
    CHECK(flares.mean.control == std::vector<double>{0.4, 2.2, 2.2});
    CHECK(flares.dispersion == 0.8);
}

TEST_CASE("an outcome that is not measured at baseline is stated for the visits after it") {
    const std::string flares = R"([{"name": "flares", "type": "count", "measured_at_baseline": false, "mean": [1, 2, 3],
                                   "correlation": {"structure": "toeplitz", "correlation": [0.5]}}])";
    const std::string message = refusal(flares);
    CHECK(message.find("error: 1 problem in") == 0);
    CHECK(message.find("/mechanism/secondary_outcomes/0/mean must be an array with one number for each of the 2 visits after baseline, but is an array of 3 values") !=
          std::string::npos);
    CHECK(refusal(text_files::replaced(flares, "[1, 2, 3]", "[1, 2]")).empty());
    CHECK(refusal(text_files::replaced(text_files::replaced(flares, "[1, 2, 3]", "[1, 2]"), "[0.5]", "[0.5, 0.4]")).find("correlation/correlation") != std::string::npos);
}

TEST_CASE("what a kind needs is missed by name") {
    const std::string message = refusal(R"([{"name": "care", "type": "ordinal"}])");
    for (const std::string key : {"levels", "proportions", "correlation"}) CHECK(message.find("the key \"" + key + "\" is missing") != std::string::npos);
    CHECK(message.find("error: 3 problems") == 0);
    CHECK(refusal(R"([{"name": "care", "type": "ordnal"}])").find("did you mean \"ordinal\"?") != std::string::npos);
}

}  // namespace secondary_reader_test
