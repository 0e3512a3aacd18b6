// Oracle: the shape of the JSON document and of replicates.csv as documented, and that neither threads nor later replicates change a result.
#include "catch.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace run_test {

using equipoise::test::run_command;
using equipoise::test::fields_of;
using equipoise::test::Folder;
using equipoise::test::lines_of;
using equipoise::test::Outcome;
using equipoise::test::read_text;
using equipoise::test::scenario;
using Json = nlohmann::ordered_json;

namespace {

using Keys = std::vector<std::string>;

Keys keys_of(const Json& object) {
    Keys keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

Json run_as_json(std::vector<std::string> words) {
    words.insert(words.begin(), "run");
    words.insert(words.end(), {"--format", "json"});
    const Outcome outcome = run_command(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    return Json::parse(outcome.out);
}

const std::string van_dillen = scenario("van_dillen_2021.json");

}  // namespace

TEST_CASE("the JSON document has the documented keys in order") {
    const Json document = run_as_json({van_dillen, "--replicates", "200", "--seed", "18446744073709551615", "--threads", "2"});
    CHECK(keys_of(document) == Keys{"equipoise", "scenario", "study", "timing", "digest", "operating_characteristics", "comparisons"});
    CHECK(keys_of(document["equipoise"]) == Keys{"version", "rng_schema", "compiler"});
    CHECK(keys_of(document["scenario"]) == Keys{"name", "sha256", "path"});
    CHECK(keys_of(document["study"]) == Keys{"replicates", "seed", "stream", "alpha", "threads", "path"});
    CHECK(keys_of(document["timing"]) == Keys{"seconds", "replicates_per_second"});
    CHECK(document["study"]["replicates"] == 200);
    CHECK(document["study"]["seed"].get<std::uint64_t>() == 18446744073709551615U);
    CHECK(document["study"]["threads"] == 2);
    CHECK(document["study"]["alpha"] == 0.05);
    CHECK(document["scenario"]["name"] == "van_dillen_2021");
    CHECK(document["scenario"]["path"] == van_dillen);
    CHECK(document["scenario"]["sha256"].get<std::string>().size() == 64);
    CHECK(document["digest"].get<std::string>().find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(document["digest"].get<std::string>().size() == 64);
}

TEST_CASE("every row has the documented keys in order, by analysis as listed, then by visit") {
    const Json document = run_as_json({van_dillen, "--replicates", "200"});
    const Json& rows = document["operating_characteristics"];
    REQUIRE(rows.size() == 15);
    const Keys visits{"post-treatment", "6 months", "12 months"};
    const Keys analyses{"t-test", "Welch", "ANCOVA", "MMRM", "MMRM, baseline"};
    const Keys methods{"t_test", "t_test", "ancova", "mmrm", "mmrm"};
    for (std::size_t r = 0; r < rows.size(); ++r) {
        INFO(rows[r].dump());
        CHECK(keys_of(rows[r]) == Keys{"analysis", "method", "outcome", "estimand", "visit", "look", "hypothesis", "true_value", "replicates", "rejection_rate",
                                       "mean_estimate", "bias", "empirical_se", "model_se", "relative_error_of_model_se", "mse", "coverage",
                                       "bias_eliminated_coverage"});
        CHECK(rows[r]["analysis"] == analyses[r / 3]);
        CHECK(rows[r]["method"] == methods[r / 3]);
        CHECK(rows[r]["visit"] == visits[r % 3]);
        CHECK(rows[r]["outcome"] == "MODQ");
        CHECK(rows[r]["estimand"] == "treatment_minus_control");
        CHECK(rows[r]["look"] == "final");
        CHECK(keys_of(rows[r]["replicates"]) == Keys{"requested", "usable", "on_boundary", "failed", "by_status"});
        CHECK(rows[r]["replicates"]["requested"] == 200);
        CHECK(rows[r]["replicates"]["usable"].get<int>() + rows[r]["replicates"]["failed"].get<int>() == 200);
        CHECK(keys_of(rows[r]["rejection_rate"]) == Keys{"value", "mcse", "lower", "upper", "if_failures_reject", "if_failures_do_not"});
        for (const char* measure : {"true_value", "mean_estimate", "bias", "empirical_se", "model_se", "relative_error_of_model_se", "mse", "coverage",
                                    "bias_eliminated_coverage"}) {
            CHECK(keys_of(rows[r][measure]) == Keys{"value", "mcse"});
            CHECK(rows[r][measure]["value"].is_number());
            CHECK(rows[r][measure]["mcse"].is_number());
        }
    }
}

TEST_CASE("comparisons name their two rows") {
    const Json document = run_as_json({van_dillen, "--replicates", "100"});
    REQUIRE(document["comparisons"].size() == 30);  // 10 pairs of 5 analyses at 3 visits
    for (const Json& comparison : document["comparisons"]) {
        CHECK(keys_of(comparison) == Keys{"rows", "rejection_rate_difference", "bias_difference"});
        REQUIRE(comparison["rows"].size() == 2);
        for (const Json& row : comparison["rows"]) CHECK(keys_of(row) == Keys{"analysis", "outcome", "estimand", "visit"});
        CHECK(comparison["rows"][0]["visit"] == comparison["rows"][1]["visit"]);
        CHECK(comparison["rows"][0]["analysis"] != comparison["rows"][1]["analysis"]);
        CHECK(keys_of(comparison["rejection_rate_difference"]) == Keys{"value", "mcse"});
        CHECK(keys_of(comparison["bias_difference"]) == Keys{"value", "mcse"});
    }
}

TEST_CASE("a measure that does not exist is null with a reason") {
    const Json document = run_as_json({van_dillen, "--replicates", "1"});
    const Json& measure = document["operating_characteristics"][0]["empirical_se"];
    CHECK(keys_of(measure) == Keys{"value", "mcse", "reason"});
    CHECK(measure["value"].is_null());
    CHECK(measure["mcse"].is_null());
    CHECK(measure["reason"].get<std::string>().size() > 5);
}

TEST_CASE("the digest does not depend on the number of threads, but on everything that decides a result") {
    const auto digest = [](std::vector<std::string> words) {
        words.insert(words.begin(), {van_dillen, "--replicates", "700"});
        return run_as_json(words)["digest"].get<std::string>();
    };
    const std::string one = digest({"--threads", "1"});
    for (const char* threads : {"2", "3", "7"}) {
        INFO(threads << " threads");
        CHECK(digest({"--threads", threads}) == one);
    }
    CHECK(digest({"--seed", "1"}) != one);
    CHECK(digest({"--set", "/study/stream=1"}) != one);
    CHECK(digest({"--set", "/study/alpha=0.0499999"}) != one);
}

TEST_CASE("the first replicates do not depend on how many there are") {
    const Folder folder;
    REQUIRE(run_command({"run", van_dillen, "--replicates", "1000", "--threads", "2", "--out", folder / "long"}).exit == 0);
    REQUIRE(run_command({"run", van_dillen, "--replicates", "500", "--threads", "1", "--out", folder / "short"}).exit == 0);
    const std::string all = read_text(folder / "long/replicates.csv");
    const std::string some = read_text(folder / "short/replicates.csv");
    CHECK(lines_of(some).size() == 1 + 500 * 15);
    CHECK(lines_of(all).size() == 1 + 1000 * 15);
    CHECK(all.substr(0, some.size()) == some);
}

TEST_CASE("replicates.csv has the documented columns, and the results are its summary") {
    const Folder folder;
    const Outcome outcome = run_command({"run", van_dillen, "--replicates", "300", "--format", "json", "--out", folder / "new/folder"});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    const std::vector<std::string> lines = lines_of(read_text(folder / "new/folder/replicates.csv"));
    CHECK(lines.front() ==
          "scenario,dgm,rep_id,method,outcome,estimand,visit,true_value,estimate,se,df,ci_low,ci_high,p_value,reject,converged,code,"
          "iterations,n_analysed,n_randomised,n_dropout");
    std::map<std::string, double> sums;
    std::map<std::string, int> rejections;
    for (std::size_t k = 1; k < lines.size(); ++k) {
        const std::vector<std::string> fields = fields_of(lines[k]);
        REQUIRE(fields.size() == 21);
        CHECK(fields[0] == "van_dillen_2021");
        CHECK(fields[1] == "mcar");
        CHECK(fields[2] == std::to_string((k - 1) / 15 + 1));
        CHECK(fields[19] == "149");
        REQUIRE(fields[15] == "1");
        sums[fields[3] + '/' + fields[6]] += std::stod(fields[8]);
        rejections[fields[3] + '/' + fields[6]] += std::stoi(fields[14]);
        CHECK((std::stod(fields[13]) < 0.05) == (fields[14] == "1"));
    }
    const Json document = Json::parse(outcome.out);
    for (const Json& row : document["operating_characteristics"]) {
        const std::string name = row["analysis"].get<std::string>() + '/' + row["visit"].get<std::string>();
        CHECK(row["mean_estimate"]["value"].get<double>() == Approx(sums.at(name) / 300).epsilon(1e-12));
        CHECK(row["rejection_rate"]["value"].get<double>() == Approx(rejections.at(name) / 300.0).epsilon(1e-12));
    }
    CHECK(read_text(folder / "new/folder/results.json") == outcome.out);
    const std::string table = read_text(folder / "new/folder/results.txt");
    CHECK(table.find("power") != std::string::npos);
    CHECK(table.find("Paired differences") != std::string::npos);
}

TEST_CASE("a folder never holds parts of two studies") {
    const Folder folder;
    REQUIRE(run_command({"run", van_dillen, "--replicates", "20", "--out", folder / "out"}).exit == 0);
    REQUIRE(run_command({"run", van_dillen, "--replicates", "10", "--out", folder / "out"}).exit == 0);
    CHECK(lines_of(read_text(folder / "out/replicates.csv")).size() == 1 + 10 * 15);
    CHECK(Json::parse(read_text(folder / "out/results.json"))["study"]["replicates"] == 10);
}

TEST_CASE("results go to stdout and progress to stderr, without control characters when it is not a terminal") {
    const Outcome outcome = run_command({"run", van_dillen, "--replicates", "300"});
    CHECK(outcome.exit == 0);
    CHECK(outcome.out.find("van_dillen_2021: 300 replicates") == 0);
    CHECK(outcome.out.find_first_of("\r\x1b") == std::string::npos);
    CHECK(outcome.err.find_first_of("\r\x1b") == std::string::npos);
    const std::vector<std::string> lines = lines_of(outcome.err);
    REQUIRE(lines.size() >= 2);
    CHECK(lines.size() <= 12);
    CHECK(lines.front() == "0 of 300 replicates (0 %)");
    CHECK(lines.back().find("300 of 300 replicates (100 %)") == 0);
}

TEST_CASE("--set changes the scenario and its fingerprint") {
    const Json plain = run_as_json({van_dillen, "--replicates", "50"});
    const Json larger = run_as_json({van_dillen, "--replicates", "50", "--set", "/design/participants=200", "--set", "/assumptions={}", "--set",
                                     R"(/design/allocation={"method": "permuted_blocks", "block_sizes": [4, 8]})"});
    CHECK(plain["scenario"]["sha256"] != larger["scenario"]["sha256"]);
    const auto se = [](const Json& document) { return document["operating_characteristics"][0]["model_se"]["value"].get<double>(); };
    CHECK(se(larger) < 0.95 * se(plain));
}

}  // namespace run_test
