#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/io/source_map.hpp>

namespace equipoise {

/// A fault, and where in which file it was written.
struct LocatedFault {
    Fault fault;
    std::string file;         ///< as people call it: a path, or "--set /study/seed=-1"
    std::size_t line = 0;     ///< from 1; 0: no line, as for a `--set` or a file as a whole
    std::size_t column = 0;   ///< from 1, in characters
    std::string excerpt{};    ///< the line, or the part of it around the fault, fit for a terminal
    std::size_t caret = 0;    ///< column of the excerpt, from 1, at which the fault begins
    std::size_t length = 0;   ///< characters to underline
    bool names_itself = false;  ///< the message says which key it is about, so the pointer goes beside the place, not before the message
};

/// A file that cannot be used as it is; carries every fault at once, each with its place.
///
/// @verified tests/io/malformed_test.cpp
class InvalidFile : public InvalidScenario {
public:
    /// @param file   what the faults are in, as people call it.   @param faults at least one
    InvalidFile(std::string file, std::vector<LocatedFault> faults);

    const std::string& file() const noexcept { return file_; }
    const std::vector<LocatedFault>& located_faults() const noexcept { return located_; }

private:
    std::string file_;
    std::vector<LocatedFault> located_;
};

/// A scenario that cannot be run.
class InvalidScenarioFile : public InvalidFile {
    using InvalidFile::InvalidFile;
};

/// Data that cannot be analysed, or the specification that goes with them.
class InvalidDataFile : public InvalidFile {
    using InvalidFile::InvalidFile;
};

/// A file that could not be read or written at all.
class CannotRead : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The faults as a compiler would print them: numbered, each with file, line, column, the line itself, carets and what to do;
/// ends in "Nothing was run." and a line feed.
///
/// @complexity O(faults).   @verified tests/io/malformed_test.cpp
std::string render(const InvalidFile& invalid);

}  // namespace equipoise
