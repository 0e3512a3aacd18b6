// Oracle: the specification that an analysis of all visits arrives at; what wrong ones are told.
#include "catch.hpp"

#include <string>

#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/mmrm.hpp>

#include "io/analysis_reader.hpp"
#include "io/json_document.hpp"
#include "io/key_table.hpp"
#include "io/methods/method.hpp"
#include "io/methods/visit_questions.hpp"

namespace visit_questions_reader_test {

using namespace equipoise;

const std::vector<std::string> labels{"baseline", "6 weeks", "6 months", "12 months"};

struct Read {
    io::VisitQuestionKeys asked;
    std::string findings;
};

/// The questions of {"method": "mmrm", ...}, and what was found wrong, one a line.
Read read(const std::string& rest) {
    const auto document = io::parse_json("{\"method\": \"mmrm\"" + (rest.empty() ? "" : ", " + rest) + "}");
    REQUIRE(document.root);
    io::Reading reading(io::scenario_keys());
    const io::Block block{reading, io::Item{&*document.root, "", nullptr}, "/analyses/*", io::Chooser{.key = "method"}};
    Read result{.asked = io::read_visit_questions(reading, block, labels), .findings = {}};
    for (const io::Finding& finding : reading.findings()) result.findings += finding.pointer + " " + finding.message + (finding.suggestion.empty() ? "" : " (" + finding.suggestion + ")") + "\n";
    return result;
}

TEST_CASE("questions arrive at the analysis") {
    const Read found = read(R"("degrees_of_freedom": "kenward_roger", "information": "expected", "estimation": "reml", "joint": true, "interaction": true,
        "joint_visits": ["6 months", 3], "least_squares_means": true, "at": [{"name": "baseline", "value": 32}],
        "contrasts": [{"name": "average", "weights": [0.25, 0.25, 0.5]}, {"name": "change", "weights": {"12 months": 1, "6 weeks": -1}}])");
    CHECK(found.findings.empty());
    CHECK(found.asked.degrees_of_freedom == DegreesOfFreedom::kenward_roger);
    CHECK(found.asked.information == InformationMatrix::expected);
    CHECK(found.asked.joint);
    CHECK(found.asked.interaction);
    CHECK(found.asked.joint_visits == std::vector<std::size_t>{2, 3});
    CHECK(found.asked.least_squares_means);
    CHECK(found.asked.at == std::vector<CovariateValue>{{"baseline", 32}});
    CHECK(found.asked.contrasts == std::vector<VisitContrast>{{"average", {0.25, 0.25, 0.5}}, {"change", {-1, 0, 1}}});
}

TEST_CASE("nothing asked is every visit by Satterthwaite") {
    const Read found = read("");
    CHECK(found.findings.empty());
    CHECK(with_visit_questions(found.asked, Mmrm{}) == Mmrm{});
    CHECK(with_visit_questions(found.asked, Clda{}) == Clda{});
}

TEST_CASE("each method of degrees of freedom has its name") {
    const std::vector<std::pair<std::string, DegreesOfFreedom>> names{{"satterthwaite", DegreesOfFreedom::satterthwaite}, {"kenward_roger", DegreesOfFreedom::kenward_roger},
                                                                      {"residual", DegreesOfFreedom::residual}, {"between_within", DegreesOfFreedom::between_within},
                                                                      {"normal", DegreesOfFreedom::normal}};
    for (const auto& [name, method] : names) CHECK(read("\"degrees_of_freedom\": \"" + name + "\"").asked.degrees_of_freedom == method);
}

TEST_CASE("wrong questions are told what is wrong") {
    CHECK(read(R"("contrasts": [{"name": "change", "weights": {"12 month": 1}}])").findings ==
          "/contrasts/0/weights/12 month \"12 month\" is no visit after the baseline (did you mean \"12 months\"?)\n");
    CHECK(read(R"("contrasts": [{"name": "change", "weights": [1, 1]}])").findings ==
          "/contrasts/0/weights must be an array with one number for each visit after the baseline, or an object such as {\"12 months\": 1}, but is an array of 2 values\n");
    CHECK(read(R"("contrasts": [{"name": "change", "weights": {"12 months": "1"}}])").findings.find("/contrasts/0/weights/12 months must be a") == 0);
    CHECK(read(R"("contrasts": [{"name": "change", "weights": {"baseline": 1}}])").findings.find("\"baseline\" is no visit after the baseline") != std::string::npos);
    CHECK(read(R"("degrees_of_freedom": "kenward-roger")").findings.find("did you mean \"kenward_roger\"?") != std::string::npos);
    CHECK(read(R"("joint": "true")").findings.find("/joint must be true or false") == 0);
    CHECK(read(R"("at": [{"name": "baseline"}])").findings.find("the key \"value\" is missing") != std::string::npos);
}

}  // namespace visit_questions_reader_test
