// Oracle: every form of missing data and of an outcome's shape is read as it is written.
#include "catch.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/io/scenario_file.hpp>

namespace missing_reader_test {

using namespace equipoise;

namespace {

/// The smallest scenario, with more in /mechanism/outcome and in /mechanism.
Mechanism mechanism_of(const std::string& outcome, const std::string& rest, const std::string& sd = "10") {
    const std::string text = R"({"name": "small", "design": {"participants": 40, "visits": {"weeks": [0, 4, 8], "labels": ["start", "middle", "end"]}},
        "mechanism": {"outcome": {"mean": [30, 20, 20], "covariance": {"structure": "ar1", "correlation": 0.5, "sd": )" + sd + "}" + outcome + "}" + rest +
                             R"(}, "analyses": [{"method": "t_test"}], "study": {"seed": 1}})";
    return parse_scenario(text, "small.json").scenario.mechanism;
}

std::string problem(const std::string& outcome, const std::string& rest) {
    try {
        mechanism_of(outcome, rest);
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

using Shares = PerArm<std::vector<double>>;

}  // namespace

TEST_CASE("intermittent missingness of every mechanism") {
    CHECK_FALSE(mechanism_of("", "").intermittent);
    const auto mcar = mechanism_of("", R"(, "intermittent": {"mechanism": "mcar", "missing": {"control": 0.1, "treatment": [0.2, 0.3]}})").intermittent;
    REQUIRE(mcar);
    CHECK(mcar->missing == Shares{{0.1, 0.1}, {0.2, 0.3}});
    CHECK(mechanism(*mcar) == "mcar");
    const auto mar = mechanism_of("", R"(, "intermittent": {"mechanism": "mar", "missing": 0.1, "log_odds_adverse_event": {"control": 0.5, "treatment": 1},
                                          "log_odds_per_sd": {"last_score": 0.25, "change": {"control": 0, "treatment": -1}}})")
                         .intermittent;
    REQUIRE(mar);
    CHECK(mar->last_score == PerArm<double>{0.25, 0.25});
    CHECK(mar->change == PerArm<double>{0, -1});
    CHECK(mar->adverse_event == PerArm<double>{0.5, 1});
    CHECK(mechanism(*mar) == "mar");
    const auto mnar = mechanism_of("", R"(, "intermittent": {"mechanism": "mnar", "missing": 0, "log_odds_per_sd": {"missed_score": 0.7}})").intermittent;
    REQUIRE(mnar);
    CHECK(mnar->missed_score == PerArm<double>{0.7, 0.7});
    CHECK(mnar->missing == Shares{{0, 0}, {0, 0}});
}

TEST_CASE("an adverse event alone makes missing data at random") {
    const Mechanism read = mechanism_of("", R"(, "dropout": {"mechanism": "mar", "leaving": 0.1, "log_odds_adverse_event": 1.5},
                                              "intermittent": {"mechanism": "mar", "missing": 0.1, "log_odds_adverse_event": 0.5})");
    CHECK(std::get<LogisticDropout>(read.dropout.kind()).adverse_event == PerArm<double>{1.5, 1.5});
    CHECK(read.dropout.mechanism() == "mar");
    CHECK(read.intermittent->adverse_event == PerArm<double>{0.5, 0.5});
    for (const std::string block : {R"("dropout": {"mechanism": "mar", "leaving": 0.1})", R"("intermittent": {"mechanism": "mar", "missing": 0.1})",
                                    R"("dropout": {"mechanism": "mnar", "leaving": 0.1, "log_odds_adverse_event": 1})"}) {
        INFO(block);
        CHECK(problem("", ", " + block).find("the key \"log_odds_per_sd\" is missing") != std::string::npos);
    }
}

TEST_CASE("SDs once for both arms, or by arm") {
    const RepeatedMeasures both = *mechanism_of("", "", "[9, 10, 11]").outcome.repeated_measures();
    CHECK(both.covariance.sd == std::vector<double>{9, 10, 11});
    CHECK(both.treatment_sd.empty());
    const RepeatedMeasures by_arm = *mechanism_of("", "", R"({"control": [9, 10, 11], "treatment": [9, 8, 7]})").outcome.repeated_measures();
    CHECK(by_arm.covariance.sd == std::vector<double>{9, 10, 11});
    CHECK(by_arm.treatment_sd == std::vector<double>{9, 8, 7});
    CHECK(by_arm.covariance.correlation(0, 2) == 0.25);
}

TEST_CASE("residuals of every shape") {
    const auto shape = [](const std::string& residuals) { return mechanism_of(", \"residuals\": " + residuals, "").outcome.repeated_measures()->residuals; };
    CHECK(mechanism_of("", "").outcome.repeated_measures()->residuals == ResidualShape{NormalResiduals{}});
    CHECK(shape(R"({"shape": "normal"})") == ResidualShape{NormalResiduals{}});
    CHECK(shape(R"({"shape": "sinh_arcsinh"})") == ResidualShape{SinhArcsinh{0, 1}});
    CHECK(shape(R"({"shape": "sinh_arcsinh", "skewness": -0.5, "tail": 0.8})") == ResidualShape{SinhArcsinh{-0.5, 0.8}});
    CHECK(shape(R"({"shape": "responder_mixture", "share": 0.3, "difference": -5})") == ResidualShape{ResponderMixture{{0.3, 0.3}, -5, 1}});
    CHECK(shape(R"({"shape": "responder_mixture", "share": {"control": 0.2, "treatment": 0.6}, "difference": 5, "from_visit": "end"})") ==
          ResidualShape{ResponderMixture{{0.2, 0.6}, 5, 2}});
}

}  // namespace missing_reader_test
