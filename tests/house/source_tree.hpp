#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace house {

/// A file of the project as text.
struct SourceFile {
    std::string path;  ///< from the top of the project, with forward slashes
    std::string text;
};

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// All files below a folder, sorted by path.
inline std::vector<SourceFile> files_below(const std::filesystem::path& top, const std::string& folder) {
    std::vector<SourceFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / folder)) {
        if (!entry.is_regular_file()) continue;
        files.push_back({entry.path().lexically_relative(top).generic_string(), read_text(entry.path())});
    }
    std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

/// The lines of a text, without their ends.
inline std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// One line to print for each fault: `path:line: text`.
inline std::string place(const SourceFile& file, std::size_t index, const std::string& line) {
    return file.path + ":" + std::to_string(index + 1) + ": " + line;
}

inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text;
}

}  // namespace house
