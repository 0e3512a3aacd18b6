#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace equipoise::test {

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void write_text(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

/// A folder of a test's own, gone with it.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "equipoise-test-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

struct Outcome {
    int exit = -1;  ///< exit code; 128 + signal if it was killed
    std::string out{};
    std::string err{};
};

inline std::string shell_quoted(std::string_view word) {
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

/// Runs the command with these words. `tail` is shell text behind them, such as a redirection.
inline Outcome run_command(const std::vector<std::string>& words, const std::string& tail = "") {
    const Folder folder;
    std::string line = shell_quoted(EQUIPOISE_COMMAND);
    for (const std::string& word : words) line += ' ' + shell_quoted(word);
    const std::string redirected = "{ " + line + ' ' + tail + "; } >" + shell_quoted(folder / "out") + " 2>" + shell_quoted(folder / "err");
    const int status = std::system(redirected.c_str());
    return {.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), .out = read_text(folder / "out"), .err = read_text(folder / "err")};
}

inline std::string scenario(std::string_view name) { return (std::filesystem::path(EQUIPOISE_SCENARIOS) / name).string(); }

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// A CSV line as its fields; quotes are taken off.
inline std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields{""};
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

}  // namespace equipoise::test
