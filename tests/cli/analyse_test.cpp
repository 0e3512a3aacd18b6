// Reference: R 4.2.2 (lm, t.test, mmrm) on 16 participants with missing values; oracle: a simulated trial analysed again gives its replicate's row.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace analyse_test {

using equipoise::test::run_command;
using equipoise::test::fields_of;
using equipoise::test::Folder;
using equipoise::test::lines_of;
using equipoise::test::Outcome;
using equipoise::test::read_text;
using equipoise::test::scenario;
using equipoise::test::write_text;
using Json = nlohmann::ordered_json;

namespace {

const std::string reference = std::string(EQUIPOISE_TEST_DATA) + "/reference/";

/// The wide reference data as long data: a row for each participant and visit.
std::string long_data() {
    const std::vector<std::string> wide = lines_of(read_text(reference + "iv_tiny16.csv"));
    const std::vector<std::string> names = fields_of(wide.front());
    REQUIRE(names == std::vector<std::string>{"id", "arm", "booster", "base", "y0", "y6", "y12"});
    std::string text = "who,group,when,score\n";
    for (std::size_t k = 1; k < wide.size(); ++k) {
        const std::vector<std::string> fields = fields_of(wide[k]);
        REQUIRE(fields.size() == 7);
        for (std::size_t v = 3; v < 7; ++v) text += fields[0] + ',' + (fields[1] == "1" ? "trained" : "control") + ',' + names[v] + ',' + fields[v] + '\n';
    }
    return text;
}

const std::string specification = R"({
  "columns": {"participant": "who", "arm": "group", "visit": "when", "outcome": "score"},
  "control": "control", "visits": ["y0", "y6", "y12"], "baseline": "base",
  "analyses": [
    {"name": "score_pooled", "method": "t_test", "variance": "pooled", "response": "score"},
    {"name": "score_welch", "method": "t_test", "variance": "welch", "response": "score"},
    {"name": "change_pooled", "method": "t_test", "variance": "pooled", "response": "change"},
    {"name": "change_welch", "method": "t_test", "variance": "welch", "response": "change"},
    {"name": "ancova", "method": "ancova", "covariates": [{"name": "baseline"}]},
    {"name": "mmrm", "method": "mmrm", "covariates": [{"name": "baseline", "by_visit": true}]}
  ]})";

/// The reference values of one row.
Json expected(const Json& all, const std::string& analysis, const std::string& visit) {
    if (analysis == "ancova") return all["ancova"][visit];
    if (analysis == "mmrm") return all["mmrm"]["reml"]["contrasts"][visit];
    return all["t_test"][visit][analysis];
}

Json analysed(const std::string& data, const std::string& spec) {
    const Folder folder;
    write_text(folder / "data.csv", data);
    write_text(folder / "spec.json", spec);
    const Outcome outcome = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json", "--format", "json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    return Json::parse(outcome.out);
}

}  // namespace

TEST_CASE("a data set is analysed as R does") {
    const Json all = Json::parse(read_text(reference + "analyses.json"))["sets"]["iv_tiny16"];
    const Json results = analysed(long_data(), specification)["results"];
    REQUIRE(results.size() == 18);
    for (const Json& row : results) {
        std::vector<std::string> keys;
        for (const auto& [key, value] : row.items()) keys.push_back(key);
        CHECK(keys == std::vector<std::string>{"analysis", "method", "outcome", "estimand", "visit", "hypothesis", "effect", "standard_error",
                                               "degrees_of_freedom", "statistic", "numerator_degrees_of_freedom",
                                               "p_value", "lower", "upper", "status", "log_likelihood", "n_analysed"});
        const std::string analysis = row["analysis"];
        INFO(row.dump());
        const Json wanted = expected(all, analysis, row["visit"]);
        const double se = wanted["se"];
        const double tolerance = analysis == "mmrm" ? 1e-7 : 1e-10;
        CHECK(std::abs(row["effect"].get<double>() - wanted["estimate"].get<double>()) <= tolerance * se);
        CHECK(row["standard_error"].get<double>() == Approx(se).epsilon(tolerance));
        CHECK(row["degrees_of_freedom"].get<double>() == Approx(wanted["df"].get<double>()).epsilon(tolerance));
        CHECK(row["p_value"].get<double>() == Approx(wanted["p"].get<double>()).epsilon(10 * tolerance));
        CHECK(std::abs(row["lower"].get<double>() - wanted["ci"][0].get<double>()) <= 10 * tolerance * se);
        CHECK(std::abs(row["upper"].get<double>() - wanted["ci"][1].get<double>()) <= 10 * tolerance * se);
        CHECK(row["status"] == "converged");
        CHECK(row["outcome"] == "score");
        CHECK(row["estimand"] == "treatment_minus_control");
        if (analysis == "mmrm") CHECK(row["log_likelihood"].get<double>() == Approx(all["mmrm"]["reml"]["log_likelihood"].get<double>()).margin(1e-9));
        if (analysis == "ancova") CHECK(row["n_analysed"] == wanted["n"]);
    }
}

TEST_CASE("what could not be estimated is null, with its status") {
    const std::string spec = R"({"columns": {"participant": "id", "arm": "arm", "visit": "visit", "outcome": "y"}, "control": "a", "visits": ["1", "2"],
                                 "analyses": [{"method": "t_test"}]})";
    const Json results = analysed("id,arm,visit,y\n1,a,1,1\n2,a,1,3\n3,b,1,4\n4,b,1,8\n1,a,2,2\n2,a,2,5\n3,b,2,3\n4,b,2,\n", spec)["results"];
    REQUIRE(results.size() == 2);
    CHECK(results[0]["effect"] == 4);
    CHECK(results[0]["n_analysed"] == 4);
    CHECK(results[1]["status"] == "not_estimable");
    for (const char* key : {"effect", "standard_error", "degrees_of_freedom", "p_value", "lower", "upper"}) CHECK(results[1][key].is_null());
}

TEST_CASE("numbers have 17 significant digits, and the table has the same rows") {
    const Folder folder;
    write_text(folder / "data.csv", long_data());
    write_text(folder / "spec.json", specification);
    const Outcome json = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json", "--format", "json"});
    const Json document = Json::parse(json.out);
    char text[64];
    for (const Json& row : document["results"]) {
        std::snprintf(text, sizeof text, "\"standard_error\": %.17g,", row["standard_error"].get<double>());
        CHECK(json.out.find(text) != std::string::npos);
    }
    const Outcome table = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json"});
    INFO(table.out);
    CHECK(table.exit == 0);
    CHECK(table.out.find("ancova") != std::string::npos);
    CHECK(table.out.find("-0.588355") != std::string::npos);
    CHECK(table.out.find("95 % confidence interval") != std::string::npos);
}

TEST_CASE("a simulated trial analysed again gives the row of its replicate") {
    const Folder folder;
    const std::string van_dillen = scenario("van_dillen_2021.json");
    REQUIRE(run_command({"run", van_dillen, "--replicates", "7", "--out", folder / "out"}).exit == 0);
    REQUIRE(run_command({"cohort", van_dillen, "--replicate", "7", "--out", folder / "trial"}).exit == 0);
    Json spec = Json::parse(R"({"columns": {"participant": "participant", "arm": "arm", "visit": "visit", "outcome": "MODQ"}, "control": "SFE",
                                "visits": ["post-treatment", "6 months", "12 months"], "baseline": "baseline"})");
    spec["analyses"] = Json::parse(read_text(van_dillen))["analyses"];
    const Json results = analysed(read_text(folder / "trial/visits.csv"), spec.dump())["results"];
    REQUIRE(results.size() == 15);
    const std::vector<std::string> lines = lines_of(read_text(folder / "out/replicates.csv"));
    for (std::size_t r = 0; r < 15; ++r) {
        const std::vector<std::string> fields = fields_of(lines[1 + 6 * 15 + r]);
        INFO(lines[1 + 6 * 15 + r] << '\n' << results[r].dump());
        CHECK(fields[2] == "7");
        CHECK(fields[3] == results[r]["analysis"]);
        CHECK(fields[6] == results[r]["visit"]);
        CHECK(results[r]["effect"].get<double>() == Approx(std::stod(fields[8])).epsilon(1e-9));
        CHECK(results[r]["standard_error"].get<double>() == Approx(std::stod(fields[9])).epsilon(1e-9));
        CHECK(results[r]["degrees_of_freedom"].get<double>() == Approx(std::stod(fields[10])).epsilon(1e-8));
        CHECK(std::to_string(results[r]["n_analysed"].get<int>()) == fields[18]);
    }
}

TEST_CASE("data or a specification that cannot be analysed is refused, with its place") {
    const Folder folder;
    write_text(folder / "data.csv", "who,group,when,score\n1,control,y0,twelve\n");
    write_text(folder / "spec.json", specification);
    const Outcome bad_data = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json", "--format", "json"});
    INFO(bad_data.err);
    CHECK(bad_data.exit == 2);
    CHECK(bad_data.out.empty());
    CHECK(bad_data.err.find("twelve") != std::string::npos);
    write_text(folder / "data.csv", long_data());
    write_text(folder / "spec.json", "{\"columns\": 7}");
    const Outcome bad_spec = run_command({"analyse", folder / "data.csv", "--spec", folder / "spec.json"});
    INFO(bad_spec.err);
    CHECK(bad_spec.exit == 2);
    CHECK(bad_spec.out.empty());
    CHECK(bad_spec.err.find("spec.json:1:") != std::string::npos);
}

}  // namespace analyse_test
