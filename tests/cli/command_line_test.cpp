// Oracle: what is wrong with a command line is told in plain words, all at once, with the documented exit code and nothing on stdout.
#include "catch.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include "cli/run_command.hpp"

namespace command_line_test {

using equipoise::test::read_text;
using equipoise::test::run_command;
using equipoise::test::Folder;
using equipoise::test::Outcome;
using equipoise::test::scenario;
using equipoise::test::shell_quoted;
using equipoise::test::write_text;

namespace {

using Words = std::vector<std::string>;

void check_refused(const Words& words, const Words& messages) {
    const Outcome outcome = run_command(words);
    INFO(outcome.err);
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    for (const std::string& message : messages) {
        INFO("wanted: " << message);
        CHECK(outcome.err.find(message) != std::string::npos);
    }
    CHECK(outcome.err.find("Nothing was run.") != std::string::npos);
}

const std::string van_dillen = scenario("van_dillen_2021.json");

}  // namespace

TEST_CASE("numbers are read strictly") {
    const std::string seed = "--seed must be a whole number from 0 to 18446744073709551615, but is ";
    for (const std::string bad : {"-1", "18446744073709551616", "1e3", "0x10", "1.0", "+1", "abc", " 1", "1 ", "99999999999999999999999999"}) {
        check_refused({"run", van_dillen, "--seed", bad}, {seed + '"' + bad + '"'});
    }
    check_refused({"run", van_dillen, "--seed=-1"}, {seed + "\"-1\""});
    const std::string replicates = "--replicates must be a whole number from 1 to 1,000,000,000, but is ";
    for (const std::string bad : {"0", "-5", "1000000001", "1000000000000", "149.7", "ten"}) {
        check_refused({"run", van_dillen, "--replicates", bad}, {replicates + '"' + bad + '"'});
    }
    for (const std::string bad : {"0", "-1", "1025", "two"}) {
        check_refused({"run", van_dillen, "--threads", bad}, {"--threads must be a whole number from 1 to 1,024, but is \"" + bad + '"'});
    }
    check_refused({"cohort", van_dillen, "--replicate", "0"}, {"--replicate must be a whole number from 1 to 1,000,000,000, but is \"0\""});
}

TEST_CASE("all faults of a command line are told at once") {
    check_refused({"run", "--seed", "-1", "--threads", "0", "--format", "jsno"},
                  {"4 problems", "1. ", "--seed must be", "--threads must be", "--format must be \"table\" or \"json\", but is \"jsno\"; did you mean \"json\"?",
                   "FILE is missing"});
}

TEST_CASE("unknown words are told, with what may have been meant") {
    check_refused({"run", van_dillen, "--replicats", "10"}, {"unknown option \"--replicats\"; did you mean \"--replicates\"?"});
    check_refused({"run", van_dillen, "--replicats=10"}, {"unknown option \"--replicats\"; did you mean \"--replicates\"?"});
    check_refused({"run", van_dillen, "-x"}, {"unknown option \"-x\""});
    check_refused({"run", van_dillen, "another.json"}, {"unexpected argument \"another.json\""});
    check_refused({"rnu", van_dillen}, {"unknown command \"rnu\"; did you mean \"run\"?"});
    check_refused({"--versoin"}, {"unknown command \"--versoin\"; did you mean \"--version\"?"});
    check_refused({"--version", "run"}, {"unexpected argument \"run\" after --version"});
    check_refused({}, {"a command is missing"});
    check_refused({""}, {"unknown command \"\""});
}

TEST_CASE("missing and repeated options are told") {
    check_refused({"run"}, {"FILE is missing"});
    check_refused({"check"}, {"FILE is missing"});
    check_refused({"run", ""}, {"FILE is missing"});
    check_refused({"run", van_dillen, "--seed"}, {"--seed needs a value"});
    check_refused({"run", van_dillen, "--seed", "1", "--seed", "2"}, {"--seed may be given once, but is given 2 times"});
    check_refused({"run", van_dillen, "--out", ""}, {"--out"});
    check_refused({"analyse"}, {"DATA is missing", "--spec is missing"});
    check_refused({"cohort", van_dillen, "--replicates", "2"}, {"--replicates needs --digest"});
    check_refused({"cohort", van_dillen, "--digest", "--digest"}, {"--digest may be given once"});
    check_refused({"cohort", van_dillen, "--digest", "--format", "csv", "--out", "trial"}, {"--out does not go with --digest", "--format does not go with --digest"});
    check_refused({"cohort", van_dillen, "--out", ""}, {"--out must be a folder, but is empty"});
    check_refused({"cohort", van_dillen, "--out", "trial.csv"}, {"--out must be a folder, but \"trial.csv\" looks like a file"});
    check_refused({"cohort", van_dillen, "--format", "dataset-json"}, {"--format dataset-json needs --out DIR"});
    check_refused({"cohort", van_dillen, "--format", "dataset_json"}, {"--format must be \"csv\" or \"dataset-json\"", "did you mean \"dataset-json\"?"});
}

TEST_CASE("a wrong --set is told") {
    check_refused({"run", van_dillen, "--set", "design/participants=3"}, {"design/participants"});
    check_refused({"run", van_dillen, "--set", "/study/seed"}, {"/study/seed"});
    check_refused({"run", van_dillen, "--set", "/study/seed=-1"}, {"/study/seed", "-1"});
    check_refused({"check", van_dillen, "--set", "/design/participants=[1"}, {"/design/participants"});
    check_refused({"run", van_dillen, "--set", "/study/seed={}"}, {"/study/seed"});
}

TEST_CASE("a scenario that cannot be run is refused by every command, with all faults and their places") {
    const Folder folder;
    write_text(folder / "bad.json", "{\n  \"name\": \"x\",\n  \"desing\": {},\n  \"study\": {\"seed\": -1}\n}\n");
    for (const std::string command : {"run", "check", "cohort"}) check_refused({command, folder / "bad.json"}, {"desing", "bad.json:3:"});
    write_text(folder / "empty.json", "");
    check_refused({"run", folder / "empty.json"}, {"empty.json"});
}

TEST_CASE("moments that no distribution has are told with their place before anything is run") {
    const Folder folder;
    for (const std::string command : {"run", "check", "cohort"}) {
        check_refused({command, van_dillen, "--set", "/mechanism/outcome/covariance/sd=[9, 60, 10.3, 10.2]"}, {"/mechanism/outcome"});
    }
    check_refused({"run", van_dillen, "--set", "/mechanism/outcome/covariance/sd=[9, 60, 10.3, 10.2]", "--out", folder / "out"}, {});
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_CASE("what cannot be read or written is exit code 3") {
    const Folder folder;
    const auto check_failed = [](const Outcome& outcome, const std::string& message) {
        INFO(outcome.err);
        CHECK(outcome.exit == 3);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.find(message) != std::string::npos);
    };
    check_failed(run_command({"run", folder / "absent.json"}), "absent.json");
    check_failed(run_command({"check", folder / "absent.json"}), "absent.json");
    check_failed(run_command({"analyse", folder / "absent.csv", "--spec", folder / "absent.json"}), "absent");
    write_text(folder / "file", "");
    check_failed(run_command({"run", van_dillen, "--replicates", "2", "--out", folder / "file"}), "cannot write");
    check_failed(run_command({"run", van_dillen, "--replicates", "2", "--out", folder / "file/below"}), "cannot write");
    check_failed(run_command({"run", van_dillen, "--replicates", "2", "--out", "/proc/equipoise"}), "cannot write");
    for (const std::string format : {"csv", "dataset-json"}) {
        check_failed(run_command({"cohort", van_dillen, "--format", format, "--out", folder / "file"}), "cannot write");
        check_failed(run_command({"cohort", van_dillen, "--format", format, "--out", folder / "file/below"}), "cannot write");
        check_failed(run_command({"cohort", van_dillen, "--format", format, "--out", "/dev/full"}), "cannot write");
    }
}

TEST_CASE("a full disk, a closed pipe and a closed stdout are exit code 3") {
    for (const std::string tail : {">/dev/full", ">&-"}) {
        for (const std::string command : {"run", "cohort", "check"}) {
            const Words replicates = command == "run" ? Words{"--replicates", "2"} : Words{};
            Words words{command, van_dillen};
            words.insert(words.end(), replicates.begin(), replicates.end());
            const Outcome outcome = run_command(words, tail);
            INFO(command << ' ' << tail << ": " << outcome.err);
            CHECK(outcome.exit == 3);
            CHECK(outcome.err.find("standard output") != std::string::npos);
        }
    }
    const Folder folder;
    const Outcome piped = run_command({"cohort", van_dillen, "--set", "/design/participants=100000", "--set", "/assumptions={}", "--set",
                                       R"(/design/allocation={"method": "permuted_blocks", "block_sizes": [4]})"},
                                    "2>" + shell_quoted(folder / "said") + "; echo $? >" + shell_quoted(folder / "code") + "; } | { true");
    CHECK(piped.exit == 0);
    CHECK(read_text(folder / "code") == "3\n");
    CHECK(read_text(folder / "said").find("standard output") != std::string::npos);
}

TEST_CASE("help and version") {
    const Outcome version = run_command({"--version"});
    CHECK(version.exit == 0);
    CHECK(version.out.find("equipoise ") == 0);
    CHECK(version.out.find("rng_schema philox") != std::string::npos);
    CHECK(version.out.find("compiler ") != std::string::npos);
    CHECK(version.err.empty());
    const Outcome help = run_command({"--help"});
    CHECK(help.exit == 0);
    for (const char* word : {"run", "check", "cohort", "analyse", "Exit codes", "70"}) CHECK(help.out.find(word) != std::string::npos);
    for (const std::string command : {"run", "check", "cohort", "analyse"}) {
        const Outcome more = run_command({command, "--help"});
        INFO(more.out);
        CHECK(more.exit == 0);
        CHECK(more.err.empty());
        CHECK(more.out.find("Examples:\n  equipoise " + command) != std::string::npos);
        CHECK(more.out.find("Exit codes:") != std::string::npos);
    }
}

TEST_CASE("check says what would be run and where the numbers come from") {
    const Outcome outcome = run_command({"check", van_dillen});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit == 0);
    CHECK(outcome.err.empty());
    for (const char* words : {"149 participants are allocated 74 to MST (treatment) and 75 to SFE (control), in random order", "post-treatment (week 7)",
                              "Boosters: 50 % of each arm, told after 6 months", "MODQ from 0 to 100 in steps of 2", "at least 20 at baseline",
                              "Missing completely at random", "3 %, 3 %, 3 %", "1. t-test (t_test) of MODQ at post-treatment, 6 months, 12 months",
                              "10,000 replicates, seed 20201228", "published:", "derived:", "assumed:", "/mechanism/outcome/mean/control",
                              "not said: none", "This scenario can be run."}) {
        INFO(words);
        CHECK(outcome.out.find(words) != std::string::npos);
    }
    const Outcome informative = run_command({"check", scenario("informative_dropout.json")});
    CHECK(informative.exit == 0);
    CHECK(informative.out.find("Missing at random") != std::string::npos);
    CHECK(informative.out.find("SFE: 1 log odds per SD of the last score seen") != std::string::npos);
}

TEST_CASE("check lists the numbers without an assumption") {
    const Outcome outcome = run_command({"check", van_dillen, "--set", "/assumptions={}"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit == 0);
    CHECK(outcome.out.find("    /design/participants\n") != std::string::npos);
    CHECK(outcome.out.find("/mechanism/outcome/mean/control") != std::string::npos);
    CHECK(outcome.out.find("published: none") != std::string::npos);
}

}  // namespace command_line_test
