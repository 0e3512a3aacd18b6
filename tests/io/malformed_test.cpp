// Oracle: each malformed scenario is refused with exactly the message that stands beside it, and hostile ones do no harm.
#include "catch.hpp"

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/io/scenario_file.hpp>

#include "io/text_files.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace malformed_test {

using namespace equipoise;

namespace {

using text_files::bytes_of;

const std::string malformed = text_files::folder + "malformed/";

std::vector<std::string> names_with(const std::string& extension) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(malformed)) {
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// What a user is shown; empty if the scenario could be run.
std::string refusal(const std::string& text, const std::string& name, const std::vector<Override>& overrides = {}) {
    try {
        const ScenarioFile file = parse_scenario(text, name, overrides);
        try {
            prepare(file.scenario);
        } catch (const InvalidScenario& invalid) {
            return render(locate(invalid, file));
        }
    } catch (const InvalidScenarioFile& invalid) {
        return render(invalid);
    }
    return "";
}

std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    for (std::size_t k = 0; k < times; ++k) text += part;
    return text;
}

}  // namespace

TEST_CASE("the scenario of which the malformed ones are variants can be run") {
    CHECK(refusal(bytes_of(text_files::folder + "base.json"), "base.json").empty());
}

TEST_CASE("each malformed scenario gets its message") {
    const std::vector<std::string> names = names_with(".json");
    REQUIRE(names.size() >= 60);
    REQUIRE(names == names_with(".expected"));
    for (const std::string& name : names) {
        INFO(name);
        CHECK(refusal(bytes_of(malformed + name + ".json"), name + ".json") == bytes_of(malformed + name + ".expected"));
    }
}

TEST_CASE("documents nested a hundred thousand deep are refused where they become too deep") {
    const std::string arrays = repeated("[", 100'000);
    CHECK(refusal(arrays + repeated("]", 100'000), "deep.json").find("nested more than 64 levels deep\n      --> deep.json:1:65") != std::string::npos);
    CHECK(refusal(arrays, "deep.json").find("deep.json:1:65") != std::string::npos);
    const std::string objects = repeated("{\"a\":", 100'000) + "1" + repeated("}", 100'000);
    CHECK(refusal(objects, "deep.json").find("deep.json:1:321") != std::string::npos);
    const std::string base = bytes_of(text_files::folder + "base.json");
    CHECK(refusal(base, "base.json", {{"/title", arrays}}).find("nested more than 64 levels deep") != std::string::npos);
    CHECK(refusal(base, "base.json", {{repeated("/a", 100'000), "1"}}).find("nested more than 64 levels deep") != std::string::npos);
}

TEST_CASE("documents that are too large are refused") {
    CHECK(refusal(std::string(16 * 1024 * 1024 + 1, ' '), "large.json").find("larger than 16 MiB") != std::string::npos);
    CHECK(refusal("[" + repeated("1,", 100'000) + "1]", "many.json").find("more than 100,000 values") != std::string::npos);
}

TEST_CASE("of many faults fifty are shown and all are counted") {
    std::string weeks = "\"a\"";
    for (int k = 0; k < 79; ++k) weeks += ", \"a\"";
    const std::string text = text_files::replaced(bytes_of(text_files::folder + "base.json"), "[0, 7, 33]", "[" + weeks + "]");
    const std::string message = refusal(text, "base.json");
    CHECK(message.find("error: 80 problems in base.json\n") == 0);
    CHECK(message.find("\n50. /design/visits/weeks/49 must be a number") != std::string::npos);
    CHECK(message.find("\n51. ") == std::string::npos);
    CHECK(message.find("\n... and 30 more.\nNothing was run.\n") != std::string::npos);
}

TEST_CASE("a scenario cut anywhere is refused with one fault") {
    const std::string base = bytes_of(text_files::folder + "base.json");
    const std::size_t end = base.rfind('}');
    for (std::size_t length = 0; length <= end; ++length) {
        INFO(length);
        const std::string message = refusal(base.substr(0, length), "cut.json");
        REQUIRE(message.find("error: 1 problem in cut.json\n") == 0);
    }
}

}  // namespace malformed_test
