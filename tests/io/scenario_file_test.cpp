// Oracle: scenarios written by hand and the values they say, defaults, overrides and the places of faults.
#include "catch.hpp"

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <io/sha256.hpp>

#include "io/text_files.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace scenario_file_test {

using namespace equipoise;
using text_files::bytes_of;
using text_files::replaced;

namespace {

const std::string base = bytes_of(text_files::folder + "base.json");

const std::string smallest = R"({
  "name": "small",
  "design": {"participants": 100, "visits": {"weeks": [0, 4.5, 8]}},
  "mechanism": {"outcome": {"mean": [30, 28, 27], "covariance": {"structure": "ar1", "sd": 8, "correlation": 0.7}}},
  "analyses": [{"method": "t_test"}, {"method": "mmrm"}, {"method": "t_test"}],
  "study": {"seed": 18446744073709551615}
})";

const RepeatedMeasures& outcome_of(const ScenarioFile& file) {
    const RepeatedMeasures* outcome = file.scenario.mechanism.outcome.repeated_measures();
    REQUIRE(outcome != nullptr);
    return *outcome;
}

template <class T>
const T& dropout_of(const ScenarioFile& file) {
    return std::get<T>(file.scenario.mechanism.dropout.kind());
}

std::vector<LocatedFault> faults_in(const std::string& text, const std::vector<Override>& overrides = {}) {
    try {
        parse_scenario(text, "test.json", overrides);
    } catch (const InvalidScenarioFile& invalid) {
        return invalid.located_faults();
    }
    return {};
}

}  // namespace

TEST_CASE("a scenario is read as it is written") {
    const ScenarioFile file = read_scenario(text_files::folder + "base.json");
    const Design& design = file.scenario.design;
    CHECK(file.scenario.name == "base");
    CHECK(file.title == "A small valid scenario, of which every malformed one is a variant");
    CHECK(design.participants == 149);
    CHECK(design.arms == PerArm<std::string>{"SFE", "MST"});
    CHECK(design.visits.weeks == std::vector<double>{0, 7, 33});
    CHECK(design.visits.labels == std::vector<std::string>{"baseline", "post-treatment", "6 months"});
    CHECK(std::get<FixedArmSizes>(design.allocation).control == 75);
    CHECK(std::get<FixedArmSizes>(design.allocation).treatment == 74);
    REQUIRE(design.boosters);
    CHECK(design.boosters->share == 0.5);
    CHECK(design.boosters->told_after_visit == 1);
    CHECK(design.estimand.visit == 1);

    const RepeatedMeasures& outcome = outcome_of(file);
    CHECK(outcome.name == "MODQ");
    CHECK(outcome.scale.minimum == 0);
    CHECK(outcome.scale.maximum == 100);
    CHECK(outcome.scale.step == 2);
    CHECK(outcome.baseline_minimum == 20);
    CHECK(outcome.moments == Moments::as_observed);
    CHECK(outcome.mean == PerArm<std::vector<double>>{{32, 20.0, 19.5}, {32, 12.1, 13.9}});
    CHECK(outcome.covariance.sd == std::vector<double>{9, 9.6, 10.3});
    CHECK(outcome.covariance.correlation(0, 2) == 0.40);
    CHECK(outcome.covariance.correlation(2, 1) == 0.65);
    CHECK(outcome.booster_effect.control == std::vector<double>{0, 0, 0});
    CHECK(dropout_of<DropoutCompletelyAtRandom>(file).leaving == PerArm<std::vector<double>>{{0.03, 0.03}, {0.03, 0.03}});

    REQUIRE(file.analyses.size() == 3);
    CHECK(file.analyses[1].name() == "ANCOVA");
    CHECK(file.analyses[1].method() == "ancova");
    CHECK(file.options.replicates == 1000);
    CHECK(file.options.seed.value() == 20201228);
    CHECK(file.sha256 == io::sha256(base));
    REQUIRE(file.assumptions.size() == 1);
    CHECK(file.assumptions[0].pointer == "/design/participants");
    CHECK(file.assumptions[0].status == AssumptionStatus::published);
    CHECK(file.assumptions[0].source == "abstract");
}

TEST_CASE("what is left out has its default") {
    const ScenarioFile file = parse_scenario(smallest, "small.json");
    const Design& design = file.scenario.design;
    CHECK(design.arms == PerArm<std::string>{"control", "treatment"});
    CHECK(design.visits.label(1) == "week 4.5");
    CHECK(std::get<PermutedBlocks>(design.allocation).sizes == std::vector<std::size_t>{4});
    CHECK_FALSE(design.boosters);
    CHECK(design.estimand.visit == 0);
    const RepeatedMeasures& outcome = outcome_of(file);
    CHECK(outcome.scale.minimum == -std::numeric_limits<double>::infinity());
    CHECK(outcome.scale.maximum == std::numeric_limits<double>::infinity());
    CHECK(outcome.scale.step == 0);
    CHECK(outcome.baseline_minimum == -std::numeric_limits<double>::infinity());
    CHECK(outcome.mean.control == outcome.mean.treatment);
    CHECK(outcome.covariance.sd == std::vector<double>{8, 8, 8});
    CHECK(outcome.covariance.correlation(0, 2) == Approx(0.49).epsilon(1e-15));
    CHECK(outcome.booster_effect.treatment.empty());
    CHECK(std::holds_alternative<NoDropout>(file.scenario.mechanism.dropout.kind()));
    CHECK(file.analyses[0].name() == "t_test_1");
    CHECK(file.analyses[1].name() == "mmrm_1");
    CHECK(file.analyses[2].name() == "t_test_2");
    CHECK(file.options.replicates == 1000);
    CHECK(file.options.seed.value() == std::numeric_limits<std::uint64_t>::max());
    CHECK(file.options.alpha == 0.05);
    CHECK(file.options.stream == 0);
    CHECK(file.path == "small.json");
}

TEST_CASE("the scenarios of the examples are read and can be prepared") {
    std::size_t examples = 0;
    for (const auto& entry : std::filesystem::directory_iterator(EQUIPOISE_SCENARIOS)) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path());
        const ScenarioFile file = read_scenario(entry.path().string());
        CHECK(file.scenario.name == entry.path().stem().string());
        CHECK(file.numbers_without_assumption.empty());
        CHECK_NOTHROW(prepare(file.scenario));
        ++examples;
    }
    CHECK(examples >= 3);
}

TEST_CASE("every structure of covariance") {
    const auto correlation = [](const std::string& structure, const std::string& value) {
        const std::string text = replaced(replaced(smallest, "\"ar1\"", "\"" + structure + "\""), "0.7", value);
        return outcome_of(parse_scenario(text, "test.json")).covariance.correlation;
    };
    CHECK(correlation("compound_symmetry", "0.5") == compound_symmetry(3, 8, 0.5).correlation);
    CHECK(correlation("toeplitz", "[0.6, 0.3]") == toeplitz({8, 8, 8}, {0.6, 0.3}).correlation);
    CHECK(correlation("ar1", "-0.25") == ar1(3, 8, -0.25).correlation);
    CHECK(correlation("unstructured", "[[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]]")(1, 2) == 0.3);
}

TEST_CASE("every mechanism of dropout") {
    const auto with = [](const std::string& dropout) { return parse_scenario(replaced(smallest, "0.7}}", "0.7}}, \"dropout\": " + dropout), "test.json"); };
    CHECK(with(R"({"mechanism": "none"})").scenario.mechanism.dropout.mechanism() == "none");
    const ScenarioFile mcar = with(R"({"mechanism": "mcar", "leaving": {"control": 0.1, "treatment": [0.2, 0.3]}})");
    CHECK(dropout_of<DropoutCompletelyAtRandom>(mcar).leaving == PerArm<std::vector<double>>{{0.1, 0.1}, {0.2, 0.3}});
    const ScenarioFile mar = with(R"({"mechanism": "mar", "leaving": 0.1, "log_odds_per_sd": {"last_score": {"control": 1, "treatment": -0.5}, "change": 0.25}})");
    CHECK(mar.scenario.mechanism.dropout.mechanism() == "mar");
    CHECK(dropout_of<LogisticDropout>(mar).leaving == PerArm<std::vector<double>>{{0.1, 0.1}, {0.1, 0.1}});
    CHECK(dropout_of<LogisticDropout>(mar).last_score == PerArm<double>{1, -0.5});
    CHECK(dropout_of<LogisticDropout>(mar).change == PerArm<double>{0.25, 0.25});
    const ScenarioFile mnar = with(R"({"mechanism": "mnar", "leaving": [0.1, 0], "log_odds_per_sd": {"missed_score": 0.7}})");
    CHECK(mnar.scenario.mechanism.dropout.mechanism() == "mnar");
    CHECK(dropout_of<LogisticDropout>(mnar).missed_score == PerArm<double>{0.7, 0.7});
    CHECK(dropout_of<LogisticDropout>(mnar).last_score == PerArm<double>{0, 0});
}

TEST_CASE("a visit is named by its label or its number") {
    const auto estimand = [](const std::string& visit) { return parse_scenario(replaced(base, "\"visit\": \"post-treatment\"", "\"visit\": " + visit), "test.json").scenario.design.estimand.visit; };
    CHECK(estimand("\"6 months\"") == 2);
    CHECK(estimand("2") == 2);
    CHECK(estimand("1") == 1);
    CHECK(parse_scenario(replaced(smallest, "\"mmrm\"", "\"mmrm\", \"visit\": \"week 4.5\""), "test.json").analyses.size() == 3);
}

TEST_CASE("--set replaces values and adds keys, in order, and changes the hash") {
    const std::vector<Override> overrides{{"/study/seed", "7"}, {"/study/alpha", "0.1"}, {"/mechanism/outcome/mean/control/2", "21"}, {"/study/seed", "8"},
                                          {"/mechanism/outcome/scale", "{\"minimum\": -10}"}};
    const ScenarioFile file = parse_scenario(base, "base.json", overrides);
    CHECK(file.options.seed.value() == 8);
    CHECK(file.options.alpha == 0.1);
    CHECK(outcome_of(file).mean.control == std::vector<double>{32, 20.0, 21});
    CHECK(outcome_of(file).scale.minimum == -10);
    CHECK(outcome_of(file).scale.step == 0);
    CHECK(file.sha256 == io::sha256(base + "\n--set /study/seed=7\n--set /study/alpha=0.1\n--set /mechanism/outcome/mean/control/2=21\n--set /study/seed=8"
                                           "\n--set /mechanism/outcome/scale={\"minimum\": -10}"));
    CHECK(parse_scenario(base, "base.json", std::vector<Override>{{"/assumptions/~1study", "{\"status\": \"assumed\"}"}}).assumptions.size() == 2);
}

TEST_CASE("--set forgets assumptions about the values that it replaces") {
    const std::string path = std::string(EQUIPOISE_SCENARIOS) + "/van_dillen_2021.json";
    const ScenarioFile stated = read_scenario(path);
    const auto about_dropout = [](const ScenarioFile& file) {
        return std::count_if(file.assumptions.begin(), file.assumptions.end(), [](const AssumptionEntry& entry) { return entry.pointer.rfind("/mechanism/dropout", 0) == 0; });
    };
    REQUIRE(about_dropout(stated) == 1);
    REQUIRE(stated.numbers_without_assumption.empty());
    const ScenarioFile none = read_scenario(path, std::vector<Override>{{"/mechanism/dropout", "{\"mechanism\": \"none\"}"}});
    CHECK(about_dropout(none) == 0);
    CHECK(none.assumptions.size() + 1 == stated.assumptions.size());
    const ScenarioFile bigger = read_scenario(path, std::vector<Override>{{"/mechanism/outcome/baseline_minimum", "24"}});
    CHECK(bigger.numbers_without_assumption == std::vector<std::string>{"/mechanism/outcome/baseline_minimum"});
}

TEST_CASE("faults of --set are placed there") {
    const auto one_fault = [](const Override& one) {
        const std::vector<LocatedFault> faults = faults_in(base, {one});
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].line == 0);
        CHECK(faults[0].file == "--set " + one.pointer + "=" + one.json_text);
        return faults[0].fault;
    };
    CHECK(one_fault({"/study/seed", "-1"}).pointer == "/study/seed");
    CHECK(one_fault({"/design/visits/weeks/2", "3"}).pointer == "/design/visits/weeks/2");
    CHECK(one_fault({"/study/sede", "1"}).suggestion == "did you mean \"seed\"?");
    CHECK(one_fault({"/studdy/seed", "1"}).message == "the document has no key \"studdy\"");
    CHECK(one_fault({"/studdy/seed", "1"}).suggestion == "did you mean \"study\"?");
    CHECK(one_fault({"/design/visits/weeks/3", "50"}).message == "/design/visits/weeks has no element \"3\"");
    CHECK(one_fault({"/design/visits/weeks/-", "50"}).suggestion == "its elements are 0 to 2");
    CHECK(one_fault({"/name/first", "1"}).message == "/name is neither an object nor an array, so nothing can be set beneath it");
    CHECK(one_fault({"/name", "abc"}).message == "found the word \"abc\" where a value was expected");
    CHECK(one_fault({"study/seed", "1"}).message == "the place \"study/seed\" is not a JSON pointer");
    CHECK(one_fault({"/name", ""}).message == "there is no value after the \"=\"");
    CHECK(one_fault({"/study/seed", "1 2"}).message == "there is more text after the end of the document");
}

TEST_CASE("the argument of --set is a pointer and a value") {
    const Override one = parse_override("/name=\"a=b\"");
    CHECK(one.pointer == "/name");
    CHECK(one.json_text == "\"a=b\"");
    for (const std::string argument : {"", "/name", "name=1", "=1"}) CHECK_THROWS_AS(parse_override(argument), InvalidScenarioFile);
}

TEST_CASE("numbers without an assumption are listed; an entry covers what is beneath it") {
    const auto without = [](const std::string& pointers) {
        std::string entries;
        for (std::size_t at = 0; at < pointers.size();) {
            const std::size_t end = std::min(pointers.find(' ', at), pointers.size());
            entries += (entries.empty() ? "\"" : ", \"") + pointers.substr(at, end - at) + "\": {\"status\": \"assumed\"}";
            at = end + 1;
        }
        return parse_scenario(replaced(smallest, "\"study\"", "\"assumptions\": {" + entries + "}, \"study\""), "test.json").numbers_without_assumption;
    };
    CHECK(without("/design /mechanism").empty());
    CHECK(without("/design /mechanism/outcome/mean") == std::vector<std::string>{"/mechanism/outcome/covariance/sd", "/mechanism/outcome/covariance/correlation"});
    CHECK(without("/mechanism /design/visits/weeks/1") == std::vector<std::string>{"/design/participants", "/design/visits/weeks/0", "/design/visits/weeks/2"});
    CHECK(parse_scenario(smallest, "test.json").numbers_without_assumption.size() == 9);
}

TEST_CASE("faults are placed at the value, or at what stands for it") {
    const ScenarioFile file = parse_scenario(smallest, "small.json");
    const InvalidScenarioFile placed = locate(InvalidScenario{{{"/mechanism/outcome/mean/treatment/1", "is wrong", "right it"},
                                                               {"/mechanism/outcome/mean/control/1", "is wrong", ""},
                                                               {"/analyses/2/visit", "is not there", ""},
                                                               {"", "is impossible", ""}}},
                                              file);
    REQUIRE(placed.located_faults().size() == 3);
    CHECK(placed.located_faults()[0].line == 1);
    CHECK(placed.located_faults()[1].line == 4);
    CHECK(placed.located_faults()[1].column == 42);
    CHECK(placed.located_faults()[2].line == 5);
    CHECK(placed.located_faults()[2].column == 58);
    CHECK(render(placed) ==
          "error: 3 problems in small.json\n"
          " 1. the document is impossible\n"
          "      --> small.json:1:1\n"
          "     1 | {\n"
          "       | ^\n"
          " 2. /mechanism/outcome/mean/treatment/1 is wrong\n"
          "      --> small.json:4:42\n"
          "     4 |   \"mechanism\": {\"outcome\": {\"mean\": [30, 28, 27], \"covariance\": {\"structure\": \"ar1\", \"sd\": 8, \"corre...\n"
          "       |                                          ^^ right it\n"
          " 3. /analyses/2/visit is not there\n"
          "      --> small.json:5:58\n"
          "     5 |   \"analyses\": [{\"method\": \"t_test\"}, {\"method\": \"mmrm\"}, {\"method\": \"t_test\"}],\n"
          "       |                                                          ^\n"
          "Nothing was run.\n");
}

TEST_CASE("a default name that somebody else has is a fault") {
    const std::string text = replaced(smallest, "{\"method\": \"mmrm\"}", "{\"method\": \"mmrm\", \"name\": \"t_test_1\"}");
    const std::vector<LocatedFault> faults = faults_in(text);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].fault.pointer == "/analyses/1/name");
    CHECK(faults[0].line == 5);
}

TEST_CASE("a file that cannot be read is another matter than one that is wrong") {
    CHECK_THROWS_AS(read_scenario(text_files::folder + "there_is_no_such_file.json"), CannotRead);
    CHECK_THROWS_AS(read_scenario(text_files::folder), CannotRead);
    CHECK_THROWS_AS(read_scenario(text_files::folder + "malformed/empty.json"), InvalidScenario);
}

}  // namespace scenario_file_test
