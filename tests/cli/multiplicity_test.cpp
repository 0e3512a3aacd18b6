// Oracle: hypotheses tested together, from a scenario and on a data set: the document has every documented key, and adjusted p-values are those by hand.
#include "catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace multiplicity_command_test {

using namespace equipoise::test;
using Json = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

Keys keys_of(const Json& object) {
    Keys keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

Json run_as_json(std::vector<std::string> words) {
    const Outcome outcome = run_command(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    return Json::parse(outcome.out);
}

TEST_CASE("every procedure has the documented keys in order, whatever the number of threads") {
    const Json document = run_as_json({"run", scenario("multiplicity.json"), "--replicates", "300", "--threads", "1", "--format", "json"});
    const Json again = run_as_json({"run", scenario("multiplicity.json"), "--replicates", "300", "--threads", "3", "--format", "json"});
    CHECK(document["multiplicity"] == again["multiplicity"]);
    CHECK(document["digest"] == again["digest"]);
    REQUIRE(document["multiplicity"].size() == 4);
    const Keys event{"value", "mcse", "lower", "upper", "if_failures_reject", "if_failures_do_not"};
    for (const Json& procedure : document["multiplicity"]) {
        CHECK(keys_of(procedure) == Keys{"name", "procedure", "alpha", "replicates", "hypotheses", "disjunctive_power", "conjunctive_power", "familywise_error", "expected_rejections"});
        CHECK(keys_of(procedure["replicates"]) == Keys{"requested", "usable", "failed"});
        REQUIRE(procedure["hypotheses"].size() == 4);
        for (const Json& hypothesis : procedure["hypotheses"]) CHECK(keys_of(hypothesis) == Keys{"analysis", "outcome", "estimand", "visit", "holds", "rejection_rate"});
        for (const char* rate : {"disjunctive_power", "conjunctive_power", "familywise_error"}) CHECK(keys_of(procedure[rate]) == event);
        CHECK(procedure["hypotheses"][3]["holds"] == false);
        CHECK(procedure["hypotheses"][2]["holds"] == true);
    }
    CHECK(document["multiplicity"][3]["procedure"] == "graphical");
}

TEST_CASE("margins: what holds in the scenario of non-inferiority") {
    const Json document = run_as_json({"run", scenario("non_inferiority.json"), "--replicates", "200", "--format", "json"});
    const Json& rows = document["operating_characteristics"];
    CHECK(rows[0]["hypothesis"].dump() == R"({"alternative":"two_sided","margin":0,"level":0.05,"holds":false})");
    CHECK(rows[1]["hypothesis"].dump() == R"({"alternative":"less","margin":4,"level":0.025,"holds":true})");
    CHECK(rows[2]["hypothesis"].dump() == R"({"alternative":"equivalence","margin":4,"level":0.025,"holds":true})");
    CHECK(document["multiplicity"][0]["familywise_error"]["value"].get<double>() <= rows[0]["rejection_rate"]["value"].get<double>());
}

TEST_CASE("a data set: p-values adjusted, in the document and in the table") {
    const Folder folder;
    write_text(folder / "data.csv", run_command({"cohort", scenario("multiplicity.json"), "--replicate", "3"}).out);
    write_text(folder / "spec.json", R"({"columns": {"participant": "participant", "arm": "arm", "visit": "visit", "outcome": "MODQ"}, "control": "SFE", "baseline": "baseline",
        "visits": ["post-treatment", "6 months", "12 months"],
        "analyses": [{"name": "ANCOVA", "method": "ancova"}, {"name": "NI", "method": "ancova", "visit": "12 months", "hypothesis": {"alternative": "non_inferiority", "margin": 3}}],
        "multiplicity": [{"procedure": "holm", "hypotheses": [{"analysis": "ANCOVA", "visit": "post-treatment"}, {"analysis": "ANCOVA", "visit": 2}, {"analysis": "NI"}]}]})");
    const Json document = run_as_json({"analyse", folder / "data.csv", "--spec", folder / "spec.json", "--format", "json"});
    const auto p = [&](std::size_t row) { return document["results"][row]["p_value"].get<double>(); };
    std::vector<double> entering{p(0), p(1), 2 * p(3)};
    const Json& holm = document["multiplicity"][0];
    CHECK(holm["name"] == "holm_1");
    REQUIRE(holm["hypotheses"].size() == 3);
    std::vector<double> sorted = entering;
    std::sort(sorted.begin(), sorted.end());
    const double last = std::max({3 * sorted[0], 2 * sorted[1], sorted[2]});
    for (std::size_t i = 0; i < 3; ++i) {
        const double wanted = entering[i] == sorted[0] ? 3 * sorted[0] : entering[i] == sorted[1] ? std::max(3 * sorted[0], 2 * sorted[1]) : last;
        CHECK(holm["hypotheses"][i]["adjusted_p_value"].get<double>() == Approx(std::min(1.0, wanted)).epsilon(1e-12));
        CHECK(holm["hypotheses"][i]["shown"] == (wanted < 0.05));
    }
    const Outcome table = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json"});
    CHECK(table.out.find("holm_1 (holm), familywise alpha 0.05 (two-sided)") != std::string::npos);
    CHECK(table.out.find("adjusted p") != std::string::npos);
    CHECK(table.out.find("effect < 3") != std::string::npos);
}

TEST_CASE("a hypothesis that is no row of the results is pointed at") {
    const Outcome outcome = run_command({"check", scenario("multiplicity.json"), "--set", "/multiplicity/0/hypotheses/1/visit=\"13 months\""});
    CHECK(outcome.exit == 2);
    INFO(outcome.err);
    CHECK(outcome.err.find("/multiplicity/0/hypotheses/1 must be a row of the results, but the analysis \"disability\" has none like it") != std::string::npos);
}

}  // namespace multiplicity_command_test
