// Oracle: the shape of the data as documented, and what a seed, a replicate and a dropout model may and may not change.
#include "catch.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "cli/run_command.hpp"

using equipoise::test::run_command;
using equipoise::test::fields_of;
using equipoise::test::Folder;
using equipoise::test::lines_of;
using equipoise::test::Outcome;
using equipoise::test::read_text;
using equipoise::test::scenario;

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
    const Folder folder;
    CHECK(cohort({"--out", folder / "trial.csv"}).empty());
    CHECK(read_text(folder / "trial.csv") == first);
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
