// Oracle: the JSON document read by another parser gives back every number and text; the digest tells results apart to the last bit.
#include "catch.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/io/results_json.hpp>

#include "report/sample_results.hpp"

namespace results_json_test {

using namespace equipoise;
using Json = nlohmann::ordered_json;

namespace {

const ScenarioOrigin origin{.path = "a.json", .sha256 = std::string(64, 'a')};

Json document_of(const StudyResults& results) { return Json::parse(results_json(results, origin)); }

}  // namespace

TEST_CASE("every number is read back as it was") {
    StudyResults results = test::sample_results();
    results.seconds = 2.5;
    results.operating_characteristics[1].bias.estimate = McEstimate{-0.1 / 3, 1e-300};
    const Json document = document_of(results);
    CHECK(document["timing"]["replicates_per_second"] == 4000);
    CHECK(document["study"]["alpha"].get<double>() == 0.05);
    REQUIRE(document["operating_characteristics"].size() == 4);
    for (std::size_t r = 0; r < 4; ++r) {
        const Json& row = document["operating_characteristics"][r];
        const OperatingCharacteristics& wanted = results.operating_characteristics[r];
        CHECK(row["analysis"] == wanted.row.analysis);
        CHECK(row["visit"] == wanted.row.visit_label);
        CHECK(row["true_value"]["value"].get<double>() == wanted.true_value->value);
        CHECK(row["true_value"]["mcse"].get<double>() == wanted.true_value->mcse);
        CHECK(row["bias"]["value"].get<double>() == wanted.bias.estimate->value);
        CHECK(row["bias"]["mcse"].get<double>() == wanted.bias.estimate->mcse);
        CHECK(row["model_se"]["value"].get<double>() == wanted.model_se.estimate->value);
        CHECK(row["rejection_rate"]["lower"].get<double>() == wanted.rejection_rate->lower);
        CHECK(row["rejection_rate"]["if_failures_reject"].get<double>() == wanted.rejection_rate_if_failures_reject);
        CHECK(row["replicates"]["failed"] == wanted.replicates.failed);
    }
    const Json& last = document["operating_characteristics"][3];
    CHECK(last["replicates"]["by_status"].dump() ==
          R"({"converged":9957,"on_boundary":31,"not_estimable":0,"covariance_singular":2,"not_converged":10,"hessian_not_positive_definite":0,"separated":0})");
    CHECK(document["comparisons"][1]["rows"][1]["analysis"] == "mmrm");
    CHECK(document["comparisons"][1]["bias_difference"]["mcse"].get<double>() == 0.0084);
}

TEST_CASE("what does not exist is null, with a reason") {
    StudyResults results = test::sample_results();
    OperatingCharacteristics& row = results.operating_characteristics.front();
    row.rejection_rate.reset();
    row.coverage = {.estimate{}, .reason = "no replicate is usable"};
    row.mse.estimate = McEstimate{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};
    const Json found = document_of(results)["operating_characteristics"][0];
    CHECK(found["rejection_rate"]["value"].is_null());
    CHECK(found["rejection_rate"]["upper"].is_null());
    CHECK(found["rejection_rate"]["reason"] == "no replicate is usable");
    CHECK(found["coverage"].dump() == R"({"value":null,"mcse":null,"reason":"no replicate is usable"})");
    CHECK(found["mse"].dump() == R"({"value":null,"mcse":null})");
}

TEST_CASE("any text makes a valid document") {
    StudyResults results = test::sample_results();
    results.scenario = "a \"quoted\" \\ name\nwith a line, \x01 and \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80";
    const std::string text = results_json(results, {.path = "broken \xFF\xC3 \xED\xA0\x80 path", .sha256 = ""});
    const Json document = Json::parse(text);
    CHECK(document["scenario"]["name"] == results.scenario);
    CHECK(document["scenario"]["path"] == "broken \uFFFD\uFFFD \uFFFD\uFFFD\uFFFD path");
    CHECK(text.back() == '\n');
}

TEST_CASE("the digest changes with whatever a result consists of") {
    const std::vector<std::function<void(StudyResults&)>> changes{
        [](StudyResults&) {},
        [](StudyResults& r) { r.seed += 1; },
        [](StudyResults& r) { r.stream = 1; },
        [](StudyResults& r) { r.replicates += 1; },
        [](StudyResults& r) { r.alpha = std::nextafter(r.alpha, 1.0); },
        [](StudyResults& r) { r.rng_schema += "x"; },
        [](StudyResults& r) { r.path = "collapsed"; },
        [](StudyResults& r) { r.operating_characteristics[0].row.analysis = "tt"; },
        [](StudyResults& r) { r.operating_characteristics[0].true_value->mcse = 1e-300; },
        [](StudyResults& r) { r.operating_characteristics[0].true_value.reset(); },
        [](StudyResults& r) { r.operating_characteristics[0].hypothesis_holds.reset(); },
        [](StudyResults& r) { r.operating_characteristics[0].row.hypothesis = {Alternative::less, 0.0}; },
        [](StudyResults& r) { r.operating_characteristics[0].row.level = 0.025; },
        [](StudyResults& r) { r.operating_characteristics[0].replicates.by_status[1] = 1; },
        [](StudyResults& r) { r.operating_characteristics[2].rejection_rate->lower = std::nextafter(r.operating_characteristics[2].rejection_rate->lower, 0.0); },
        [](StudyResults& r) { r.operating_characteristics[3].bias.estimate->value = std::nextafter(r.operating_characteristics[3].bias.estimate->value, 1.0); },
        [](StudyResults& r) { r.operating_characteristics[3].coverage = {.estimate{}, .reason = "none"}; },
        [](StudyResults& r) { r.comparisons[0].bias_difference.estimate->mcse = 1e-9; },
        [](StudyResults& r) { r.comparisons.pop_back(); },
        [](StudyResults& r) { r.operating_characteristics[3].replicates.by_fallback = {9'987, 1}; },
        [](StudyResults& r) { r.multiplicity = {{.name = "visits", .procedure = "holm"}}; },
        [](StudyResults& r) { r.multiplicity = {{.name = "visits", .procedure = "holm", .familywise_error = {.reason = "every hypothesis holds"}}}; },
    };
    std::set<std::string> digests;
    for (const auto& change : changes) {
        StudyResults results = test::sample_results();
        change(results);
        digests.insert(results_digest(results, origin.sha256));
    }
    CHECK(digests.size() == changes.size());
    CHECK(digests.count(results_digest(test::sample_results(), std::string(64, 'b'))) == 0);
}

TEST_CASE("the digest does not depend on threads or time") {
    StudyResults results = test::sample_results();
    const std::string digest = results_digest(results, origin.sha256);
    results.threads = 7;
    results.seconds = 12.0;
    CHECK(results_digest(results, origin.sha256) == digest);
    CHECK(document_of(results)["digest"] == digest);
}

}  // namespace results_json_test
