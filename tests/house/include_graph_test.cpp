// Oracle: the plan of the house, drawn from the #include lines. Layers include only what is above them; libraries stay where they belong.
#include "catch.hpp"

#include "house/source_tree.hpp"

#include <map>
#include <optional>
#include <regex>
#include <set>

namespace include_graph_test {

namespace {

using house::SourceFile;
using Layers = std::set<std::string>;

const Layers science{"random", "design", "data", "mechanism", "cohort", "analysis", "performance", "study"};

Layers with(Layers layers, const std::string& another) {
    layers.insert(another);
    return layers;
}

/// What each layer may include besides itself. The umbrella header is a layer of its own.
const std::map<std::string, Layers> plan{
    {"random", {}},
    {"design", {"random"}},
    {"data", {"random", "design"}},
    {"mechanism", {"random", "design", "data"}},
    {"cohort", {"random", "design", "data", "mechanism"}},
    {"analysis", {"random", "design", "data"}},
    {"performance", {"random", "design", "data", "analysis"}},
    {"study", {"random", "design", "data", "mechanism", "cohort", "analysis", "performance"}},
    {"report", science},
    {"io", with(science, "report")},
    {"cli", with(with(science, "report"), "io")},
    {"umbrella", with(science, "report")},
};

/// Headers of others, and the folders that alone may include them (empty: none).
const std::map<std::string, std::vector<std::string>> lodgers{
    {"nlohmann/", {"src/"}},  {"CLI/", {"src/cli/"}},  {"openssl/", {"src/"}}, {"iostream", {"src/"}},
    {"Eigen/Dense", {}},      {"format", {}},          {"omp.h", {"include/equipoise/study/"}},
};

/// The layer of a file: the folder below include/equipoise or src.
std::string layer_of(const std::string& path) {
    static const std::regex folder("^(?:include/equipoise|src)/([a-z_]+)/.*");
    std::smatch match;
    return std::regex_match(path, match, folder) ? match[1].str() : "umbrella";
}

/// What a line includes, without brackets or quotes.
std::optional<std::string> included(const std::string& line) {
    static const std::regex directive(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)re");
    std::smatch match;
    return std::regex_match(line, match, directive) ? std::optional{match[1].str()} : std::nullopt;
}

/// The layer that an include leads to; none if it is somebody else's header or one of the same folder.
std::optional<std::string> target_layer(const std::string& header) {
    static const std::regex ours(R"re((?:\.\./)*(?:equipoise/)?([a-z_]+)/.*)re");
    if (header == "equipoise/equipoise.hpp") return "umbrella";
    std::smatch match;
    if (!std::regex_match(header, match, ours) || !plan.contains(match[1].str())) return std::nullopt;
    return match[1].str();
}

bool lodges(const std::string& path, const std::string& header) {
    for (const auto& [guest, folders] : lodgers) {
        const bool is_folder = guest.back() == '/';
        if (is_folder ? !header.starts_with(guest) : header != guest) continue;
        return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) { return path.starts_with(folder); });
    }
    return true;
}

bool arrow_allowed(const std::string& from, const std::string& to) {
    const auto known = plan.find(from);
    if (known == plan.end()) return false;
    if (to == "umbrella") return from == "io" || from == "cli" || from == "report";
    return from == to || known->second.contains(to);
}

/// The offending lines among some files.
std::vector<std::string> wrong_includes(const std::vector<SourceFile>& files) {
    std::vector<std::string> wrong;
    for (const SourceFile& file : files) {
        if (!file.path.ends_with(".hpp") && !file.path.ends_with(".cpp")) continue;
        const std::string from = layer_of(file.path);
        const std::vector<std::string> lines = house::lines_of(file.text);
        for (std::size_t index = 0; index < lines.size(); ++index) {
            const std::optional<std::string> header = included(lines[index]);
            if (!header) continue;
            const std::optional<std::string> to = target_layer(*header);
            const bool right = (!to || arrow_allowed(from, *to)) && lodges(file.path, *header);
            if (!right) wrong.push_back(house::place(file, index, lines[index]));
        }
    }
    return wrong;
}

}  // namespace

TEST_CASE("no include runs against the plan of the house") {
    std::vector<SourceFile> files = house::files_below(EQUIPOISE_SOURCE, "include");
    const std::vector<SourceFile> sources = house::files_below(EQUIPOISE_SOURCE, "src");
    files.insert(files.end(), sources.begin(), sources.end());
    REQUIRE(files.size() > 20);

    const std::vector<std::string> wrong = wrong_includes(files);
    INFO("includes against the plan:" << house::joined(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("every layer of the library is on the plan") {
    for (const SourceFile& file : house::files_below(EQUIPOISE_SOURCE, "include")) {
        INFO(file.path);
        CHECK(plan.contains(layer_of(file.path)));
        CHECK((layer_of(file.path) != "umbrella" || file.path == "include/equipoise/equipoise.hpp"));
    }
}

TEST_CASE("a wrong include is found, wherever it stands") {
    const auto one = [](std::string path, std::string text) { return wrong_includes({{std::move(path), std::move(text)}}); };

    CHECK(one("include/equipoise/random/a.hpp", "#include <equipoise/design/arm.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/analysis/a.hpp", "#include <equipoise/cohort/cohort.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/mechanism/a.hpp", "  #  include  \"equipoise/analysis/estimate.hpp\"  // no\n").size() == 1);
    CHECK(one("include/equipoise/performance/a.hpp", "#include <equipoise/study/run_study.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/cohort/a.hpp", "#include <equipoise/study/run_study.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/study/a.hpp", "#include \"../report/table.hpp\"\n").size() == 1);
    CHECK(one("include/equipoise/study/a.hpp", "#include <equipoise/equipoise.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/unplanned/a.hpp", "#include <equipoise/random/philox.hpp>\n").size() == 1);
    CHECK(one("src/report/a.cpp", "#include \"io/reader.hpp\"\n").size() == 1);
    CHECK(one("src/io/a.cpp", "#include \"../cli/options.hpp\"\n").size() == 1);
    CHECK(one("include/equipoise/io/a.hpp", "#include <nlohmann/json.hpp>\n").size() == 1);
    CHECK(one("src/io/a.cpp", "#include <CLI/CLI.hpp>\n").size() == 1);
    CHECK(one("include/equipoise/data/a.hpp", "#include <Eigen/Dense>\n").size() == 1);
    CHECK(one("include/equipoise/study/a.hpp", "#include <iostream>\n").size() == 1);
    CHECK(one("include/equipoise/cohort/a.hpp", "#include <omp.h>\n").size() == 1);

    const std::vector<std::string> found = one("include/equipoise/data/a.hpp", "#pragma once\n\n#include <equipoise/cohort/cohort.hpp>\n");
    REQUIRE(found.size() == 1);
    CHECK(found.front() == "include/equipoise/data/a.hpp:3: #include <equipoise/cohort/cohort.hpp>");
}

TEST_CASE("a right include is let through") {
    CHECK(wrong_includes({
        {"include/equipoise/cohort/a.hpp", "#include <vector>\n#include <Eigen/Core>\n#include <equipoise/mechanism/history.hpp>\n"},
        {"include/equipoise/performance/a.hpp", "#include <equipoise/analysis/estimate.hpp>\n#include <equipoise/performance/b.hpp>\n"},
        {"include/equipoise/study/a.hpp", "#include <omp.h>\n#include <equipoise/cohort/a.hpp>\n// #include <equipoise/io/scenario.hpp>\n"},
        {"include/equipoise/equipoise.hpp", "#include <equipoise/study/run_study.hpp>\n"},
        {"src/io/a.cpp", "#include <nlohmann/json.hpp>\n#include \"io/reader.hpp\"\n#include <equipoise/equipoise.hpp>\n"},
        {"src/cli/main.cpp", "#include <iostream>\n#include <CLI/CLI.hpp>\n#include <equipoise/io/read_scenario.hpp>\n"},
    }).empty());
}

}  // namespace include_graph_test
