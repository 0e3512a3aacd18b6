#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace text_files {

inline const std::string folder = EQUIPOISE_TEST_DATA "/io/";

/// The bytes of a file of the tests.
inline std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A text with its first occurrence of something replaced; it must be there.
inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error("the text does not hold " + what);
    return text.replace(at, what.size(), by);
}

}  // namespace text_files
