// Oracle: the shape of the JSON document as documented, that its numbers hang together, and that stages do what replicates do. No time is compared.
#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <cli/serial_replicates.hpp>
#include <cli/study_stages.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/run_study.hpp>

#include "cli/run_command.hpp"

namespace bench_test {

using equipoise::test::lines_of;
using equipoise::test::Outcome;
using equipoise::test::run_command;
using equipoise::test::scenario;
using Json = nlohmann::ordered_json;

namespace {

using Keys = std::vector<std::string>;

Keys keys_of(const Json& object) {
    Keys keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

}  // namespace

TEST_CASE("bench writes the documented JSON document, whose numbers hang together") {
    const Outcome outcome = run_command({"bench", scenario("van_dillen_2021.json"), "--seconds", "1", "--threads", "2", "--format", "json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const Json document = Json::parse(outcome.out);
    CHECK(keys_of(document) == Keys{"equipoise", "scenario", "processor", "kernels", "path", "participants", "visits", "rounds", "preparation_seconds", "b", "stages",
                                    "replicate", "threads"});
    CHECK(document["participants"] == 149);
    CHECK(document["visits"] == 4);
    CHECK(document["rounds"] >= 3);
    CHECK(document["preparation_seconds"] > 0);
    CHECK(document["b"]["normals"] == 596);
    const double b = document["b"]["nanoseconds"];
    const double whole = document["replicate"]["nanoseconds"];
    CHECK(b > 0);
    CHECK(keys_of(document["replicate"]) == Keys{"nanoseconds", "in_b", "per_second"});
    CHECK(document["replicate"]["per_second"].get<double>() == Approx(1e9 / whole));

    std::vector<std::string> stages;
    std::vector<std::string> analyses;
    for (const Json& stage : document["stages"]) {
        stages.push_back(stage["stage"]);
        const bool fit = stage["stage"] == "fit";
        CHECK(keys_of(stage) == (fit ? Keys{"stage", "analyses", "nanoseconds", "in_b", "share"} : Keys{"stage", "nanoseconds", "in_b", "share"}));
        CHECK(stage["nanoseconds"] > 0);
        CHECK(stage["in_b"] > 0);
        CHECK(stage["share"].get<double>() == Approx(stage["nanoseconds"].get<double>() / whole));
        if (!fit) continue;
        for (const Json& name : stage["analyses"]) analyses.push_back(name);
    }
    CHECK(stages == std::vector<std::string>{"draw and observe the trial", "reduce to sufficient statistics", "fit", "fit", "fit", "fit", "fit", "add to the sums"});
    CHECK(analyses == std::vector<std::string>{"t-test", "Welch", "ANCOVA", "MMRM", "MMRM, baseline"});

    REQUIRE(document["threads"].size() == 2);
    CHECK(document["threads"][0]["threads"] == 1);
    CHECK(document["threads"][1]["threads"] == 2);
    CHECK(document["threads"][1]["replicates_per_second"] > 0);
}

TEST_CASE("analyses that share a fit are one stage, and one thread stands alone") {
    const Outcome outcome = run_command({"bench", scenario("van_dillen_2021.json"), "--seconds", "1", "--threads", "1", "--format", "json", "--set",
                                         R"(/analyses=[{"name": "a", "method": "ancova", "visit": "6 months"}, {"name": "b", "method": "ancova", "visit": "12 months"}])"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const Json document = Json::parse(outcome.out);
    std::size_t fits = 0;
    std::vector<std::string> analyses;
    for (const Json& stage : document["stages"]) {
        if (stage["stage"] != "fit") continue;
        ++fits;
        for (const Json& name : stage["analyses"]) analyses.push_back(name);
    }
    CHECK(fits >= 1);
    CHECK(analyses == std::vector<std::string>{"a", "b"});
    CHECK(document["threads"].size() == 1);
}

TEST_CASE("where sufficient statistics are drawn, bench times that and reduces nothing") {
    const Outcome outcome = run_command({"bench", scenario("van_dillen_2021_gaussian.json"), "--seconds", "1", "--threads", "1", "--format", "json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const Json document = Json::parse(outcome.out);
    CHECK(document["path"] == "collapsed");
    std::vector<std::string> stages;
    for (const Json& stage : document["stages"]) stages.push_back(stage["stage"]);
    REQUIRE(stages.size() > 2);
    CHECK(stages.front() == "draw sufficient statistics");
    CHECK(stages[1] == "fit");
    CHECK(stages.back() == "add to the sums");
}

TEST_CASE("without a file bench times the trial of van Dillen, and writes a table") {
    const Outcome outcome = run_command({"bench", "--seconds", "1", "--set", R"(/analyses=[{"name": "only", "method": "mmrm"}])"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const auto lines = lines_of(outcome.out);
    REQUIRE(lines.size() > 10);
    CHECK(lines[0] == "van_dillen_2021: 149 participants, 4 visits");
    CHECK(lines[2].find("stage of a replicate") == 0);
    CHECK(lines[4].find("draw and observe the trial") == 0);
    CHECK(lines[6].find("fit only") == 0);
    CHECK(lines[8].find("whole replicate") == 0);
}

TEST_CASE("the scenario that bench has without a file is that of the examples") {
    const auto name_and_participants = [](const std::vector<std::string>& words) {
        const Json document = Json::parse(run_command(words).out);
        return std::vector<Json>{document["scenario"]["sha256"], document["scenario"]["name"], document["participants"]};
    };
    CHECK(name_and_participants({"bench", "--seconds", "1", "--threads", "1", "--format", "json"}) ==
          name_and_participants({"bench", scenario("van_dillen_2021.json"), "--seconds", "1", "--threads", "1", "--format", "json"}));
}

TEST_CASE("bench refuses what it cannot do") {
    const auto check_refused = [](const std::vector<std::string>& words, const std::string& message) {
        const Outcome outcome = run_command(words);
        INFO(outcome.err);
        CHECK(outcome.exit == 2);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.find(message) != std::string::npos);
    };
    check_refused({"bench", "--seconds", "0"}, "--seconds must be a whole number from 1 to 3,600, but is \"0\"");
    check_refused({"bench", "--threads", "0"}, "--threads must be a whole number from 1 to 1,024");
    check_refused({"bench", ""}, "FILE is missing");
    check_refused({"bench", "a.json", "b.json"}, "unexpected argument \"b.json\"");
    check_refused({"bench", scenario("van_dillen_2021.json"), "--set", "/design/participants=1"}, "/design/participants must be");
}

TEST_CASE("of the trials whose stages are timed no more is drawn than of those of the study") {
    using namespace equipoise;
    const ScenarioFile file = read_scenario(scenario("van_dillen_2021_full.json"));
    const PreparedStudy study = prepare(file.scenario, file.analyses, file.options);
    const cli::StudyStages stages(study, file.analyses);
    REQUIRE_FALSE(stages.trials().empty());
    TrialSimulator simulate(study.trial, study.analyses.reads());
    const TrialData& wanted = simulate(study.key, 0);
    const TrialData& timed = stages.trials().front();
    const auto drawn = [](const std::vector<double>& column) { return std::ranges::any_of(column, [](double value) { return value == value; }); };
    std::size_t idle = 0;
    for (std::size_t k = 0; k < wanted.outcomes.size(); ++k) {
        CHECK(drawn(timed.outcomes[k].scores) == drawn(wanted.outcomes[k].scores));
        idle += drawn(wanted.outcomes[k].scores) ? 0U : 1U;
    }
    for (std::size_t k = 0; k < wanted.covariates.size(); ++k) CHECK(drawn(timed.covariates[k].values) == drawn(wanted.covariates[k].values));
    CHECK(idle > 0);
}

TEST_CASE("the replicates that are timed are those of the study, and add up to the same") {
    using namespace equipoise;
    ScenarioFile file = read_scenario(scenario("van_dillen_2021.json"));
    file.options.replicates = 2 * chunk_size;
    file.options.threads = 1;
    const PreparedStudy study = prepare(file.scenario, file.analyses, file.options);
    const StudyResults results = run_study(study, file.options);
    cli::SerialReplicates serial(study);
    serial(100);
    serial(2 * chunk_size - 100);
    const StudyResults timed = detail::summarise(study, serial.sums());
    REQUIRE(timed.operating_characteristics.size() == results.operating_characteristics.size());
    for (std::size_t row = 0; row < results.operating_characteristics.size(); ++row) {
        const auto& expected = results.operating_characteristics[row];
        const auto& found = timed.operating_characteristics[row];
        CHECK(found.replicates.requested == expected.replicates.requested);
        CHECK(found.bias.estimate->value == expected.bias.estimate->value);
        CHECK(found.model_se.estimate->value == expected.model_se.estimate->value);
    }
}

}  // namespace bench_test
