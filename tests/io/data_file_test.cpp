// Oracle: data sets written by hand, and analyses from a specification against the same analyses written in C++.
#include "catch.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>
#include <equipoise/io/data_file.hpp>

#include "io/text_files.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace data_file_test {

using namespace equipoise;
using text_files::replaced;

namespace {

/// A file of a text, gone with the object.
class ScratchFile {
public:
    ScratchFile(const std::string& name, const std::string& text) : path_((std::filesystem::temp_directory_path() / ("equipoise_data_file_test_" + std::to_string(std::random_device{}()) + "_" + name)).string()) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

const std::string spec =
    R"({"columns": {"participant": "id", "arm": "group", "visit": "when", "outcome": "score"}, "control": "B", "visits": ["m6", "m12"], "baseline": "start",
 "analyses": [{"method": "t_test"}]})";

/// Sixteen participants, sites and ages, three visits, some missing; numbers without a pattern.
std::string long_data() {
    std::string text = "id,group,when,score,age,site\n";
    std::uint32_t state = 12345;
    for (int i = 0; i < 16; ++i) {
        const std::string person = "p" + std::to_string(i);
        const std::string rest = "," + std::to_string(30 + (i * 7) % 23) + "," + (i % 3 == 0 ? "west" : i % 3 == 1 ? "east" : "north") + "\n";
        for (const std::string visit : {"start", "m6", "m12"}) {
            state = state * 1664525U + 1013904223U;
            const std::string score = visit == "m12" && i % 5 == 0 ? "" : std::to_string(10 + state % 4001 / 100.0);
            if (visit == "m6" && i % 7 == 6) continue;
            text += person + (i % 2 == 0 ? ",A," : ",B,") + visit + "," + score + rest;
        }
    }
    return text;
}

DataFile read(const std::string& data, const std::string& specification) {
    const ScratchFile csv("data.csv", data);
    const ScratchFile json("spec.json", specification);
    return read_data(csv.path(), json.path());
}

std::string refusal(const std::string& data, const std::string& specification) {
    try {
        read(data, specification);
    } catch (const InvalidDataFile& invalid) {
        std::string message;
        for (const LocatedFault& one : invalid.located_faults()) {
            message += one.fault.pointer + (one.fault.pointer.empty() ? "" : " ") + one.fault.message + " @" + std::to_string(one.line) + ":" + std::to_string(one.column) + "\n";
        }
        return message;
    }
    return "";
}

void check_same(const std::string& analysis, const AnyAnalysis& expected) {
    INFO(analysis);
    const DataFile file = read(long_data(), replaced(spec, "{\"method\": \"t_test\"}", analysis));
    REQUIRE(file.analyses.size() == 1);
    const std::vector<Estimate> found = analyse(file.data, file.analyses[0]);
    const std::vector<Estimate> wanted = analyse(file.data, expected);
    REQUIRE(found.size() == wanted.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        CHECK(usable(wanted[k].status));
        CHECK(found[k].effect == wanted[k].effect);
        CHECK(found[k].standard_error == wanted[k].standard_error);
        CHECK(found[k].degrees_of_freedom == wanted[k].degrees_of_freedom);
    }
}

}  // namespace

TEST_CASE("long data become trial data") {
    const DataFile file = read(
        "id,group,when,score\r\n"
        "7,A,start,30\r\n7,A,m6,20.5\r\n"
        "\"x, y\",B,m12,-1e1\r\n\"x, y\",B,start,\r\n"
        "9,B,m6,12\r\n",
        spec);
    CHECK(file.participants == std::vector<std::string>{"7", "x, y", "9"});
    CHECK(file.data.arm == std::vector<Arm>{Arm::treatment, Arm::control, Arm::control});
    CHECK(file.data.booster == std::vector<std::uint8_t>{0, 0, 0});
    REQUIRE(file.data.outcomes.size() == 1);
    CHECK(file.data.outcomes[0].name == "score");
    CHECK(file.data.score(0, 0, 0) == 30);
    CHECK(file.data.score(0, 1, 0) == 20.5);
    CHECK(std::isnan(file.data.score(0, 2, 0)));
    CHECK(std::isnan(file.data.score(0, 0, 1)));
    CHECK(file.data.score(0, 2, 1) == -10);
    CHECK(std::isnan(file.data.score(0, 0, 2)));
    CHECK(file.shape.visits == std::vector<std::string>{"start", "m6", "m12"});
    CHECK(file.shape.has_baseline);
    CHECK(file.alpha == 0.05);
    CHECK(file.analyses[0].name() == "t_test_1");
}

TEST_CASE("without a baseline, visit 0 is missing for everyone") {
    const DataFile file = read("id,group,when,score\n1,A,m6,5\n2,B,m6,6\n", replaced(replaced(spec, ", \"baseline\": \"start\"", ""), "\"control\"", "\"alpha\": 0.1, \"control\""));
    CHECK_FALSE(file.shape.has_baseline);
    CHECK(std::isnan(file.data.score(0, 0, 1)));
    CHECK(file.data.score(0, 1, 1) == 6);
    CHECK(file.alpha == 0.1);
}

TEST_CASE("covariates are read as numbers or as factors with sorted levels") {
    const DataFile file = read(long_data(), replaced(spec, "{\"method\": \"t_test\"}", R"({"method": "mmrm", "covariates": [{"name": "site", "type": "factor"}, {"name": "age"}, {"name": "baseline"}]})"));
    REQUIRE(file.data.covariates.size() == 2);
    CHECK(file.data.covariates[0].levels == std::vector<std::string>{"east", "north", "west"});
    CHECK(file.data.covariates[0].values[0] == 2);
    CHECK(file.data.covariates[0].values[1] == 0);
    CHECK(file.data.covariates[1].levels.empty());
    CHECK(file.data.covariates[1].values[3] == 51);
    CHECK(file.shape.covariates[0].name == "site");
}

TEST_CASE("each choice of an analysis arrives at the analysis") {
    check_same(R"({"method": "t_test", "visit": "m6"})", TTest{.visit = 1});
    check_same(R"({"method": "t_test", "variance": "welch", "visit": 2})", TTest{.variance = TTestVariance::welch, .visit = 2});
    check_same(R"({"method": "t_test", "response": "change"})", TTest{.response = TTestResponse::change});
    check_same(R"({"method": "ancova", "outcome": "score"})", Ancova{});
    check_same(R"({"method": "ancova", "covariates": []})", Ancova{.covariates = {}});
    check_same(R"({"method": "ancova", "covariates": [{"name": "age", "by_visit": false}, {"name": "site", "type": "factor"}]})",
               Ancova{.covariates = {{.name = "age"}, {.name = "site", .type = CovariateType::factor}}});
    check_same(R"({"method": "mmrm", "covariance": "unstructured", "degrees_of_freedom": "satterthwaite"})", Mmrm{});
    check_same(R"({"method": "mmrm", "estimation": "ml"})", Mmrm{.estimation = Estimation::ml});
    check_same(R"({"method": "mmrm", "covariates": [{"name": "baseline"}]})", Mmrm{.covariates = {{.name = "baseline"}}});
    check_same(R"({"method": "mmrm", "covariates": [{"name": "baseline", "type": "numeric", "by_visit": false}]})", Mmrm{.covariates = {{.name = "baseline", .by_visit = false}}});
}

TEST_CASE("therapists and boosters are read where the specification names their columns") {
    const std::string with = replaced(spec, "\"outcome\": \"score\"", "\"outcome\": \"score\", \"therapist\": \"seen by\", \"booster\": \"more\"");
    const std::string data = "id,group,when,score,seen by,more\n1,A,m6,5,Zoe,0\n2,B,m6,6,,1\n3,B,m6,6,Abe,1\n1,A,m12,5,Zoe,0\n4,A,m6,7,Zoe,0\n";
    const DataFile file = read(data, with);
    CHECK(file.data.therapist == std::vector<std::uint32_t>{0, no_therapist, 1, 0});
    CHECK(file.data.booster == std::vector<std::uint8_t>{0, 1, 1, 0});
    CHECK(file.shape.has_therapists);
    CHECK(file.shape.has_boosters);
    const DataFile without = read(data, spec);
    CHECK(without.data.therapist.empty());
    CHECK(without.data.booster == std::vector<std::uint8_t>{0, 0, 0, 0});
    CHECK_FALSE(without.shape.has_therapists);
    CHECK_FALSE(without.shape.has_boosters);
    CHECK(refusal(replaced(data, "1,A,m12,5,Zoe,0", "1,A,m12,5,Abe,1"), with) ==
          "the therapist \"seen by\" of participant \"1\" must be the same in every row, but is \"Abe\" here and \"Zoe\" in line 2 @5:11\n"
          "the value \"more\" of participant \"1\" must be the same in every row, but is \"1\" here and \"0\" in line 2 @5:15\n");
    CHECK(refusal(replaced(data, "Abe,1", "Abe,yes"), with) == "the field of participant \"3\" must be 1 with boosters or 0 without, but is \"yes\" @4:14\n");
    CHECK(refusal(replaced(data, "seen by", "clinician"), with).find("/columns/therapist the data have no column \"seen by\"") == 0);
    CHECK(refusal(data, replaced(with, "\"more\"", "\"score\"")).find("/columns/booster must be a column of its own, but \"score\" comes twice") == 0);
}

TEST_CASE("each choice of an analysis with therapists or boosters arrives at the analysis") {
    const auto with = [](const std::string& analysis, const AnyAnalysis& expected) {
        const std::string columns = replaced(spec, "\"outcome\": \"score\"", "\"outcome\": \"score\", \"therapist\": \"site\", \"booster\": \"more\"");
        std::string data = long_data();
        for (std::size_t end = data.find('\n'), line = 0; end != std::string::npos; end = data.find('\n', end + 1), ++line) {
            const std::string more = line == 0 ? ",more" : std::string(",") + static_cast<char>('0' + (data[data.rfind('p', end) + 1] - '0') / 2 % 2);
            data.insert(end, more);
            end += more.size();
        }
        const DataFile file = read(data, replaced(columns, "{\"method\": \"t_test\"}", analysis));
        CHECK(file.analyses[0].method() == expected.method());
        const std::vector<Estimate> found = analyse(file.data, file.analyses[0]);
        const std::vector<Estimate> wanted = analyse(file.data, expected);
        INFO(analysis);
        REQUIRE(found.size() == wanted.size());
        for (std::size_t k = 0; k < found.size(); ++k) {
            CHECK(found[k].status == wanted[k].status);
            CHECK((usable(found[k].status) || expected.method() == "cluster_means"));  // each site has both arms
            CHECK((found[k].effect == wanted[k].effect || !usable(wanted[k].status)));
        }
    };
    with(R"({"method": "therapist_mixed_model"})", TherapistMixedModel{});
    with(R"({"method": "therapist_mixed_model", "visit": "m12", "covariates": []})", TherapistMixedModel{.visit = 2, .covariates = {}});
    with(R"({"method": "cluster_means", "visit": "m6", "outcome": "score"})", ClusterMeans{.visit = 1});
    with(R"({"method": "booster_factorial"})", BoosterFactorial{});
    with(R"({"method": "booster_factorial", "visit": 1, "covariates": [{"name": "age"}]})", BoosterFactorial{.visit = 1, .covariates = {{.name = "age"}}});
}

TEST_CASE("every fault of the data is told at once, with its place") {
    const std::string data =
        "id,group,when,score,age\n"
        "1,A,start,30,40\n"
        "1,B,m6,20,40\n"     // another arm
        "1,A,m6,x,41\n"      // not a number, twice, another age
        "2,B,month 6,5,50\n"  // unknown visit
        "2,C,m12,5,50\n"     // another arm, a third one
        ",A,m6,5,1\n"        // nobody
        "3,,m6,NA,1\n"       // no arm
        "4,A,m6,5\n";        // a field too few
    CHECK(refusal(replaced(data, "4,A,m6,5\n", ""), replaced(spec, "{\"method\": \"t_test\"}", R"({"method": "ancova", "covariates": [{"name": "age"}]})")) ==
          "participant \"1\" is in arm \"B\" here, but in \"A\" in line 2 @3:3\n"
          "participant \"1\" has the visit \"m6\" twice: here and in line 3 @4:5\n"
          "the covariate \"age\" of participant \"1\" must be the same in every row, but is \"41\" here and \"40\" in line 2 @4:10\n"
          "the visit \"month 6\" is not one of the specification's @5:5\n"
          "participant \"2\" is in arm \"C\" here, but in \"B\" in line 5 @6:3\n"
          "this row names no participant @7:1\n"
          "this row of participant \"3\" names no arm @8:3\n"
          "the outcome of participant \"3\" must be a number, but is \"NA\" @8:7\n");
    CHECK(refusal(data, spec) == "this row has 4 fields, but the header has 5 @9:1\n");
    CHECK(refusal("id,group,when,score\n1,A,m6,5\n2,B,m6,inf\n3,C,m6,5\n", spec) ==
          "the outcome of participant \"2\" must be a number, but is \"inf\" @3:8\nthere must be two arms, but \"C\" is another @4:3\n");
    CHECK(refusal("id,group,when,score\n1,A,m6,5\n", spec) == "/control must be an arm of the data, \"A\", but is \"B\" @1:100\n");
    CHECK(refusal("id,group,when,score\n1,B,m6,5\n", spec) == "the data have one arm only, \"B\" @0:0\n");
    CHECK(refusal("id,group,when,score\n", spec) == "the data have no rows @0:0\n");
    CHECK(refusal("id;group;when;score\n1;A;m6;5\n", spec).find("/columns/participant the data have no column \"id\" @1:29\n") == 0);
    CHECK(refusal("", spec) == "the file is empty @0:0\n");
}

TEST_CASE("a covariate that is no number, or a factor without a value") {
    const std::string data = "id,group,when,score,site\n1,A,m6,5,west\n2,B,m6,6,\n";
    const auto with = [](const std::string& covariate) { return replaced(spec, "{\"method\": \"t_test\"}", "{\"method\": \"ancova\", \"covariates\": [" + covariate + "]}"); };
    CHECK(refusal(data, with(R"({"name": "site"})")) == "the covariate \"site\" of participant \"1\" must be a number, but is \"west\" @2:10\n");
    CHECK(refusal(replaced(data, "west", ""), with(R"({"name": "site", "type": "factor"})")) == "the factor \"site\" has no value in any row @1:21\n");
    CHECK(refusal(data, with(R"({"name": "town"})")).find("the data have no column \"town\"") != std::string::npos);
}

TEST_CASE("every fault of the specification is told before the data are looked at") {
    const std::string message = refusal("not a data set", R"({"columns": {"participant": "id", "arm": "id", "visit": "when"}, "visits": ["a", "b", "a"], "baseline": "b", "analyses": [], "alfa": 0.1})");
    CHECK(message ==
          "/control the key \"control\" is missing @1:1\n"
          "/columns/outcome the key \"outcome\" is missing @1:13\n"
          "/columns/arm must be a column of its own, but \"id\" comes twice @1:42\n"
          "/visits/1 must be a visit of its own, but \"b\" comes twice @1:82\n"
          "/visits/2 must be a visit of its own, but \"a\" comes twice @1:87\n"
          "/analyses must be an array of at least one analysis, but is an empty array @1:122\n"
          "/alfa unknown key \"alfa\" @1:126\n");
}

TEST_CASE("analyses that need a baseline are refused without one") {
    const std::string without = replaced(spec, ", \"baseline\": \"start\"", "");
    const std::string data = "id,group,when,score\n1,A,m6,5\n2,B,m6,6\n";
    CHECK(refusal(data, replaced(without, "\"t_test\"", "\"t_test\", \"response\": \"change\"")).find("/analyses/0/response") == 0);
    CHECK(refusal(data, replaced(without, "\"t_test\"", "\"ancova\"")).find("/analyses/0/covariates/0/name") == 0);
    CHECK(refusal(data, replaced(spec, "\"t_test\"", "\"cluster_means\"")).find("/analyses/0/method needs to know who treated whom") == 0);
}

TEST_CASE("files that are not there cannot be read") {
    const ScratchFile json("lonely.json", spec);
    CHECK_THROWS_AS(read_data("there_is_no_such_file.csv", json.path()), CannotRead);
    CHECK_THROWS_AS(read_data(json.path(), "there_is_no_such_file.json"), CannotRead);
}

}  // namespace data_file_test
