// Oracle: analyses read from a file say of a data set what the same analyses written in C++ say; what is wrong is told.
#include "catch.hpp"

#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/count_regression.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/proportional_odds.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <io/methods/method.hpp>

#include "io/text_files.hpp"

namespace responder_reader_test {
using namespace equipoise;
using Measure = Responder::Measure;

/// Sixty participants: a baseline and two visits of whole numbers.
TrialData data() {
    TrialData made{.arm = {}, .booster = std::vector<std::uint8_t>(60), .outcomes = {}};
    std::vector<double> scores;
    for (std::size_t i = 0; i < 180; ++i) scores.push_back(static_cast<double>((i * i + 7 * (i / 60) + i / 9) % (i < 60 ? 37 : 23)));
    for (std::size_t i = 0; i < 60; ++i) made.arm.push_back(i % 3 == 0 ? Arm::control : Arm::treatment);
    scores[70] = missing;
    scores[150] = missing;
    made.outcomes.push_back({.name = "MODQ", .visits = 3, .scores = std::move(scores)});
    return made;
}

AnyAnalysis read(const std::string& analysis) {
    return parse_scenario(text_files::bytes_of(text_files::folder + "base.json"), "base.json", std::vector<Override>{{"/analyses", "[" + analysis + "]"}}).analyses.at(0);
}

void check_reads(const std::string& analysis, const AnyAnalysis& written) {
    INFO(analysis);
    const TrialData trial = data();
    const AnyAnalysis given = read(analysis);
    CHECK(given.method() == written.method());
    const std::vector<Estimate> found = analyse(trial, given);
    const std::vector<Estimate> wanted = analyse(trial, written);
    REQUIRE(found.size() == wanted.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        REQUIRE(found[k].status == FitStatus::converged);
        CHECK(found[k].participants_analysed == wanted[k].participants_analysed);
        CHECK(found[k].effect == wanted[k].effect);
        CHECK(found[k].standard_error == wanted[k].standard_error);
        CHECK(found[k].p_value == wanted[k].p_value);
    }
}

TEST_CASE("responder analyses are read as they are written") {
    check_reads(R"({"method": "responder_difference"})", ResponderDifference{});
    check_reads(R"({"method": "responder_difference", "responder": {"threshold": 4, "missing": "failure"}})",
                ResponderDifference{.responder = {.threshold = 4}, .missing_response = MissingResponse::failure});
    check_reads(R"({"method": "responder_difference", "visit": 2, "test": "fisher", "responder": {"measure": "percentage_improvement", "threshold": 20}})",
                ResponderDifference{.visit = 2, .responder = {.measure = Measure::percentage_improvement, .threshold = 20}, .test = ResponderTest::fisher});
    check_reads(R"({"method": "responder_difference", "responder": {"measure": "score", "threshold": 10, "better": "higher"}})",
                ResponderDifference{.responder = {.measure = Measure::score, .threshold = 10, .better = Better::higher}});
    check_reads(R"({"method": "responder_difference", "hypothesis": {"alternative": "non_inferiority", "margin": 0.15, "better": "higher"}})",
                ResponderDifference{.hypothesis = {Alternative::greater, -0.15}});
    check_reads(R"({"method": "logistic"})", LogisticRegression{});
    check_reads(R"({"method": "logistic", "covariates": [], "estimand": "marginal_log_odds_ratio", "responder": {"threshold": 3, "missing": "failure"}})",
                LogisticRegression{.responder = {.threshold = 3}, .missing_response = MissingResponse::failure, .covariates = {}, .estimand = marginal_log_odds_ratio});
}

TEST_CASE("analyses of ordinal outcomes and counts are read as they are written") {
    check_reads(R"({"method": "proportional_odds"})", ProportionalOdds{});
    check_reads(R"({"method": "proportional_odds", "covariates": [], "visit": "6 months"})", ProportionalOdds{.visit = 2, .covariates = {}});
    check_reads(R"({"method": "count"})", CountRegression{});
    check_reads(R"({"method": "count", "model": "negative_binomial", "covariates": []})", CountRegression{.model = CountModel::negative_binomial, .covariates = {}});
    check_reads(R"({"method": "count", "model": "poisson"})", CountRegression{.model = CountModel::poisson});
}

std::string refusal(const std::string& analysis) {
    try {
        read(analysis);
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

void check_refuses(const std::string& analysis, const std::string& because) {
    const std::string message = refusal(analysis);
    INFO(message);
    CHECK(message.find(because) != message.npos);
}

TEST_CASE("what is wrong with responder analyses, ordinal outcomes and counts is told") {
    check_refuses(R"({"method": "responder_difference", "responder": {"measure": "improvement"}})", "the key \"threshold\" is missing");
    check_refuses(R"({"method": "responder_difference", "responder": {"measure": "change", "threshold": 6}})", "/analyses/0/responder/measure");
    check_refuses(R"({"method": "responder_difference", "responder": {"threshold": 6, "better": "smaller"}})", "/analyses/0/responder/better");
    check_refuses(R"({"method": "responder_difference", "responder": {"threshold": "6"}})", "/analyses/0/responder/threshold");
    check_refuses(R"({"method": "responder_difference", "responder": 6})", "must be an object");
    check_refuses(R"({"method": "t_test", "responder": {"threshold": 6}})", "belongs to the method");
    check_refuses(R"({"method": "responder_difference", "covariates": []})", "belongs to the method");
    check_refuses(R"({"method": "logistic", "test": "fisher"})", "belongs to the method");
    check_refuses(R"({"method": "logistic", "estimand": "odds_ratio"})", "/analyses/0/estimand");
    check_refuses(R"({"method": "count", "model": "negative-binomial"})", "/analyses/0/model");
    check_refuses(R"({"method": "proportional_odds", "model": "poisson"})", "belongs to the method");
}

TEST_CASE("the example's analyses fit its trial") {
    const std::string path = std::string(EQUIPOISE_SCENARIOS) + "/responder_and_secondary_analyses.json";
    const ScenarioFile file = parse_scenario(text_files::bytes_of(path), path, {});
    CHECK(file.analyses.size() == 9);
    CHECK(file.numbers_without_assumption.empty());
}

TEST_CASE("a key that several methods take is the same in all of them") {
    std::vector<io::Key> known;
    for (const io::Method& method : io::methods()) {
        for (const io::Key& key : method.keys) {
            INFO(method.name << " " << key.path);
            const auto same = std::find_if(known.begin(), known.end(), [&](const io::Key& other) { return other.path == key.path; });
            if (same == known.end()) {
                known.push_back(key);
            } else {
                CHECK(same->type == key.type);
                CHECK(same->choices == key.choices);
                CHECK(same->sentence == key.sentence);
            }
        }
    }
    CHECK(known.size() > 10);
}

}  // namespace responder_reader_test
