// Oracle: words and paths that no file of the project may hold, and tests for every layer of the library.
#include "catch.hpp"

#include "house/source_tree.hpp"

#include <set>

namespace words_test {

namespace {

using house::SourceFile;

/// Promises not kept, and places that exist on one machine only. Spelled in two halves, or this file would hold them.
const std::vector<std::string> unwanted{"TO" "DO", "FIX" "ME", "/wo" "rk/", "/t" "mp/", "/ho" "me/", "/ro" "ot/"};

/// What belongs to the project: everything at the top but hidden folders and builds, and the checks of every change.
std::vector<SourceFile> project_files() {
    const std::filesystem::path top = EQUIPOISE_SOURCE;
    std::vector<SourceFile> files = house::files_below(top, ".ci");
    for (const auto& entry : std::filesystem::directory_iterator(top)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file()) files.push_back({name, house::read_text(entry.path())});
        if (!entry.is_directory() || name.front() == '.' || name.starts_with("build") || name == "out") continue;
        const std::vector<SourceFile> below = house::files_below(top, name);
        files.insert(files.end(), below.begin(), below.end());
    }
    return files;
}

std::vector<std::string> unwanted_lines(const std::vector<SourceFile>& files) {
    std::vector<std::string> found;
    for (const SourceFile& file : files) {
        const std::vector<std::string> lines = house::lines_of(file.text);
        for (std::size_t index = 0; index < lines.size(); ++index) {
            const std::string& line = lines[index];
            const bool bad = std::any_of(unwanted.begin(), unwanted.end(), [&](const std::string& word) { return line.find(word) != line.npos; });
            if (bad) found.push_back(house::place(file, index, line));
        }
    }
    return found;
}

std::set<std::string> folders_in(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_directory()) names.insert(entry.path().filename().string());
    }
    return names;
}

}  // namespace

TEST_CASE("no file holds an unkept promise or a path of one machine") {
    const std::vector<SourceFile> files = project_files();
    REQUIRE(files.size() > 40);
    const std::vector<std::string> found = unwanted_lines(files);
    INFO("unwanted words:" << house::joined(found));
    CHECK(found.empty());
}

TEST_CASE("an unwanted word is found") {
    for (const std::string& word : unwanted) {
        CHECK(unwanted_lines({{"docs/a.md", "first\nand then " + word + "here\n"}}) == std::vector<std::string>{"docs/a.md:2: and then " + word + "here"});
    }
    CHECK(unwanted_lines({{"docs/a.md", "to do: nothing; working, temporary\n"}}).empty());
}

TEST_CASE("every layer has tests") {
    for (const std::string& layer : folders_in(std::filesystem::path(EQUIPOISE_SOURCE) / "include/equipoise")) {
        INFO(layer);
        const std::filesystem::path tests = std::filesystem::path(EQUIPOISE_SOURCE) / "tests" / layer;
        REQUIRE(std::filesystem::is_directory(tests));
        const std::vector<SourceFile> files = house::files_below(EQUIPOISE_SOURCE, "tests/" + layer);
        CHECK(std::any_of(files.begin(), files.end(), [](const SourceFile& file) { return file.path.ends_with("_test.cpp"); }));
    }
}

}  // namespace words_test
