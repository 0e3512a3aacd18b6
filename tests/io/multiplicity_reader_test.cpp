// Oracle: every procedure is read as it is written, and what is wrong with one is told where it stands.
#include "catch.hpp"

#include <string>
#include <variant>
#include <vector>

#include <equipoise/io/scenario_file.hpp>

namespace multiplicity_reader_test {

using namespace equipoise;

const std::string two = R"("hypotheses": [{"analysis": "t", "visit": "middle"}, {"analysis": "t", "visit": 2}])";

/// The smallest scenario with procedures.
std::vector<MultipleTesting> multiplicity_of(const std::string& procedures) {
    const std::string text = R"({"name": "small", "design": {"participants": 40, "visits": {"weeks": [0, 4, 8], "labels": ["start", "middle", "end"]}},
        "mechanism": {"outcome": {"mean": [30, 20, 20], "covariance": {"structure": "ar1", "correlation": 0.5, "sd": 10}}},
        "analyses": [{"name": "t", "method": "t_test"}, {"name": "a", "method": "ancova", "visit": "end"}], "multiplicity": )" + procedures + R"(, "study": {"seed": 1}})";
    return parse_scenario(text, "small.json").options.multiplicity;
}

std::string problem(const std::string& procedures) {
    try {
        multiplicity_of(procedures);
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

bool says(const std::string& procedures, const std::string& wanted) {
    const std::string said = problem(procedures);
    INFO(said);
    CHECK(said.find(wanted) != std::string::npos);
    return true;
}

TEST_CASE("each procedure with its keys") {
    const auto read = multiplicity_of(R"([{"procedure": "bonferroni", "weights": [0.75, 0.25], )" + two + R"(}, {"procedure": "holm", "alpha": 0.1, )" + two +
                                      R"(}, {"name": "mine", "procedure": "holm", "weights": [3, 1], )" + two + R"(}, {"procedure": "hochberg", )" + two +
                                      R"(}, {"procedure": "fixed_sequence", )" + two + R"(}, {"procedure": "fallback", "weights": [0.5, 0.5], )" + two +
                                      R"(}, {"procedure": "graphical", "weights": [1, 0], "transitions": [[0, 1], [0.5, 0]], "hypotheses": [{"analysis": "a"},
                                           {"analysis": "t", "visit": "end", "outcome": "outcome", "estimand": "treatment_minus_control"}]}])");
    REQUIRE(read.size() == 7);
    CHECK(read[0].name == "bonferroni_1");
    CHECK(std::get<Bonferroni>(read[0].procedure).weights == std::vector<double>{0.75, 0.25});
    CHECK(read[0].hypotheses[0].visit == "middle");
    CHECK(read[0].hypotheses[1].visit == "end");
    CHECK_FALSE(read[0].alpha);
    CHECK(read[1].name == "holm_1");
    CHECK(std::get<Holm>(read[1].procedure).weights.empty());
    CHECK(read[1].alpha == 0.1);
    CHECK(read[2].name == "mine");
    CHECK(std::get<Holm>(read[2].procedure).weights == std::vector<double>{3, 1});
    CHECK(std::holds_alternative<Hochberg>(read[3].procedure));
    CHECK(std::holds_alternative<FixedSequence>(read[4].procedure));
    CHECK(std::get<Fallback>(read[5].procedure).weights == std::vector<double>{0.5, 0.5});
    CHECK(std::get<Graphical>(read[6].procedure).transitions == std::vector<std::vector<double>>{{0, 1}, {0.5, 0}});
    CHECK(read[6].hypotheses[0].analysis == "a");
    CHECK(read[6].hypotheses[1].estimand == "treatment_minus_control");
}

TEST_CASE("what is wrong with a procedure is told where it stands") {
    says(R"([{"procedure": "holms", )" + two + "}]", "did you mean \"holm\"?");
    says(R"([{"procedure": "hochberg", "weights": [1, 1], )" + two + "}]", "the key \"weights\" belongs to the procedure");
    says(R"([{"procedure": "graphical", "weights": [1, 0], )" + two + "}]", "the key \"transitions\" is missing");
    says(R"([{"procedure": "graphical", "weights": [1, 0], "transitions": [[0, 1]], )" + two + "}]", "must be an array of 2 arrays, one for each hypothesis");
    says(R"([{"procedure": "graphical", "weights": [1, 0], "transitions": [[0, 2], [0, 0]], )" + two + "}]", "/multiplicity/0/transitions/0/1 must be a number from 0 to 1, but is 2");
    says(R"([{"procedure": "fallback", "weights": [1], )" + two + "}]", "one number for each of the 2 hypotheses");
    says(R"([{"procedure": "fallback", "weights": [0.9, 0.9], )" + two + "}]", "must be shares of alpha, together at most 1, but add up to 1.8");
    says(R"([{"procedure": "holm", "hypotheses": [{"analysis": "a"}]}])", "must be an array of 2 to 32 hypotheses");
    says(R"([{"procedure": "holm", "hypotheses": [{"analysis": "a"}, {"analysis": "b"}]}])", "there is no analysis \"b\"");
    says(R"([{"procedure": "holm", "hypotheses": [{"analysis": "a"}, {"analysis": "t"}]}])", "must be one row of the results, but 2 fit");
    says(R"([{"procedure": "holm", "hypotheses": [{"analysis": "a"}, {"analysis": "t", "visit": 3}]}])", "must be a visit");
    says(R"([{"procedure": "holm", "name": "x", )" + two + R"(}, {"procedure": "holm", "name": "x", )" + two + "}]", "must be a name of its own");
    says(R"({"procedure": "holm"})", "must be an array of procedures");
}

}  // namespace multiplicity_reader_test
