// Oracle: the shape of the data as documented, and what a seed, a replicate and a dropout model may and may not change.
#include "catch.hpp"

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/run_command.hpp"

namespace cohort_test {

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

const std::string van_dillen = scenario("van_dillen_2021.json");

std::string cohort(std::vector<std::string> words) {
    words.insert(words.begin(), {"cohort", van_dillen});
    const Outcome outcome = run_command(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    CHECK(outcome.err.empty());
    return outcome.out;
}

std::set<std::string> files_in(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
    return names;
}

/// A variable of the environment, as long as this lives.
class Environment {
public:
    Environment(const char* name, const char* value) : name_(name) { REQUIRE(setenv(name, value, 1) == 0); }
    ~Environment() { unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* name_;
};

}  // namespace

TEST_CASE("a trial is one line for each participant and visit") {
    const std::vector<std::string> lines = lines_of(cohort({"--replicate", "3"}));
    CHECK(lines.front() == "participant,arm,booster,visit,week,MODQ");
    REQUIRE(lines.size() == 1 + 149 * 4);
    std::map<std::string, int> baselines;
    int missing = 0;
    for (std::size_t k = 0; k < 149 * 4; ++k) {
        const std::vector<std::string> fields = fields_of(lines[k + 1]);
        REQUIRE(fields.size() == 6);
        CHECK(fields[0] == std::to_string(k / 4 + 1));
        CHECK(fields[3] == std::vector<std::string>{"baseline", "post-treatment", "6 months", "12 months"}[k % 4]);
        CHECK(fields[4] == std::vector<std::string>{"0", "7", "33", "59"}[k % 4]);
        if (k % 4 == 0) ++baselines[fields[1] + fields[2]];
        if (k % 4 == 0) REQUIRE_FALSE(fields[5].empty());
        missing += fields[5].empty() ? 1 : 0;
        if (fields[5].empty()) continue;
        const int score = std::stoi(fields[5]);
        CHECK((score % 2 == 0 && score >= (k % 4 == 0 ? 20 : 0) && score <= 100));
    }
    CHECK(baselines["MST0"] + baselines["MST1"] == 74);
    CHECK(baselines["SFE0"] + baselines["SFE1"] == 75);
    CHECK(missing > 0);
}

TEST_CASE("a replicate has an address: its number and the seed") {
    const std::string first = cohort({});
    CHECK(cohort({"--replicate", "1"}) == first);
    CHECK(cohort({"--replicate", "2"}) != first);
    CHECK(cohort({"--seed", "1"}) != first);
    CHECK(cohort({"--seed", "20201228"}) == first);
    CHECK(cohort({"--set", "/study/replicates=1"}) == first);
}

TEST_CASE("a folder of CSV files: those of an earlier trial are replaced, and what is not ours stays") {
    const Folder folder;
    const std::string out = folder / "new/trial";
    CHECK(cohort({"--out", out, "--replicate", "2"}).empty());
    CHECK(read_text(out + "/visits.csv") == cohort({"--replicate", "2"}));
    write_text(out + "/adverse_events.csv", "of another trial");
    write_text(out + "/notes.txt", "mine");
    CHECK(cohort({"--out", out, "--format", "csv"}).empty());
    CHECK(files_in(out) == std::set<std::string>{"notes.txt", "participants.csv", "visits.csv"});
    CHECK(read_text(out + "/notes.txt") == "mine");
    const std::vector<std::string> visits = lines_of(read_text(out + "/visits.csv"));
    CHECK(visits == lines_of(cohort({})));
    const std::vector<std::string> participants = lines_of(read_text(out + "/participants.csv"));
    REQUIRE(participants.size() == 1 + 149);
    CHECK(participants.front() == "participant,arm,booster");
    for (std::size_t i = 1; i <= 149; ++i) CHECK(visits[4 * i].starts_with(participants[i] + ','));
}

TEST_CASE("where something cannot be written, the files of an earlier trial stay as they were, and no part of a new one is left") {
    for (const char* obstacle : {"visits.csv.part", "visits.csv"}) {
        const Folder folder;
        const std::string out = folder / "trial";
        REQUIRE(cohort({"--out", out}).empty());
        const std::string earlier = read_text(out + "/participants.csv");
        std::filesystem::remove(out + "/" + obstacle);
        std::filesystem::create_directories(out + "/" + obstacle + "/in the way");
        const std::set<std::string> before = files_in(out);
        const Outcome outcome = run_command({"cohort", van_dillen, "--replicate", "2", "--out", out});
        INFO(outcome.err);
        CHECK(outcome.exit == 3);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.find("cannot write") != std::string::npos);
        CHECK(outcome.err.find("visits.csv") != std::string::npos);
        CHECK(read_text(out + "/participants.csv") == earlier);
        CHECK(files_in(out) == before);
    }
}

TEST_CASE("a folder of Dataset-JSON files holds the same trial, and says which") {
    const Folder folder;
    CHECK(cohort({"--replicate", "7", "--out", folder / "trial", "--format", "dataset-json"}).empty());
    CHECK(files_in(folder / "trial") == std::set<std::string>{"adae.json", "adqs.json", "adsl.json"});
    const Json adqs = Json::parse(read_text(folder / "trial/adqs.json"));
    CHECK(adqs["fileOID"] == "equipoise.van_dillen_2021.seed-20201228.stream-0.replicate-7.ADQS");
    const std::vector<std::string> lines = lines_of(cohort({"--replicate", "7"}));
    REQUIRE(adqs["rows"].size() + 1 == lines.size());
    const auto names = adqs["columns"];
    std::size_t value = 0;
    while (names[value]["name"] != "AVAL") ++value;
    for (std::size_t r = 0; r < adqs["rows"].size(); ++r) {
        const std::string score = fields_of(lines[r + 1])[5];
        const Json& row = adqs["rows"][r];
        CHECK((score.empty() ? row[value].is_null() : row[value] == std::stod(score)));
        CHECK(row[1] == "SYN-van_dillen_2021-7-" + std::string(r / 4 + 1 < 10 ? "00" : r / 4 + 1 < 100 ? "0" : "") + std::to_string(r / 4 + 1));
    }
    CHECK(Json::parse(read_text(folder / "trial/adsl.json"))["records"] == 149);
    CHECK(Json::parse(read_text(folder / "trial/adae.json"))["records"] == 0);
}

TEST_CASE("SOURCE_DATE_EPOCH makes the bytes of Dataset-JSON reproducible") {
    const Folder folder;
    const auto created = [&](const char* epoch) {
        const Environment environment("SOURCE_DATE_EPOCH", epoch);
        cohort({"--out", folder / "trial", "--format", "dataset-json"});
        return Json::parse(read_text(folder / "trial/adsl.json"))["datasetJSONCreationDateTime"].get<std::string>();
    };
    CHECK(created("0") == "1970-01-01T00:00:00Z");
    CHECK(created("951827696") == "2000-02-29T12:34:56Z");
    const std::string once = read_text(folder / "trial/adqs.json");
    CHECK(created("951827696") == "2000-02-29T12:34:56Z");
    CHECK(read_text(folder / "trial/adqs.json") == once);
    CHECK(created("253402300799") == "9999-12-31T23:59:59Z");
    CHECK(created("") > "2026-01-01T00:00:00Z");
    for (const char* wrong : {"-1", "1.5", "now", "253402300800", "99999999999999999999"}) {
        const Environment environment("SOURCE_DATE_EPOCH", wrong);
        const Outcome outcome = run_command({"cohort", van_dillen, "--out", folder / "other", "--format", "dataset-json"});
        INFO(outcome.err);
        CHECK(outcome.exit == 2);
        CHECK(outcome.err.find("SOURCE_DATE_EPOCH must be a whole number of seconds") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(folder / "other"));
    }
}

TEST_CASE("another dropout model changes who is seen, not what would be seen") {
    const std::vector<std::string> some = lines_of(cohort({"--set", "/mechanism/dropout/leaving={\"treatment\": [0.3, 0.3, 0.3], \"control\": [0.3, 0.3, 0.3]}"}));
    const std::vector<std::string> all = lines_of(cohort({"--set", R"(/mechanism/dropout={"mechanism": "none"})", "--set", "/assumptions={}"}));
    REQUIRE(some.size() == all.size());
    int missing = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const std::string place = all[k].substr(0, all[k].rfind(',') + 1);
        CHECK((some[k] == all[k] || some[k] == place));
        missing += some[k] == all[k] ? 0 : 1;
    }
    CHECK(missing > 50);
}

TEST_CASE("the digest is 16 digits, of one trial or of several") {
    const std::string one = cohort({"--replicate", "5", "--digest"});
    CHECK(one.size() == 17);
    CHECK(one.find_first_not_of("0123456789abcdef\n") == std::string::npos);
    CHECK(cohort({"--replicate", "5", "--replicates", "1", "--digest"}) == one);
    CHECK(cohort({"--replicate", "6", "--digest"}) != one);
    CHECK(cohort({"--replicate", "5", "--replicates", "2", "--digest"}) != one);
}

TEST_CASE("an outcome with the name of another column is refused") {
    const Outcome outcome = run_command({"cohort", van_dillen, "--set", "/mechanism/outcome/name=\"visit\""});
    INFO(outcome.err);
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("must differ from the other columns") != std::string::npos);
}

}  // namespace cohort_test
