#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace equipoise::cli {

/// A file to be written: its name in the folder, and what writes it.
struct WholeFile {
    std::string name;
    std::function<void(std::ostream&)> write;
};

/// Writes files into a folder, which is made if it is not there. Each is written under another name ("x.csv.part") and renamed when all are
/// whole: what bears its name is never a part of a file, and where something cannot be written the folder's files stay as they were.
///
/// @param replaced  names of files that go when the new ones come, whether or not they are among them
/// @throws CannotWrite   @verified tests/cli/cohort_test.cpp
void write_whole_files(const std::filesystem::path& folder, const std::vector<WholeFile>& files, const std::vector<std::string>& replaced);

}  // namespace equipoise::cli
