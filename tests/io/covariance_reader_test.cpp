// Oracle: the specification that keys of covariances and random effects arrive at; what wrong ones are told.
#include "catch.hpp"

#include <string>
#include <vector>

#include "io/analysis_reader.hpp"
#include "io/json_document.hpp"
#include "io/key_table.hpp"
#include "io/methods/covariance_keys.hpp"
#include "io/methods/method.hpp"
#include "io/spec_reader.hpp"

namespace covariance_reader_test {
using namespace equipoise;

struct Read {
    io::CovarianceKeys keys;
    std::string findings;
};

std::string text_of(const io::Reading& reading) {
    std::string text;
    for (const io::Finding& finding : reading.findings()) text += finding.pointer + " " + finding.message + (finding.suggestion.empty() ? "" : " (" + finding.suggestion + ")") + "\n";
    return text;
}

/// The covariance of {"method": "mmrm", ...}, and what was found wrong, one a line.
Read read(const std::string& rest, const std::string& method = "mmrm") {
    const auto document = io::parse_json("{\"method\": \"" + method + "\"" + (rest.empty() ? "" : ", " + rest) + "}");
    REQUIRE(document.root);
    io::Reading reading(io::scenario_keys());
    const io::Block block{reading, io::Item{&*document.root, "", nullptr}, "/analyses/*", io::Chooser{.key = "method"}};
    Read result{.keys = io::read_covariance(reading, block), .findings = {}};
    result.findings = text_of(reading);
    return result;
}

TEST_CASE("every covariance has a name in files") {
    for (const CovarianceName& named : covariance_names) {
        const Read found = read("\"covariance\": \"" + std::string{named.name} + "\"");
        CHECK(found.findings.empty());
        CHECK(found.keys.covariance == named.covariance);
    }
    CHECK(read("").keys.covariance == VisitCovariance{});
    CHECK(read("").keys.fallbacks.empty());
}

TEST_CASE("fallbacks are by arm where the covariance is") {
    const Read found = read(R"("covariance_by_arm": true, "fallbacks": ["heterogeneous_toeplitz", "heterogeneous_ar1", "compound_symmetry"])", "clda");
    CHECK(found.findings.empty());
    CHECK(found.keys.covariance == VisitCovariance{.by_arm = true});
    CHECK(found.keys.fallbacks == failure_ladder(true));
}

TEST_CASE("wrong covariances are told what there is") {
    CHECK(read(R"("covariance": "ar_1")").findings.find("did you mean \"ar1\"") != std::string::npos);
    CHECK(read(R"("fallbacks": ["ar1", "toplitz"])").findings.find("/fallbacks/1 must be one of \"unstructured\"") == 0);
    CHECK(read(R"("fallbacks": ["ar1", "toplitz"])").findings.find("did you mean \"toeplitz\"") != std::string::npos);
    CHECK(read(R"("fallbacks": "ar1")").findings.find("/fallbacks must be an array of covariances") == 0);
    CHECK(read(R"("covariance_by_arm": "yes")").findings.find("/covariance_by_arm must be true or false") == 0);
}

TEST_CASE("random effects belong to the linear mixed model, covariances to the others") {
    CHECK(read(R"("random_effects": "intercept")").findings.find("belongs to the method \"lmm\"") != std::string::npos);
    CHECK(read(R"("covariance": "ar1")", "lmm").findings.find("belongs to the method \"mmrm\" or \"clda\"") != std::string::npos);
    CHECK(read(R"("random_effects": "intercept_and_slope")", "lmm").findings.empty());
}

TEST_CASE("the weeks of a data set are read, and must increase") {
    const auto weeks = [](const std::string& stated) {
        const auto document = io::parse_json(R"({"columns": {"participant": "id", "arm": "arm", "visit": "visit", "outcome": "y"}, "control": "c", "baseline": "b",
            "visits": ["one", "two", "three"], "weeks": )" + stated + R"(, "analyses": [{"method": "lmm", "random_effects": "intercept_and_slope"}]})");
        REQUIRE(document.root);
        io::Reading reading(io::data_spec_keys());
        const io::DataSpec spec = io::read_data_spec(reading, *document.root);
        return std::pair{spec.weeks, text_of(reading)};
    };
    CHECK(weeks("[0, 6, 26.5, 52]") == std::pair{std::vector<double>{0, 6, 26.5, 52}, std::string{}});
    CHECK(weeks("[0, 6, 6, 52]").second.find("/weeks must increase") == 0);
    CHECK(weeks("[0, 6, 52]").second.find("/weeks must be an array with one number for each visit") == 0);
}

}  // namespace covariance_reader_test
