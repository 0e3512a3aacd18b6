// Oracle: the shape of the JSON document as documented, options and their faults, and that the first replicates do not depend on how many there are.
#include "catch.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace balance_test {

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

const std::string minimisation = scenario("minimisation.json");

}  // namespace

TEST_CASE("balance writes the documented JSON document") {
    const Outcome outcome = run_command({"balance", minimisation, "--replicates", "50", "--seed", "3", "--format", "json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const Json document = Json::parse(outcome.out);
    CHECK(keys_of(document) == Keys{"equipoise", "scenario", "study", "imbalance", "right_guesses", "right_guesses_in_stratum"});
    CHECK(document["study"] == Json{{"replicates", 50}, {"seed", 3}, {"stream", 0}});
    REQUIRE(document["imbalance"].size() == 6);  // all, three classes of the baseline, two of sex
    for (const Json& row : document["imbalance"]) {
        CHECK(keys_of(row) == Keys{"factor", "class", "participants", "mean_absolute_difference", "sd_of_difference", "percentile_95", "largest"});
        CHECK(keys_of(row["mean_absolute_difference"]) == Keys{"value", "mcse"});
    }
    CHECK(document["imbalance"][0]["factor"].is_null());
    CHECK(document["imbalance"][0]["participants"] == 149);
    CHECK(document["imbalance"][1]["factor"] == "baseline");
    CHECK(document["imbalance"][1]["class"] == "below 26");
    CHECK(document["imbalance"][5]["factor"] == "sex");
}

TEST_CASE("balance writes a table, of another allocation and by other factors if asked") {
    const Outcome outcome = run_command({"balance", minimisation, "--replicates", "20", "--set", "/design/allocation={\"method\": \"simple\"}", "--by", "baseline:30"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const auto lines = lines_of(outcome.out);
    REQUIRE(lines.size() >= 7);
    CHECK(lines[0] == "minimisation: 20 replicates, seed 20201228");
    CHECK(lines[4].find("all participants") == 0);
    CHECK(lines[5].find("baseline          below 30") == 0);
    CHECK(lines[6].find("baseline          30 or more") == 0);
}

TEST_CASE("the faults of a balance's command line are told") {
    const auto check_refused = [](std::vector<std::string> words, const std::string& message) {
        words.insert(words.begin(), {"balance", minimisation});
        const Outcome outcome = run_command(words);
        INFO(outcome.err);
        CHECK(outcome.exit == 2);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.find(message) != std::string::npos);
    };
    check_refused({"--by", "baseline:30,x"}, "--by must hold numbers after the colon, as in baseline:30,40, but is \"baseline:30,x\"");
    check_refused({"--by", ":30"}, "--by must begin with the name of a covariate");
    check_refused({"--by", "sex", "--by", "sex"}, "comes twice for \"sex\"");
    check_refused({"--by", "shoe size:40"}, "--by \"shoe size\": the covariate must be one of \"baseline\", \"sex\", but is \"shoe size\"");
    check_refused({"--by", "baseline"}, "--by \"baseline\": the cuts must hold at least one cut");
    check_refused({"--replicates", "0"}, "--replicates must be a whole number from 1 to 1,000,000");
}

}  // namespace balance_test
