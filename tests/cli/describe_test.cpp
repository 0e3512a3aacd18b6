// Oracle: the shape of the JSON document as documented, the sections of the table, options and their faults; the whole trial's provenance and true values.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace describe_test {

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

const std::string whole_trial = scenario("van_dillen_2021_full.json");

}  // namespace

TEST_CASE("describe writes the documented JSON document") {
    const Outcome outcome = run_command({"describe", whole_trial, "--replicates", "10", "--seed", "3", "--format", "json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const Json document = Json::parse(outcome.out);
    CHECK(keys_of(document) == Keys{"equipoise", "scenario", "study", "arms", "summary"});
    CHECK(document["study"] == Json{{"replicates", 10}, {"seed", 3}, {"stream", 0}});
    CHECK(document["arms"] == Json{{"treatment", "MST"}, {"control", "SFE"}});
    std::set<std::string> sections;
    for (const Json& row : document["summary"]) {
        REQUIRE(keys_of(row) == Keys{"section", "quantity", "at", "statistic", "arm", "value", "mcse", "replicates"});
        sections.insert(row["section"].get<std::string>());
        if (row["quantity"] == "randomised" && row["arm"].is_null()) {
            CHECK(row["value"] == 154);
            CHECK(row["mcse"] == 0);
        }
    }
    CHECK(sections == std::set<std::string>{"baseline", "flow", "outcomes", "delivery", "adverse_events", "discontinuation", "therapists"});
}

TEST_CASE("describe writes tables, of what the trial has") {
    const Outcome whole = run_command({"describe", whole_trial, "--replicates", "4", "--threads", "1"});
    INFO(whole.err);
    REQUIRE(whole.exit == 0);
    CHECK(whole.out.find("van_dillen_2021_full: 4 replicates, seed 20201228\n\nBaseline, of those analysed\n") == 0);
    CHECK(whole.out.find("\nTherapists\n") != std::string::npos);
    const Outcome plain = run_command({"describe", scenario("van_dillen_2021.json"), "--replicates", "4"});
    REQUIRE(plain.exit == 0);
    CHECK(plain.out.find("\nOutcomes, of those seen\n") != std::string::npos);
    CHECK(plain.out.find("\nTherapists\n") == std::string::npos);
    CHECK(plain.out.find("\nAdverse events") == std::string::npos);
}

TEST_CASE("the whole trial says where each of its numbers comes from, and has the published differences as its true values") {
    const Outcome checked = run_command({"check", whole_trial});
    INFO(checked.err);
    REQUIRE(checked.exit == 0);
    CHECK(checked.out.find("  not said: none\n") != std::string::npos);
    const Outcome ran = run_command({"run", whole_trial, "--replicates", "1", "--format", "json"});
    INFO(ran.err);
    REQUIRE(ran.exit == 0);
    const Json rows = Json::parse(ran.out)["operating_characteristics"];
    const std::vector<double> published{-7.9, -5.6, -5.7};
    for (std::size_t v = 0; v < published.size(); ++v) {
        REQUIRE(rows[v]["analysis"] == "t-test");
        const Json& truth = rows[v]["true_value"];
        CHECK(std::abs(truth["value"].get<double>() - published[v]) < 0.01 + 4 * truth["mcse"].get<double>());
    }
}

TEST_CASE("the faults of describe's command line are told") {
    const Outcome outcome = run_command({"describe", whole_trial, "--replicates", "0", "--format", "xml"});
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("--replicates must be a whole number from 1 to 1,000,000,000") != std::string::npos);
    CHECK(outcome.err.find("--format") != std::string::npos);
}

}  // namespace describe_test
